// Words that are discussed, drawn as marks in the text.

import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { Run } from "./model";
import { OFFSET } from "./schema";

/** Where the words of a thread stand in a text; the name of one that is being begun is empty. */
export interface Passage {
  readonly thread: string;
  readonly from: number;
  readonly to: number;
  readonly isActive: boolean;
}

export const passageKey = new PluginKey<DecorationSet>("passages");

/** Draws passages; they move with the text until they are found anew. */
export function passages(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: passageKey,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, set) {
        const found = tr.getMeta(passageKey) as readonly Passage[] | undefined;
        if (!found) return set.map(tr.mapping, tr.doc);
        const end = tr.doc.content.size - OFFSET;
        const marks = found.map((passage) => {
          const [from, to] = [Math.min(passage.from + OFFSET, end), Math.min(passage.to + OFFSET, end)];
          return Decoration.inline(from, to, { nodeName: "mark", ...attributesOf(passage) }, { thread: passage.thread });
        });
        return DecorationSet.create(tr.doc, marks);
      },
    },
    props: { decorations: (state: EditorState) => passageKey.getState(state) },
  });
}

/** The attributes of the element that marks a passage. */
export function attributesOf(passage: Passage): { class: string; "data-thread": string } {
  return { class: passage.isActive ? "discussed is-active" : "discussed", "data-thread": passage.thread };
}

/** Characters that carry the same marks and lie in the same passages. */
export interface Piece {
  readonly run: Run;
  readonly passages: readonly Passage[];
}

/** Cuts runs where passages begin and end. */
export function pieces(runs: readonly Run[], all: readonly Passage[]): Piece[] {
  const cuts = [...new Set(all.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  let start = 0;
  return runs.flatMap((run) => {
    const end = start + run.text.length;
    const edges = [start, ...cuts.filter((cut) => cut > start && cut < end), end];
    const made = edges.slice(1).map((to, index): Piece => {
      const from = edges[index] ?? to;
      const text = run.text.slice(from - start, to - start);
      return { run: { ...run, text }, passages: all.filter((it) => it.from <= from && it.to >= to) };
    });
    start = end;
    return made;
  });
}
