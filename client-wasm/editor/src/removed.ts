// Clauses out of the text: the list to restore from, and those the chair has to decide on.

import { button, element } from "./dom";
import type { Outline, RemovedClause } from "./model";
import type { Page, Strings } from "./page";

const EXCERPT = 160;

export class RemovedList {
  readonly decisions: HTMLElement;
  readonly list: HTMLDetailsElement;
  readonly #page: Page;
  readonly #strings: Strings;
  readonly #restore: (id: string) => void;
  #drawn = "";

  constructor(page: Page, strings: Strings, restore: (id: string) => void) {
    this.#page = page;
    this.#strings = strings;
    this.#restore = restore;
    this.decisions = element("div", { class: "contested-clauses" });
    this.list = element("details", { class: "removed-clauses", hidden: true });
  }

  show(outline: Outline, editable: boolean): void {
    const drawn = JSON.stringify([outline.removed, editable]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    // Of an amendment in preparation no chair decides: its sponsors restore a clause or leave it.
    const hasChair = this.#page.base.length === 0;
    const contested = outline.removed.filter((clause) => hasChair && clause.contested);
    this.decisions.replaceChildren(...contested.map((clause) => this.#decision(clause)));
    const others = outline.removed.filter((clause) => !contested.includes(clause));
    this.list.hidden = others.length === 0;
    this.list.replaceChildren(
      element("summary", {}, this.#strings.count("removed", others.length)),
      element("ul", {}, ...others.map((clause) => this.#item(clause, editable))),
    );
  }

  #item(clause: RemovedClause, editable: boolean): HTMLElement {
    const words = this.#excerpt(clause);
    const restore = button(this.#strings.say("restore"), () => this.#restore(clause.id), {
      "aria-label": this.#strings.say("restore-name", { excerpt: words }),
    });
    return element("li", {}, this.#text(clause, words), editable ? restore : null);
  }

  #decision(clause: RemovedClause): HTMLElement {
    const title = element("h3", { id: `contested-${clause.id}` }, this.#strings.say("contested-title"));
    const failed = element("p", { class: "field-error", role: "alert" });
    const decide = (keep: boolean) => (): void => {
      failed.textContent = "";
      void this.#decide(clause.id, keep).then((stored) => {
        if (!stored) failed.textContent = this.#strings.say("contested-failed");
      });
    };
    const buttons = element(
      "div",
      { class: "dialog-buttons" },
      button(this.#strings.say("contested-keep"), decide(true)),
      button(this.#strings.say("contested-remove"), decide(false)),
    );
    return element(
      "section",
      { class: "contested-clause", "aria-labelledby": title.id },
      title,
      element("p", {}, this.#strings.say("contested-explain")),
      this.#text(clause, [clause.heading, clause.text].filter(Boolean).join("\n") || this.#strings.say("removed-empty")),
      this.#page.isChair ? buttons : null,
      failed,
    );
  }

  async #decide(clause: string, keep: boolean): Promise<boolean> {
    const path = `/api/v1/drafts/${encodeURIComponent(this.#page.draftId)}/clauses/${encodeURIComponent(clause)}/decision`;
    try {
      const answer = await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
        body: JSON.stringify({ keep }),
      });
      return answer.ok;
    } catch {
      return false;
    }
  }

  #text(clause: RemovedClause, words: string): HTMLElement {
    return element("p", { class: "removed-text", lang: clause.language ?? this.#page.language, dir: clause.direction ?? this.#page.direction }, words);
  }

  #excerpt(clause: RemovedClause): string {
    const words = [clause.heading, clause.text].filter(Boolean).join(". ");
    if (words === "") return this.#strings.say("removed-empty");
    const characters = Array.from(words);
    return characters.length > EXCERPT ? `${characters.slice(0, EXCERPT).join("")}…` : words;
  }
}
