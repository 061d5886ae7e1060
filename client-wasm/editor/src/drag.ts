// Moving a clause by its handle: a line shows where it would go, and how deep.

import type { ClauseView } from "./clause";
import { element } from "./dom";
import type { ClauseHead, Outline } from "./model";
import { dropPlace, subtree, type Place } from "./outline";

const THRESHOLD_PX = 5;
const SCROLL_EDGE_PX = 60;
const SCROLL_STEP_PX = 12;

export interface DragHost {
  readonly outline: Outline;
  readonly list: HTMLElement;
  elementOf(id: string): HTMLElement | null;
  drop(id: string, place: Place): void;
}

/** Follows one pointer from the handle until it is released; Escape gives up. */
export function drag(clause: ClauseView, start: PointerEvent, host: DragHost): void {
  if (start.button !== 0) return;
  const moving = subtree(host.outline, clause.id);
  const line = element("div", { class: "drop-line", "aria-hidden": "true" });
  let place: Place | null = null;
  let dragging = false;

  const move = (event: PointerEvent): void => {
    if (event.pointerId !== start.pointerId) return;
    const far = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > THRESHOLD_PX;
    if (!dragging && far) {
      dragging = true;
      clause.handle.setPointerCapture(start.pointerId);
      for (const id of moving) host.elementOf(id)?.classList.add("is-dragged");
      host.list.append(line);
    }
    if (!dragging) return;
    event.preventDefault();
    scrollAtEdge(event.clientY);
    place = showPlace(event, line, moving, host);
  };

  const finish = (event: Event): void => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", finish);
    removeEventListener("pointercancel", finish);
    removeEventListener("keydown", giveUp, true);
    line.remove();
    for (const id of moving) host.elementOf(id)?.classList.remove("is-dragged");
    if (!dragging) return;
    // The click that ends a drag is none.
    clause.handle.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => clause.handle.removeEventListener("click", swallow, { capture: true }), 0);
    if (event.type === "pointerup" && place) host.drop(clause.id, place);
  };

  const giveUp = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    finish(event);
  };

  addEventListener("pointermove", move, { passive: false });
  addEventListener("pointerup", finish);
  addEventListener("pointercancel", finish);
  addEventListener("keydown", giveUp, true);
}

function swallow(event: Event): void {
  event.stopImmediatePropagation();
  event.preventDefault();
}

function scrollAtEdge(y: number): void {
  if (y < SCROLL_EDGE_PX) scrollBy(0, -SCROLL_STEP_PX);
  else if (y > innerHeight - SCROLL_EDGE_PX) scrollBy(0, SCROLL_STEP_PX);
}

/** Finds the gap under the pointer, draws the line there and returns the place it means. */
function showPlace(event: PointerEvent, line: HTMLElement, moving: ReadonlySet<string>, host: DragHost): Place {
  const others = host.outline.clauses.filter((clause) => !moving.has(clause.id));
  const below = others.findIndex((clause) => isAbove(event.clientY, host.elementOf(clause.id)));
  const index = below < 0 ? others.length : below;
  const before: ClauseHead | undefined = others[index - 1];
  const after: ClauseHead | undefined = others[index];
  const place = dropPlace(host.outline, moving, before, after, depthAt(event.clientX, host.list));
  const list = host.list.getBoundingClientRect();
  const beside = (after ? host.elementOf(after.id)?.getBoundingClientRect().top : undefined) ??
    (before ? host.elementOf(before.id)?.getBoundingClientRect().bottom : undefined) ?? list.top;
  line.style.setProperty("inset-block-start", `${beside - list.top}px`);
  line.dataset["depth"] = String(Math.min(place.depth, 6));
  return place;
}

function isAbove(y: number, target: HTMLElement | null): boolean {
  if (!target) return false;
  const box = target.getBoundingClientRect();
  return y < box.top + box.height / 2;
}

/** The nesting that a horizontal position asks for, from the start of the line on. */
function depthAt(x: number, list: HTMLElement): number {
  const style = getComputedStyle(list);
  const indent = parseFloat(style.getPropertyValue("--clause-indent-px")) || 28;
  const box = list.getBoundingClientRect();
  const offset = style.direction === "rtl" ? box.right - x : x - box.left;
  return Math.max(0, Math.floor((offset - indent / 2) / indent));
}
