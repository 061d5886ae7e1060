// The form that opens a thread: what it is about and who can read it come before what is said.

import { button, element } from "./dom";
import type { ClauseHead } from "./model";
import type { Strings } from "./page";
import { SayingForm } from "./saying";
import type { Audience, Circle, Ends, Opening, PassageWords, Person, Said } from "./threads";

/** What a new thread is about: words of a clause, or the clause that was chosen in the form. */
export interface Subject {
  readonly clause: string;
  readonly ends: Ends | null;
  readonly words: PassageWords | null;
}

export interface OpeningHost {
  readonly clauses: readonly ClauseHead[];
  readonly circles: readonly Circle[];
  nameOfClause(clause: string): string;
  audienceChoice(audience: Audience): string;
  readers(circle: Circle): readonly Person[];
  open(opening: Opening, key: string): Promise<void>;
  cancel(): void;
}

export class OpeningForm {
  readonly element: HTMLElement;
  readonly subject: Subject;
  readonly #strings: Strings;
  readonly #host: OpeningHost;
  readonly #form: SayingForm;
  readonly #circles: HTMLElement;
  readonly #about: HTMLSelectElement | null;

  constructor(subject: Subject, strings: Strings, host: OpeningHost) {
    this.subject = subject;
    this.#strings = strings;
    this.#host = host;
    const words = { label: strings.say("thread-message"), send: strings.say("thread-begin") };
    this.#form = new SayingForm(strings, words, (said, key) => host.open(this.#opening(said), key));
    this.#about = subject.words === null ? this.#select(subject.clause) : null;
    this.#circles = this.#choices();
    this.#form.add("before", this.#subject(), this.#circles);
    this.#form.add("beside", button(strings.say("cancel"), () => host.cancel()));
    const title = element("h3", { id: "thread-new-title" }, strings.say("thread-new"));
    this.element = element("section", { class: "card thread-new", "aria-labelledby": title.id }, title, this.#form.element);
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      if (this.#form.isEmpty) host.cancel();
    });
    this.#chosen();
  }

  focus(): void {
    (this.#about ?? this.#circles.querySelector<HTMLElement>("input"))?.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "nearest" });
  }

  #opening(said: Said): Opening {
    const { clause, ends } = this.subject;
    return { ...said, clause: this.#about?.value ?? clause, ends, audience: this.#audience ?? "organisation" };
  }

  get #audience(): Audience | null {
    const checked = this.#circles.querySelector<HTMLInputElement>("input:checked");
    return (checked?.value as Audience | undefined) ?? null;
  }

  #subject(): HTMLElement {
    if (this.#about) return element("label", { class: "thread-about" }, this.#strings.say("thread-about"), this.#about);
    return element(
      "div",
      {},
      element("p", { class: "small" }, this.#host.nameOfClause(this.subject.clause)),
      element("blockquote", { class: "passage", dir: "auto" }, this.subject.words?.quote ?? ""),
    );
  }

  #select(chosen: string): HTMLSelectElement {
    const options = this.#host.clauses.map(({ id }) => element("option", { value: id, selected: id === chosen }, this.#host.nameOfClause(id)));
    return element("select", {}, ...options);
  }

  /** The circles: one has to be chosen, none is chosen beforehand. */
  #choices(): HTMLElement {
    const choices = this.#host.circles.map((circle) => {
      const id = `circle-${circle.audience}`;
      const input = element("input", { type: "radio", name: "audience", id, value: circle.audience, required: true });
      const count = this.#strings.count("thread-readers", circle.readers.length);
      const label = element("label", { for: id }, this.#host.audienceChoice(circle.audience), " ", element("span", { class: "small soft" }, count));
      return element("div", { class: "choice" }, input, label);
    });
    const legend = element("legend", {}, this.#strings.say("thread-audience"));
    const hint = element("p", { class: "hint" }, this.#strings.say("thread-audience-hint"));
    const made = element("fieldset", { class: "field" }, legend, hint, ...choices);
    made.addEventListener("change", () => this.#chosen());
    return made;
  }

  /** Whom one can mention depends on who can read it. */
  #chosen(): void {
    const circle = this.#host.circles.find(({ audience }) => audience === this.#audience);
    this.#form.setPeople(circle ? this.#host.readers(circle) : []);
  }
}
