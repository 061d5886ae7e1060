// One textblock with three marks, or with none: the schemas of every text.

import { type DOMOutputSpec, Fragment, type Mark, type Node, Schema } from "prosemirror-model";
import type { MarkName, Run } from "./model";

const nodes = {
  doc: { content: "line" },
  line: {
    content: "text*",
    selectable: false,
    whitespace: "pre" as const,
    parseDOM: [{ tag: "p" }],
    toDOM: (): DOMOutputSpec => ["p", 0],
  },
  text: {},
};

/** Bodies of clauses. */
export const richSchema = new Schema({
  nodes,
  marks: {
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    link: {
      attrs: { href: { validate: "string" } },
      inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: (dom) => ({ href: dom.getAttribute("href") }) }],
      toDOM: (mark) => ["a", { href: String(mark.attrs["href"]), rel: "noopener noreferrer nofollow" }, 0],
    },
  },
});

/** Headings, commentaries and the title. */
export const plainSchema = new Schema({ nodes });

/** Characters before the first position of a text: the openings of `doc` and `line`. */
export const OFFSET = 1;

/** The marks of a run in a schema; a plain schema has none. */
export function marksOf(schema: Schema, run: Run): readonly Mark[] {
  const marks: Mark[] = [];
  const { strong, em, link } = schema.marks;
  if (run.strong && strong) marks.push(strong.create());
  if (run.em && em) marks.push(em.create());
  if (run.link !== undefined && link) marks.push(link.create({ href: run.link }));
  return marks.reduce<readonly Mark[]>((set, mark) => mark.addToSet(set), []);
}

/** The document of a text. */
export function documentOf(schema: Schema, runs: readonly Run[]): Node {
  const texts = runs.filter((run) => run.text !== "").map((run) => schema.text(run.text, marksOf(schema, run)));
  return schema.node("doc", null, [schema.node("line", null, texts)]);
}

/** The runs of a piece of text. */
export function runsOf(fragment: Fragment): Run[] {
  const runs: Run[] = [];
  fragment.forEach((node) => {
    if (node.text !== undefined) runs.push(runOf(node.text, node.marks));
  });
  return runs;
}

function runOf(text: string, marks: readonly Mark[]): Run {
  const link = marks.find((mark) => mark.type.name === "link");
  return {
    text,
    ...(has(marks, "strong") ? { strong: true } : {}),
    ...(has(marks, "em") ? { em: true } : {}),
    ...(link ? { link: String(link.attrs["href"]) } : {}),
  };
}

function has(marks: readonly Mark[], name: MarkName): boolean {
  return marks.some((mark) => mark.type.name === name);
}
