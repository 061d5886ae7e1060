//! Markdown as blocks.

mod html;
mod inline;
mod lists;
mod tables;

use std::collections::HashSet;
use std::ops::Range;

use domain::text::ClauseKind;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::block::{Blocks, Fault, Role};
use super::{Construct, depth};
use crate::exchange::annotation::Annotation;

/// Recognised so that they can be listed; other extensions would only swallow characters.
const EXTENSIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS)
    .union(Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS);

/// Reads a Markdown file into blocks.
pub(super) fn read(text: &str) -> Result<Blocks, Fault> {
    depth::check(text)?;
    let mut events = Parser::new_ext(text, EXTENSIONS).into_offset_iter();
    let mut walk = Walk::new(text);
    while let Some((event, range)) = events.next() {
        if let Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) = &event
            && let Some(definition) = events.reference_definitions().get(id)
        {
            walk.referred.insert(definition.span.start);
        }
        walk.event(event, range)?;
    }
    for (_, definition) in events.reference_definitions().iter() {
        if !walk.referred.contains(&definition.span.start) {
            walk.unmapped(Construct::LinkDefinition, definition.span.clone())?;
        }
    }
    Ok(walk.blocks)
}

/// The state of reading the parser's events.
struct Walk<'a> {
    source: &'a str,
    blocks: Blocks,
    /// The block that takes characters.
    current: Option<usize>,
    marks: inline::Marks,
    lists: lists::Lists,
    /// The cells passed in the row of a table.
    cells: usize,
    /// Whether characters go nowhere: they are front matter.
    is_muted: bool,
    /// The HTML block being read and where it began.
    html: Option<(usize, String)>,
    /// The label of the footnote being read, until it has been written.
    footnote: Option<String>,
    footnote_depth: usize,
    /// Whether the next block quote, or the one being read, is a commentary of ours.
    commentary: Commentary,
    /// The link definitions that something refers to, by where they stand.
    referred: HashSet<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Commentary {
    No,
    Announced,
    /// Being read, into its block once that is open.
    Open(Option<usize>),
}

impl<'a> Walk<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            blocks: Blocks::default(),
            current: None,
            marks: inline::Marks::default(),
            lists: lists::Lists::default(),
            cells: 0,
            is_muted: false,
            html: None,
            footnote: None,
            footnote_depth: 0,
            commentary: Commentary::No,
            referred: HashSet::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) -> Result<(), Fault> {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Rule => {
                self.close();
                self.unmapped(Construct::Rule, range)
            }
            Event::Html(text) => {
                if let Some((_, block)) = &mut self.html {
                    block.push_str(&text);
                }
                Ok(())
            }
            event => self.inline_event(event, range),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) -> Result<(), Fault> {
        match tag {
            Tag::Paragraph => {
                self.close();
                self.open_paragraph(range.start)
            }
            Tag::Heading { level, .. } => self.open(Role::Heading(level as u8), range.start),
            Tag::BlockQuote(_) => self.start_quote(range),
            Tag::CodeBlock(kind) => self.start_code(&kind, range),
            Tag::HtmlBlock => {
                self.close();
                self.html = Some((range.start, String::new()));
                Ok(())
            }
            Tag::List(first) => {
                self.close();
                self.lists.start(first);
                Ok(())
            }
            Tag::Item => self.start_item(range.start),
            Tag::FootnoteDefinition(label) => self.start_footnote(label.into_string(), range),
            Tag::Table(_) => {
                self.close();
                self.unmapped(Construct::Table, range)
            }
            Tag::TableHead | Tag::TableRow => self.start_row(range.start),
            Tag::TableCell => self.start_cell(range.start),
            Tag::MetadataBlock(_) => {
                self.is_muted = true;
                self.unmapped(Construct::FrontMatter, range)
            }
            tag => self.start_inline(tag, range),
        }
    }

    fn end(&mut self, tag: TagEnd) -> Result<(), Fault> {
        match tag {
            TagEnd::HtmlBlock => return self.end_html(),
            TagEnd::List(_) => {
                self.close();
                self.end_list();
            }
            TagEnd::Item => {
                self.close();
                self.lists.end_item();
            }
            TagEnd::BlockQuote(_) => {
                self.close();
                if matches!(self.commentary, Commentary::Open(_)) {
                    self.commentary = Commentary::No;
                }
            }
            TagEnd::FootnoteDefinition => {
                self.close();
                self.footnote_depth -= 1;
            }
            TagEnd::MetadataBlock(_) => self.is_muted = false,
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow => self.close(),
            tag => self.end_inline(tag),
        }
        Ok(())
    }

    /// Ends the block that takes characters.
    fn close(&mut self) {
        self.current = None;
        self.marks.forget_tags();
    }

    fn open(&mut self, role: Role, at: usize) -> Result<(), Fault> {
        self.close();
        self.lists.take_fresh();
        let block = self.blocks.open(role, self.lists.innermost(), at)?;
        self.current = Some(block);
        Ok(())
    }

    /// Finds or opens the block for characters that stand in a paragraph.
    fn open_paragraph(&mut self, at: usize) -> Result<(), Fault> {
        if let Commentary::Open(block) = self.commentary {
            return self.open_commentary(block, at);
        }
        if let Some(label) = self.footnote.take() {
            self.open(Role::Kept(ClauseKind::Commentary), at)?;
            return self.write(&format!("[{label}] "), at);
        }
        if self.footnote_depth > 0 {
            return self.open(Role::Kept(ClauseKind::Commentary), at);
        }
        match self.lists.take_fresh() {
            Some(item) => self.current = Some(item),
            None => self.open(Role::Paragraph, at)?,
        }
        Ok(())
    }

    fn open_commentary(&mut self, block: Option<usize>, at: usize) -> Result<(), Fault> {
        if let Some(block) = block {
            self.current = Some(block);
            return self.write("\n", at);
        }
        self.open(Role::Commentary, at)?;
        self.commentary = Commentary::Open(self.current);
        Ok(())
    }

    fn start_quote(&mut self, range: Range<usize>) -> Result<(), Fault> {
        self.close();
        if self.commentary == Commentary::Announced {
            self.commentary = Commentary::Open(None);
            return Ok(());
        }
        self.unmapped(Construct::BlockQuote, range)
    }

    fn start_code(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) -> Result<(), Fault> {
        self.open(Role::Kept(ClauseKind::Clause), range.start)?;
        self.unmapped(Construct::CodeBlock, range.clone())?;
        match kind {
            CodeBlockKind::Fenced(language) if !language.is_empty() => {
                self.write(&format!("{language}\n"), range.start)
            }
            _ => Ok(()),
        }
    }

    fn start_footnote(&mut self, label: String, range: Range<usize>) -> Result<(), Fault> {
        self.close();
        self.footnote_depth += 1;
        self.footnote = Some(label);
        self.unmapped(Construct::Footnote, range)
    }

    fn unmapped(&mut self, what: Construct, range: Range<usize>) -> Result<(), Fault> {
        let excerpt = self.source.get(range.clone()).unwrap_or_default();
        self.blocks.list_unmapped(range.start, what, excerpt)
    }

    /// Takes up one of our comments; reports whether it was one that can stand here.
    fn take_annotation(&mut self, annotation: Annotation, at: usize) -> Result<bool, Fault> {
        let is_exported = self.blocks.exported.is_some();
        match annotation {
            Annotation::Document(note) if !is_exported && self.blocks.list.is_empty() => {
                self.blocks.exported = Some(note.language);
            }
            Annotation::Clause(note) if is_exported => {
                self.blocks.open(Role::Announced(note), None, at)?;
            }
            Annotation::Commentary if is_exported => self.commentary = Commentary::Announced,
            Annotation::Document(_) | Annotation::Clause(_) | Annotation::Commentary => {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
