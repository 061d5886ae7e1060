// Between ProseMirror's steps and the replica's edits: positions differ by a constant.

import type { Node } from "prosemirror-model";
import { TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import { AddMarkStep, RemoveMarkStep, ReplaceStep, type Step } from "prosemirror-transform";
import { isRefused } from "./characters";
import type { MarkName, Run, Splice } from "./model";
import { OFFSET, marksOf, runsOf } from "./schema";

/** A change of one text that the replica can take. */
export type TextEdit =
  | { readonly type: "splice"; readonly at: number; readonly delete: number; readonly insert: readonly Run[] }
  | { readonly type: "mark"; readonly from: number; readonly to: number; readonly name: MarkName; readonly value: string | boolean | null };

/** The edit a step makes in a document, or null where it is no edit of text. */
export function editOf(step: Step, before: Node): TextEdit | null {
  if (step instanceof ReplaceStep) return spliceOf(step, before);
  if (step instanceof AddMarkStep) return markOf(step, step.mark.type.name === "link" ? String(step.mark.attrs["href"]) : true);
  if (step instanceof RemoveMarkStep) return markOf(step, null);
  return null;
}

function spliceOf(step: ReplaceStep, before: Node): TextEdit | null {
  const { from, to, slice } = step;
  const isText = slice.openStart === 0 && slice.openEnd === 0 && slice.content.content.every((node) => node.isText);
  if (!isText || from < OFFSET || to > before.content.size - OFFSET) return null;
  if (splitsPair(before, from) || splitsPair(before, to)) return null;
  return { type: "splice", at: from - OFFSET, delete: to - from, insert: runsOf(slice.content) };
}

/** Whether a position lies between the two halves of one character. */
function splitsPair(document: Node, position: number): boolean {
  if (position <= OFFSET || position >= document.content.size - OFFSET) return false;
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(document.textBetween(position - 1, position + 1));
}

function markOf(step: AddMarkStep | RemoveMarkStep, value: string | boolean | null): TextEdit {
  return { type: "mark", from: step.from - OFFSET, to: step.to - OFFSET, name: step.mark.type.name as MarkName, value };
}

/** Whether a transaction changes text and marks only, in permitted characters. */
export function isTextual(tr: Transaction): boolean {
  return tr.steps.every((step, index) => {
    const before = tr.docs[index];
    const edit = before ? editOf(step, before) : null;
    return edit !== null && (edit.type === "mark" || !edit.insert.some((run) => isRefused(run.text)));
  });
}

/** The edits of a transaction in their order. */
export function editsOf(tr: Transaction): TextEdit[] {
  return tr.steps.flatMap((step, index) => {
    const before = tr.docs[index];
    const edit = before ? editOf(step, before) : null;
    return edit ? [edit] : [];
  });
}

/** One transaction that takes a text to where the replica has it, outside anyone's undo. */
export function remoteTransaction(state: EditorState, splices: readonly Splice[], runs: readonly Run[]): Transaction {
  const tr = state.tr.setMeta("addToHistory", false).setMeta("remote", true);
  for (const splice of splices) applySplice(tr, splice);
  matchText(tr, runs);
  matchMarks(tr, runs);
  keepSelection(tr, state);
  return tr;
}

function applySplice(tr: Transaction, splice: Splice): void {
  const end = tr.doc.content.size - OFFSET;
  const from = Math.min(OFFSET + splice.at, end);
  const to = Math.min(from + splice.delete, end);
  if (splice.insert === "") tr.delete(from, to);
  else tr.replaceWith(from, to, tr.doc.type.schema.text(splice.insert));
}

/** Replaces what differs, should the splices not have led to the replica's text. */
function matchText(tr: Transaction, runs: readonly Run[]): void {
  const wanted = runs.map((run) => run.text).join("");
  const found = tr.doc.textContent;
  if (wanted === found) return;
  let start = 0;
  while (start < Math.min(wanted.length, found.length) && wanted[start] === found[start]) start += 1;
  let tail = 0;
  const room = Math.min(wanted.length, found.length) - start;
  while (tail < room && wanted[wanted.length - 1 - tail] === found[found.length - 1 - tail]) tail += 1;
  applySplice(tr, { at: start, delete: found.length - start - tail, insert: wanted.slice(start, wanted.length - tail) });
}

/** Adds and removes marks only where they differ from the replica's. */
function matchMarks(tr: Transaction, runs: readonly Run[]): void {
  const { schema } = tr.doc.type;
  const before = tr.doc;
  let from = OFFSET;
  for (const run of runs) {
    const to = from + run.text.length;
    const wanted = marksOf(schema, run);
    before.nodesBetween(from, to, (node, position) => {
      if (!node.isText) return;
      const start = Math.max(from, position);
      const end = Math.min(to, position + node.nodeSize);
      for (const mark of node.marks) if (!mark.isInSet(wanted)) tr.removeMark(start, end, mark);
      for (const mark of wanted) if (!mark.isInSet(node.marks)) tr.addMark(start, end, mark);
    });
    from = to;
  }
}

/** Keeps a caret after the letter it followed, also when somebody inserts right there. */
function keepSelection(tr: Transaction, state: EditorState): void {
  if (tr.docChanged) {
    const { anchor, from, to, empty } = state.selection;
    const start = tr.mapping.map(from, empty ? -1 : 1);
    const end = Math.max(start, tr.mapping.map(to, -1));
    const backwards = anchor === to && !empty;
    tr.setSelection(TextSelection.create(tr.doc, backwards ? end : start, backwards ? start : end));
  }
  if (state.storedMarks) tr.setStoredMarks(state.storedMarks);
}
