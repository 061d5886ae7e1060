// The field for a message: what is said, and who is called by name.

import { permitted } from "./characters";
import { button, element } from "./dom";
import type { Strings } from "./page";
import { Refused, undoneKey, type Person, type Said } from "./threads";

const LONGEST = 4000;
const MOST_OFFERED = 6;
let fields = 0;

export class SayingForm {
  readonly element: HTMLFormElement;
  readonly #strings: Strings;
  readonly #text: HTMLTextAreaElement;
  readonly #offers: HTMLElement;
  readonly #called: HTMLElement;
  readonly #wrong: HTMLElement;
  readonly #send: HTMLButtonElement;
  readonly #mentions = new Map<string, Person>();
  readonly #submit: (said: Said, key: string) => Promise<void>;
  #people: readonly Person[] = [];
  /** What was sent last and under which key: the same again is no second message. */
  #sent = { said: "", key: "" };

  constructor(strings: Strings, words: { label: string; send: string }, submit: (said: Said, key: string) => Promise<void>) {
    fields += 1;
    const id = `saying-${fields}`;
    this.#strings = strings;
    this.#submit = submit;
    this.#text = element("textarea", {
      id,
      rows: "3",
      required: true,
      maxlength: String(LONGEST),
      dir: "auto",
      "aria-describedby": `${id}-hint ${id}-wrong`,
    });
    this.#offers = element("div", { class: "mention-offers", role: "group", "aria-label": strings.say("thread-mention-offers"), hidden: true });
    this.#called = element("ul", { class: "mention-called", "aria-label": strings.say("thread-mentions"), hidden: true });
    this.#wrong = element("p", { id: `${id}-wrong`, class: "field-error", role: "alert", hidden: true });
    this.#send = element("button", { type: "submit", class: "button small primary" }, words.send);
    this.element = element(
      "form",
      { class: "saying" },
      element("label", { for: id }, words.label),
      element("p", { id: `${id}-hint`, class: "hint" }, strings.say("thread-mention-hint")),
      this.#wrong,
      this.#text,
      this.#offers,
      this.#called,
      element("div", { class: "dialog-buttons" }, this.#send),
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#take();
    });
    this.#text.addEventListener("input", () => this.#offer());
    this.#text.addEventListener("keydown", (event) => this.#key(event));
    this.#offers.addEventListener("keydown", (event) => this.#rove(event));
  }

  /** Puts something before the field, or beside its button. */
  add(place: "before" | "beside", ...parts: readonly HTMLElement[]): void {
    if (place === "before") this.element.prepend(...parts);
    else this.#send.after(...parts);
  }

  focus(): void {
    this.#text.focus();
  }

  get isEmpty(): boolean {
    return this.#text.value.trim() === "";
  }

  /** Who can be mentioned; whoever no longer can is not. */
  setPeople(people: readonly Person[]): void {
    this.#people = people;
    const known = new Set(people.map(({ id }) => id));
    for (const id of this.#mentions.keys()) if (!known.has(id)) this.#mentions.delete(id);
    this.#showCalled();
  }

  /** Says why it was not done. */
  fail(error: unknown): void {
    if (!(error instanceof Refused)) console.error(error);
    this.#wrong.textContent = this.#strings.say(undoneKey(error));
    this.#wrong.hidden = false;
  }

  async #take(): Promise<void> {
    const { text } = permitted(this.#text.value.trim());
    if (text === "" || this.#send.getAttribute("aria-disabled") === "true") return;
    const said = { words: text, mentions: this.#mentioned(text) };
    const written = JSON.stringify(said);
    if (this.#sent.said !== written) this.#sent = { said: written, key: crypto.randomUUID() };
    this.#wrong.hidden = true;
    this.#send.setAttribute("aria-disabled", "true");
    try {
      await this.#submit(said, this.#sent.key);
      this.#text.value = "";
      this.#sent = { said: "", key: "" };
      this.#mentions.clear();
      this.#showCalled();
    } catch (error) {
      this.fail(error);
    } finally {
      this.#send.removeAttribute("aria-disabled");
    }
  }

  /** Those who were chosen, and those whose whole name follows an "@". */
  #mentioned(text: string): string[] {
    const named = this.#people.filter(({ name }) => text.includes(`@${name}`));
    return [...new Set([...this.#mentions.keys(), ...named.map(({ id }) => id)])];
  }

  /** What is typed after the last "@" before the caret, if that begins a word. */
  get #typed(): string | null {
    const before = this.#text.value.slice(0, this.#text.selectionStart);
    return before.match(/(?:^|\s)@([^\s@]{0,40})$/u)?.[1] ?? null;
  }

  #offer(): void {
    const begun = this.#typed?.toLocaleLowerCase();
    const fits = ({ name }: Person): boolean => begun !== undefined && name.toLocaleLowerCase().includes(begun);
    const found = this.#people.filter(fits).slice(0, MOST_OFFERED);
    this.#offers.hidden = found.length === 0;
    this.#offers.replaceChildren(...found.map((person) => button(nameOf(person), () => this.#choose(person), { dir: "auto" })));
  }

  #choose(person: Person): void {
    const caret = this.#text.selectionStart;
    const start = caret - (this.#typed?.length ?? 0) - 1;
    this.#text.setRangeText(`@${person.name} `, Math.max(start, 0), caret, "end");
    this.#mentions.set(person.id, person);
    this.#offers.hidden = true;
    this.#showCalled();
    this.#text.focus();
  }

  #showCalled(): void {
    this.#called.hidden = this.#mentions.size === 0;
    this.#called.replaceChildren(...[...this.#mentions.values()].map((person) => this.#chip(person)));
  }

  #chip(person: Person): HTMLElement {
    const words = this.#strings.say("thread-mention-remove", { name: person.name });
    const remove = button("×", () => this.#uncall(person), { class: "link-button", "aria-label": words });
    return element("li", { class: "badge" }, element("bdi", {}, `@${person.name}`), remove);
  }

  #uncall(person: Person): void {
    this.#mentions.delete(person.id);
    // What follows an "@" in the words would call the person all the same.
    this.#text.value = this.#text.value.replaceAll(`@${person.name}`, person.name);
    this.#showCalled();
    this.#text.focus();
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.element.requestSubmit();
    }
    if (this.#offers.hidden) return;
    if (event.key === "ArrowDown") {
      event.preventDefault();
      this.#offers.querySelector("button")?.focus();
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      this.#offers.hidden = true;
    }
  }

  #rove(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" || step !== undefined) event.preventDefault();
    if (event.key === "Escape") {
      event.stopPropagation();
      this.#offers.hidden = true;
      this.#text.focus();
    }
    if (step === undefined) return;
    const all = [...this.#offers.querySelectorAll("button")];
    const next = all[all.indexOf(event.target as HTMLButtonElement) + step];
    (next ?? this.#text).focus();
  }
}

/** A person with the organisation acted for. */
export function nameOf(person: Person): string {
  return person.organisation === undefined ? person.name : `${person.name} (${person.organisation})`;
}
