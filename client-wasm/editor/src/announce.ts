// What a screen reader hears about structure: one polite region.

import { element } from "./dom";

export class Announcer {
  readonly element = element("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  #last = "";

  say(words: string): void {
    // The same words twice are news twice; a region only speaks when its text changes.
    this.#last = words === this.#last ? `${words}\u00A0` : words;
    this.element.textContent = this.#last;
  }
}
