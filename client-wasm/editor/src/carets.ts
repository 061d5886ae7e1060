// Other people's carets and selections, drawn as decorations.

import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { element } from "./dom";
import type { Caret } from "./model";
import { OFFSET } from "./schema";

const COLOURS = 8;

interface CaretChange {
  readonly peer: string;
  readonly caret: Caret | null;
}

export const caretKey = new PluginKey<DecorationSet>("carets");

/** Draws the carets of others; they move with the text until their owners move them. */
export function carets(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: caretKey,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, set) {
        const mapped = set.map(tr.mapping, tr.doc);
        const change = tr.getMeta(caretKey) as CaretChange | undefined;
        if (!change) return mapped;
        const others = mapped.remove(mapped.find(undefined, undefined, (spec) => spec["peer"] === change.peer));
        return change.caret ? others.add(tr.doc, decorations(change.caret, tr.doc.content.size)) : others;
      },
    },
    props: { decorations: (state: EditorState) => caretKey.getState(state) },
  });
}

function decorations(caret: Caret, size: number): Decoration[] {
  const at = (index: number): number => Math.max(OFFSET, Math.min(index + OFFSET, size - OFFSET));
  const [anchor, head] = [at(caret.anchor), at(caret.head)];
  const colour = `peer-${colourOf(caret.delegate)}`;
  const spec = { peer: caret.peer, side: -1, key: `${caret.peer}:${caret.name}`, ignoreSelection: true };
  const mark = Decoration.widget(head, () => drawCaret(caret.name, colour), spec);
  if (anchor === head) return [mark];
  const range = { class: `remote-selection ${colour}` };
  return [mark, Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), range, { peer: caret.peer })];
}

function drawCaret(name: string, colour: string): HTMLElement {
  // The name is kept out of the text: it is drawn from the attribute, and no reader of the text hears it.
  return element("span", { class: `remote-caret ${colour}`, "aria-hidden": "true", "data-name": name });
}

/** A colour that stays the same for a person. */
export function colourOf(delegate: string): number {
  let sum = 0;
  for (const character of delegate) sum = (sum * 31 + character.charCodeAt(0)) >>> 0;
  return sum % COLOURS;
}
