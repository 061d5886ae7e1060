// What is pasted or dropped: three marks, permitted characters, paragraphs; nothing else.

import { permitted, permitsLink } from "./characters";
import type { Run } from "./model";
import type { TextHost, TextView } from "./textview";

type Marks = Omit<Run, "text">;

/** Elements that end a paragraph. */
const BLOCKS = new Set(
  "ADDRESS ARTICLE ASIDE BLOCKQUOTE BR DD DIV DL DT FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION TABLE TD TH TR UL".split(" "),
);
const SKIPPED = new Set("SCRIPT STYLE TEMPLATE HEAD TITLE NOSCRIPT IFRAME OBJECT SVG MATH TEXTAREA SELECT".split(" "));

/** The policy by which markup of the clipboard may be read: it only ever enters an inert document. */
const policy = window.trustedTypes?.createPolicy("clausewise-paste", { createHTML: (markup: string) => markup });

/** Puts what was pasted at the caret; further paragraphs become clauses. */
export function pasteInto(text: TextView, data: DataTransfer, host: TextHost): void {
  const read = readClipboard(data);
  if (read.refused > 0) host.charactersRefused(read.refused);
  const [first, ...others] = read.paragraphs;
  if (!first) return;
  if (text.ref.field !== "body" || others.length === 0) {
    text.insert(joined(read.paragraphs, text.ref.field === "body" || text.ref.field === "commentary" ? "\n" : " "));
    return;
  }
  host.pasteParagraphs(text.ref, text, read.paragraphs);
}

function joined(paragraphs: readonly (readonly Run[])[], separator: string): Run[] {
  return paragraphs.flatMap((runs, index) => (index === 0 ? runs : [{ text: separator }, ...runs]));
}

/** The paragraphs of a clipboard, its markup first and its plain text else. */
export function readClipboard(data: DataTransfer): { paragraphs: Run[][]; refused: number } {
  const markup = data.getData("text/html");
  const paragraphs = markup === "" ? plainParagraphs(data.getData("text/plain")) : readMarkup(markup);
  let refused = 0;
  const clean = paragraphs.map((runs) =>
    runs.map((run) => {
      const checked = permitted(run.text);
      refused += checked.refused;
      return { ...run, text: checked.text };
    }),
  );
  return { paragraphs: clean.map(trimmed).filter((runs) => runs.length > 0), refused };
}

/** Lines of plain text; a blank line or a line end separates clauses alike. */
function plainParagraphs(text: string): Run[][] {
  return text.split(/\r\n?|\n|\u0085|\u2028|\u2029/).map((line) => [{ text: line }]);
}

function readMarkup(markup: string): Run[][] {
  const inert = new DOMParser().parseFromString((policy?.createHTML(markup) ?? markup) as string, "text/html");
  const paragraphs: Run[][] = [[]];
  collect(inert.body, {}, paragraphs);
  return paragraphs;
}

function collect(node: Node, marks: Marks, paragraphs: Run[][]): void {
  for (const child of node.childNodes) {
    if (child instanceof Text || child.nodeType === Node.TEXT_NODE) {
      paragraphs.at(-1)?.push({ text: (child.nodeValue ?? "").replace(/[ \t\r\n]+/g, " "), ...marks });
    } else if (child.nodeType === Node.ELEMENT_NODE) {
      collectElement(child as Element, marks, paragraphs);
    }
  }
}

function collectElement(child: Element, marks: Marks, paragraphs: Run[][]): void {
  const name = child.tagName.toUpperCase();
  if (SKIPPED.has(name)) return;
  if (BLOCKS.has(name)) paragraphs.push([]);
  collect(child, marksWithin(child, name, marks), paragraphs);
  if (BLOCKS.has(name)) paragraphs.push([]);
}

function marksWithin(child: Element, name: string, marks: Marks): Marks {
  const style = (child as HTMLElement).style as CSSStyleDeclaration | undefined;
  const weight = style?.fontWeight ?? "";
  const within = { ...marks };
  if (name === "STRONG" || name === "B") Object.assign(within, { strong: true });
  if (weight === "bold" || Number(weight) >= 600) Object.assign(within, { strong: true });
  // Some word processors wrap everything in <b style="font-weight: normal">.
  if (weight === "normal" || weight === "400") delete (within as { strong?: boolean }).strong;
  if (name === "EM" || name === "I" || style?.fontStyle === "italic") Object.assign(within, { em: true });
  const href = name === "A" ? child.getAttribute("href") : null;
  if (href !== null && permitsLink(href)) Object.assign(within, { link: href });
  return within;
}

/** Without white space at the ends and doubled in between, and without empty runs. */
function trimmed(runs: readonly Run[]): Run[] {
  const kept: Run[] = [];
  let afterSpace = true;
  for (const run of runs) {
    const text = afterSpace ? run.text.replace(/^[ \t\n]+/, "") : run.text;
    if (text === "") continue;
    afterSpace = /[ \t\n]$/.test(text);
    kept.push({ ...run, text });
  }
  const last = kept.pop();
  if (!last) return kept;
  const text = last.text.replace(/[ \t\n]+$/, "");
  return text === "" ? trimmed(kept) : [...kept, { ...last, text }];
}
