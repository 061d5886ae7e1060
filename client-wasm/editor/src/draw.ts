// Texts as elements, for reading.

import { setAttributes } from "./dom";
import type { Run } from "./model";
import { attributesOf, pieces, type Passage } from "./passages";

/** Draws a text without a view: for reading, searching and printing until it is touched. */
export function drawText(target: HTMLElement, runs: readonly Run[], passages: readonly Passage[] = []): void {
  const line = document.createElement("p");
  for (const piece of pieces(runs, passages)) line.append(piece.passages.reduce(drawMark, drawRun(piece.run)));
  if (runs.length === 0) line.append(document.createElement("br"));
  target.replaceChildren(line);
}

/** Draws characters with their marks. */
export function drawRun(run: Run): Node {
  let node: Node = document.createTextNode(run.text);
  if (run.em) node = wrap("em", node);
  if (run.strong) node = wrap("strong", node);
  if (run.link === undefined) return node;
  const link = wrap("a", node);
  setAttributes(link, { href: run.link, rel: "noopener noreferrer nofollow" });
  return link;
}

function drawMark(child: Node, passage: Passage): Node {
  const mark = document.createElement("mark");
  setAttributes(mark, attributesOf(passage));
  mark.append(child);
  return mark;
}

function wrap(name: "em" | "strong" | "a", child: Node): HTMLElement {
  const made = document.createElement(name);
  made.append(child);
  return made;
}
