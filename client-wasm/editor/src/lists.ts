// The threads of the margin in their lists: beside their words, without any, and resolved.

import type { ThreadCard } from "./card";
import { element } from "./dom";
import type { Strings } from "./page";
import type { Thread } from "./threads";

type Cards = ReadonlyMap<string, ThreadCard>;

export class CardLists {
  readonly #strings: Strings;
  readonly #none: HTMLElement;
  readonly #placed = element("ol", { class: "rows threads" });
  readonly #lost: { box: HTMLElement; list: HTMLElement };
  readonly #resolved: { box: HTMLDetailsElement; list: HTMLElement };

  constructor(strings: Strings) {
    this.#strings = strings;
    this.#none = element("p", { class: "soft" }, strings.say("thread-none"));
    this.#lost = this.#section("thread-orphans");
    const list = element("ol", { class: "rows threads" });
    this.#resolved = { box: element("details", { class: "more threads-resolved" }, element("summary"), list), list };
  }

  /** What is put on the page, in order. */
  get elements(): readonly HTMLElement[] {
    return [this.#none, this.#placed, this.#lost.box, this.#resolved.box];
  }

  /** Puts the cards of threads, in the order given, where each belongs. */
  show(threads: readonly Thread[], cards: Cards, isLost: (thread: Thread) => boolean): void {
    const isOpen = ({ resolved_by: by }: Thread): boolean => by === undefined;
    const resolved = threads.filter((thread) => !isOpen(thread));
    this.#fill(this.#placed, threads.filter((thread) => isOpen(thread) && !isLost(thread)), cards);
    this.#fill(this.#lost.list, threads.filter((thread) => isOpen(thread) && isLost(thread)), cards);
    this.#fill(this.#resolved.list, resolved, cards);
    this.#none.hidden = threads.some(isOpen);
    this.#placed.hidden = this.#placed.childElementCount === 0;
    this.#lost.box.hidden = this.#lost.list.childElementCount === 0;
    this.#resolved.box.hidden = resolved.length === 0;
    const summary = this.#resolved.box.firstElementChild;
    if (summary) summary.textContent = this.#strings.count("threads-resolved", resolved.length);
  }

  /** Puts cards into a list, moving only those that stand elsewhere. */
  #fill(list: HTMLElement, threads: readonly Thread[], cards: Cards): void {
    const focused = document.activeElement as HTMLElement | null;
    let next = list.firstElementChild;
    for (const { id } of threads) {
      const card = cards.get(id)?.element;
      if (!card) continue;
      if (card === next) next = next.nextElementSibling;
      else list.insertBefore(card, next);
    }
    while (next) {
      const gone = next;
      next = next.nextElementSibling;
      gone.remove();
    }
    if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });
  }

  #section(key: string): { box: HTMLElement; list: HTMLElement } {
    const title = element("h3", { id: key }, this.#strings.say(key));
    const about = element("p", { class: "small soft" }, this.#strings.say(`${key}-about`));
    const list = element("ol", { class: "rows threads" });
    return { box: element("section", { "aria-labelledby": key, hidden: true }, title, about, list), list };
  }
}
