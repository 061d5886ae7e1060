// What an amendment in preparation changes, beside the text: sentences and redlines that follow the typing.

import { element } from "./dom";
import { drawRun } from "./draw";
import type { ChangedClause, ClauseName, Phrase, Quote, Said, Segment } from "./model";
import type { Page, Strings } from "./page";
import type { Session } from "./session";

/** How long after a change the panel is drawn again; more changes meanwhile are drawn with it. */
const PAUSE_MS = 120;
/** So many times as long as drawing took last is left to the typing, where that is more. */
const SHARE = 8;

export class ChangesPanel {
  readonly #page: Page;
  readonly #strings: Strings;
  readonly #session: Session;
  readonly #target: HTMLElement;
  readonly #sections = new Map<string, { version: number; element: HTMLElement }>();
  readonly #count: HTMLElement;
  #comparing = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause = PAUSE_MS;

  private constructor(page: Page, strings: Strings, session: Session, target: HTMLElement) {
    this.#page = page;
    this.#strings = strings;
    this.#session = session;
    this.#target = target;
    this.#count = element("p", { class: "soft" });
    target.before(this.#count);
  }

  /** The panel of the page, where the page is about an amendment. */
  static of(page: Page, strings: Strings, session: Session): ChangesPanel | null {
    const target = document.getElementById("draft-changes");
    return page.base.length > 0 && target ? new ChangesPanel(page, strings, session, target) : null;
  }

  /** The draft was opened, or opened anew. */
  opened(): void {
    this.#comparing = false;
    this.changed();
  }

  /** Something of the draft has changed. */
  changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const start = performance.now();
      this.#draw();
      this.#pause = Math.max(PAUSE_MS, SHARE * (performance.now() - start));
    }, this.#pause);
  }

  #draw(): void {
    const { draft } = this.#session;
    this.#comparing ||= draft.compareWith(this.#page.base);
    const changes = this.#comparing ? draft.changes() : null;
    if (changes === null) return;
    const words = changes.length === 0 ? this.#strings.say("changes-none") : this.#strings.count("changes", changes.length);
    if (this.#count.textContent !== words) this.#count.textContent = words;
    const living = new Set(changes.map(({ clause }) => clause));
    for (const clause of this.#sections.keys()) if (!living.has(clause)) this.#sections.delete(clause);
    const sections = changes.map((change) => this.#section(change));
    const isSame = sections.length === this.#target.children.length && sections.every((section, index) => section === this.#target.children[index]);
    if (!isSame) this.#target.replaceChildren(...sections);
  }

  #section(change: ChangedClause): HTMLElement {
    const known = this.#sections.get(change.clause);
    if (known?.version === change.version) return known.element;
    const made = known?.element ?? element("section", { class: "drafted", "data-clause": change.clause });
    made.replaceChildren(
      element("h3", {}, this.#title(change.name)),
      element("ul", { class: "sentences" }, ...change.said.map((said) => element("li", {}, ...this.#sentence(change, said)))),
    );
    const redline = this.#redline(change);
    if (redline) made.append(redline);
    this.#sections.set(change.clause, { version: change.version, element: made });
    return made;
  }

  #title({ kind, number }: ClauseName): string {
    const name = this.#strings.say(`kind-${kind}`);
    return number === "" ? name : `${name} ${number}`;
  }

  #redline(change: ChangedClause): HTMLElement | null {
    if (change.heading.length === 0 && change.body.length === 0) return null;
    const language = change.language ?? this.#page.language;
    const box = element("div", { class: "text redline-text", lang: language, dir: change.direction ?? this.#page.direction });
    if (change.heading.length > 0) box.append(element("h4", {}, ...this.#segments(change.heading)));
    if (change.body.length > 0) box.append(element("p", { class: "body" }, ...this.#segments(change.body)));
    return box;
  }

  #segments(segments: readonly Segment[]): Node[] {
    return segments.flatMap((segment) => {
      const runs = segment.text.map(drawRun);
      if (segment.change === "equal") return runs;
      const name = segment.change === "inserted" ? "ins" : "del";
      const heard = (key: string): HTMLElement => element("span", { class: "visually-hidden" }, ` ${this.#strings.say(key)} `);
      return [element(name, {}, heard(`redline-${segment.change}`), ...runs, heard("redline-end"))];
    });
  }

  #sentence(change: ChangedClause, said: Said): Node[] {
    const clause = this.#name(change.name);
    switch (said.said) {
      case "in":
        return this.#say("said-in", { clause, phrase: this.#phrase(said.phrase) });
      case "insert":
        if (change.name.number === "") return this.#say("said-insert-plain", { words: bdi(said.words) });
        return this.#say("said-insert", { clause, words: bdi(said.words) });
      case "delete":
        return this.#say("said-delete", { clause });
      case "move":
        if (said.after) return this.#say("said-move-after", { clause, after: this.#name(said.after) });
        if (said.parent) return this.#say("said-move-into", { clause, parent: this.#name(said.parent) });
        return this.#say("said-move-first", { clause });
    }
  }

  #phrase(phrase: Phrase): Node[] {
    switch (phrase.phrase) {
      case "replace":
        return this.#say("phrase-replace", { words: this.#quote(phrase.words), by: bdi(phrase.by) });
      case "insert_after":
        return this.#say("phrase-insert-after", { words: bdi(phrase.words), after: this.#quote(phrase.after) });
      case "insert_at_start":
        return this.#say("phrase-insert-start", { words: bdi(phrase.words) });
      case "delete":
        return this.#say("phrase-delete", { words: this.#quote(phrase.words) });
      case "heading":
        if (phrase.from === "") return this.#say("phrase-heading-new", { to: bdi(phrase.to) });
        if (phrase.to === "") return this.#say("phrase-heading-gone", { from: bdi(phrase.from) });
        return this.#say("phrase-heading", { from: bdi(phrase.from), to: bdi(phrase.to) });
      case "kind":
        return this.#say("phrase-kind", { from: [this.#strings.say(`kind-${phrase.from}`)], to: [this.#strings.say(`kind-${phrase.to}`)] });
      case "spacing":
        return this.#say("phrase-spacing", {});
      case "formatting":
        return this.#say("phrase-formatting", {});
    }
  }

  #quote({ text, nth }: Quote): Node[] {
    const words = bdi(text);
    if (nth === undefined || nth === null) return this.#say("quote", { words });
    if (nth <= 5) return this.#say(`quote-${nth}`, { words });
    return this.#say("quote-nth", { words, nth: [String(nth)] });
  }

  #name({ kind, number }: ClauseName): string[] {
    return [number === "" ? this.#strings.say(`name-${kind}-plain`) : this.#strings.say(`name-${kind}`, { number })];
  }

  /** The words for a key, with nodes in the places of its arguments. */
  #say(key: string, values: Readonly<Record<string, readonly (Node | string)[]>>): Node[] {
    return this.#strings.parts(key).flatMap((part) => {
      const value = typeof part === "string" ? [part] : (values[part.name] ?? []);
      return value.map((it) => (typeof it === "string" ? document.createTextNode(it) : it));
    });
  }
}

/** Words of a text, kept apart from the direction of the sentence around them. */
function bdi(words: string): Node[] {
  return [element("bdi", {}, words)];
}
