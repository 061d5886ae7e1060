### Importing a text into the working draft.

import-about = A file or a pasted text becomes clauses of the working draft: headings become sections, paragraphs and numbered items become clauses. You see what it becomes before anything is stored.
import-adds = { $count ->
    [one] The draft has { $count } clause. It stays as it is; the imported clauses are added after it.
   *[other] The draft has { $count } clauses. They stay as they are; the imported clauses are added after them.
}
import-fills = The draft has no clauses yet; the imported ones are its first.
import-limit = At most { $count } MiB, as text in UTF-8.
import-check = Show what it becomes
import-syntax-told = As the name says
    .about = A file whose name ends in .md or .markdown is read as Markdown, any other as plain text. A pasted text is read as Markdown.
import-syntax-markdown = Markdown
    .about = Headings with #, lists, **strong**, *emphasis* and links.
import-syntax-plain = Plain text
    .about = Paragraphs and printed numbers such as 1. and 2.1; stars and other signs stand for themselves.
import-pasted-name = Pasted text
import-error-nothing = Choose a file, or paste a text below.
import-error-both = Choose a file or paste a text, not both.
import-error-name = The name of this file cannot be kept in the record. Rename it, then choose it again.
field-file = File
    .hint = Markdown or plain text. Word processors can save a text as either.
field-pasted = Or paste the text
field-syntax = How it is read

import-preview-title = What would be imported
import-preview-about = Nothing has been stored yet. This is what { $name } becomes.
import-count-preamble = { $count ->
    [one] { $count } preamble
   *[other] { $count } preambles
}
import-count-section = { $count ->
    [one] { $count } section
   *[other] { $count } sections
}
import-count-principle = { $count ->
    [one] { $count } principle
   *[other] { $count } principles
}
import-count-clause = { $count ->
    [one] { $count } plain clause
   *[other] { $count } plain clauses
}
import-count-definition = { $count ->
    [one] { $count } definition
   *[other] { $count } definitions
}
import-count-commentary = { $count ->
    [one] { $count } commentary
   *[other] { $count } commentaries
}
import-unmapped-count = { $count ->
    [0] everything could be carried over
    [one] { $count } place could not be carried over as it is
   *[other] { $count } places could not be carried over as they are
}
import-title-taken = The draft takes the title of the text: { $title }
import-title-left = The title of the text is not taken, because the draft keeps its own: { $title }
import-recorded = The import is entered in the record with your name, the name of the text and these counts.
import-do = { $count ->
    [one] Add this clause to the draft
   *[other] Add these { $count } clauses to the draft
}
import-back = Go back and change it
import-unmapped-title = What cannot be carried over as it is
import-unmapped-about = No clause can hold these. The list says what becomes of each.
import-line = Line
import-column = Column
import-what = What becomes of it
import-excerpt = How it begins
import-text-title = The clauses
done-imported = The text is in the draft.

unmapped-table = A table: each row is kept as a plain clause.
unmapped-image = An image: its description is kept as plain text.
unmapped-code-block = A block of code: it is kept as a plain clause.
unmapped-code = Code: it is kept as plain text.
unmapped-footnote-reference = A reference to a footnote: its label is kept in square brackets.
unmapped-footnote = A footnote: it is kept as a commentary.
unmapped-html = HTML: its text is kept, its tags are left out.
unmapped-comment = A comment: it is left out.
unmapped-block-quote = A quotation: its contents are kept as ordinary clauses.
unmapped-rule = A horizontal rule: it is left out.
unmapped-strikethrough = Struck-through text: it is kept as plain text.
unmapped-front-matter = Front matter: it is left out.
unmapped-link = A link that is not https, http or mailto: its text is kept.
unmapped-link-title = The title of a link: it is left out.
unmapped-link-definition = A link definition that nothing refers to: it is left out.
unmapped-heading-mark = Emphasis or a link in a heading: its text is kept.

problem-file-too-large = The text has { $bytes } bytes; at most 10 MiB are taken. Divide it, or save it as text without pictures.
    .about = A file to import has at most 10 MiB. Divide it, or save it as text without pictures.
problem-file-not-utf8 = Line { $line }, column { $column }: this is not text in UTF-8. Open the file in an editor or word processor and save it as plain text with the encoding UTF-8.
    .about = A file to import is text in UTF-8. The answer names the line and column of the first byte that is not. Open the file in an editor or word processor and save it as plain text with that encoding.
problem-refused-character = Line { $line }, column { $column }: the character { $character } is not permitted, because it is invisible or changes how the text reads. Remove it and try again.
    .about = The text contains a character that is invisible or changes how the text reads. The answer names the character and where it stands. Remove it and try again.
problem-file-too-deep = Line { $line }, column { $column }: lists or quotations are nested, or the line is indented, too deeply. Reduce the indentation and try again.
    .about = Lists or quotations of the text are nested, or a line is indented, too deeply. The answer names the line. Reduce the indentation and try again.
problem-import-clause-too-long = Line { $line }, column { $column }: the clause that begins here is longer than 20,000 characters. Divide it with a blank line where a new clause may begin.
    .about = A clause of the text is longer than 20,000 characters. The answer names the line where it begins. Divide it with a blank line where a new clause may begin.
problem-import-too-many-clauses = Line { $line }, column { $column }: from here on the text has more than 5,000 clauses. Divide it into several instruments.
    .about = The text becomes more than 5,000 clauses. The answer names the line of the first one too many. Divide it into several instruments.
problem-heading-too-long = Line { $line }, column { $column }: the heading that begins here is longer than 1,000 characters. Make it a paragraph, or shorten it.
    .about = A heading of the text is longer than 1,000 characters. The answer names the line where it begins. Make it a paragraph, or shorten it.
problem-too-much-unmapped = Line { $line }, column { $column }: up to here more than 10,000 places cannot be carried over. Save the text as plain text and import that.
    .about = More than 10,000 places of the text cannot be carried over. The answer names the first one too many. Save the text as plain text and import that.
problem-file-empty = There is no text in it. Choose another file, or paste a text.
    .about = The file to import has no text in it.
problem-import-changed = The draft or the reading of the text has changed since you saw this preview, so nothing was stored. Look at it again below before you confirm.
    .about = What would have been stored was not what had been previewed, so nothing was stored. Ask for a new preview.
