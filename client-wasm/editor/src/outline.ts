// Questions about order and nesting.

import type { ClauseHead, Outline } from "./model";

/** Where a clause stands: in which other, and after which of its siblings. */
export interface Place {
  readonly parent: string | null;
  readonly after: string | null;
}

export function headOf(outline: Outline, id: string): ClauseHead | undefined {
  return outline.clauses.find((clause) => clause.id === id);
}

export function childrenOf(outline: Outline, parent: string | null): ClauseHead[] {
  return outline.clauses.filter((clause) => clause.parent === parent);
}

/** The neighbours of a clause among its siblings. */
export function neighbours(outline: Outline, id: string): { previous: ClauseHead | undefined; next: ClauseHead | undefined } {
  const siblings = childrenOf(outline, headOf(outline, id)?.parent ?? null);
  const index = siblings.findIndex((clause) => clause.id === id);
  return { previous: siblings[index - 1], next: siblings[index + 1] };
}

export function placeOf(outline: Outline, id: string): Place {
  return { parent: headOf(outline, id)?.parent ?? null, after: neighbours(outline, id).previous?.id ?? null };
}

/** A clause and everything nested in it. */
export function subtree(outline: Outline, id: string): Set<string> {
  const inside = new Set([id]);
  for (const clause of outline.clauses) if (clause.parent !== null && inside.has(clause.parent)) inside.add(clause.id);
  return inside;
}

export type Direction = "up" | "down" | "in" | "out";

/** Where a move in a direction leads; null where there is no such place. */
export function destination(outline: Outline, id: string, direction: Direction): Place | null {
  const { previous, next } = neighbours(outline, id);
  const head = headOf(outline, id);
  if (!head) return null;
  switch (direction) {
    case "up":
      return previous ? { parent: head.parent, after: neighbours(outline, previous.id).previous?.id ?? null } : null;
    case "down":
      return next ? { parent: head.parent, after: next.id } : null;
    case "in":
      return previous ? { parent: previous.id, after: childrenOf(outline, previous.id).at(-1)?.id ?? null } : null;
    case "out":
      return head.parent === null ? null : { parent: headOf(outline, head.parent)?.parent ?? null, after: head.parent };
  }
}

/** Where something dropped between two clauses goes, at the depth nearest to the one asked for. */
export function dropPlace(
  outline: Outline,
  moving: ReadonlySet<string>,
  before: ClauseHead | undefined,
  after: ClauseHead | undefined,
  depth: number,
): Place & { depth: number } {
  const deepest = before ? before.depth + 1 : 0;
  const shallowest = after ? after.depth : 0;
  const chosen = Math.max(Math.min(depth, deepest), Math.min(shallowest, deepest));
  if (!before) return { parent: null, after: null, depth: 0 };
  if (chosen > before.depth) return { parent: before.id, after: null, depth: chosen };
  let sibling: ClauseHead = before;
  while (sibling.depth > chosen && sibling.parent !== null) {
    const parent = headOf(outline, sibling.parent);
    if (!parent || moving.has(parent.id)) break;
    sibling = parent;
  }
  return { parent: sibling.parent, after: sibling.id, depth: sibling.depth };
}
