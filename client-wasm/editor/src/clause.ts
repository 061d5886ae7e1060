// One clause on the page: its number, handle, heading, text and commentary.

import { button, element, setAttributes } from "./dom";
import type { ClauseHead, FieldName } from "./model";
import type { Page, Strings } from "./page";
import { TextSlot } from "./slot";
import type { TextHost } from "./textview";

export interface ClauseHost extends TextHost {
  toggleTools(clause: ClauseView): void;
  /** Goes to what is said about a clause. */
  showDiscussion(id: string): void;
  beginDrag(clause: ClauseView, event: PointerEvent): void;
}

const CLAUSE_FIELDS = ["heading", "body", "commentary"] as const;
/** Kinds that are hardly ever without a heading. */
const HEADED = new Set(["section", "principle"]);

export class ClauseView {
  readonly id: string;
  readonly element: HTMLLIElement;
  readonly handle: HTMLButtonElement;
  readonly #page: Page;
  readonly #strings: Strings;
  readonly #number: HTMLElement;
  readonly #discussed: HTMLButtonElement;
  readonly #heading: HTMLElement;
  readonly #commentary: HTMLDetailsElement;
  readonly #slots: Readonly<Record<(typeof CLAUSE_FIELDS)[number], TextSlot>>;
  readonly #main: HTMLElement;
  readonly #wanted = new Set<FieldName>();
  #head: ClauseHead;

  constructor(head: ClauseHead, page: Page, strings: Strings, host: ClauseHost, editable: boolean) {
    this.id = head.id;
    this.#head = head;
    this.#page = page;
    this.#strings = strings;
    const slot = (field: (typeof CLAUSE_FIELDS)[number], placeholder: string): TextSlot =>
      new TextSlot({ clause: head.id, field }, `clause-${field}`, placeholder, this.#label(field), host, editable);
    this.#slots = {
      heading: slot("heading", strings.say("add-heading")),
      body: slot("body", ""),
      commentary: slot("commentary", ""),
    };
    this.handle = button("", () => host.toggleTools(this), { class: "clause-handle", "aria-expanded": "false" });
    this.handle.addEventListener("pointerdown", (event) => host.beginDrag(this, event));
    this.#number = element("span", { class: "clause-number" });
    this.#discussed = button("", () => host.showDiscussion(this.id), { class: "clause-discussed", id: `discussed-${head.id}`, hidden: true });
    this.#commentary = element(
      "details",
      { class: "clause-commentary-box" },
      element("summary", {}, strings.say("commentary")),
      this.#slots.commentary.element,
    );
    this.#commentary.addEventListener("toggle", () => {
      if (this.#commentary.open) this.#slots.commentary.mount();
    });
    this.#heading = element("div", { role: "heading", class: "clause-heading-line" }, this.#slots.heading.element);
    const rail = element("div", { class: "clause-rail" }, this.handle, this.#number, this.#discussed);
    this.#main = element("div", { class: "clause-main" }, this.#heading, this.#slots.body.element, this.#commentary);
    this.element = element("li", { class: "draft-clause", id: `clause-${head.id}`, "data-clause-id": head.id }, rail, this.#main);
    this.update(head);
    this.setEditable(editable);
  }

  get head(): ClauseHead {
    return this.#head;
  }

  /** How the clause is called when it is spoken of. */
  get name(): string {
    const { number, kind } = this.#head;
    return number === "" ? this.#strings.say(`kind-${kind}`) : this.#strings.say("clause-name", { number });
  }

  slot(field: FieldName): TextSlot | null {
    return field === "title" ? null : this.#slots[field];
  }

  /** The texts a caret passes through, from top to bottom. */
  visibleSlots(): TextSlot[] {
    return CLAUSE_FIELDS.filter((field) => this.#isShown(field)).map((field) => this.#slots[field]);
  }

  /** Follows the outline: number, kind, depth, language. */
  update(head: ClauseHead): void {
    this.#head = head;
    const language = head.language ?? this.#page.language;
    setAttributes(this.element, { "data-kind": head.kind, "data-depth": String(Math.min(head.depth, 6)) });
    this.#heading.setAttribute("aria-level", String(Math.min(head.depth + 2, 6)));
    this.#number.textContent = head.number;
    this.handle.setAttribute("aria-label", this.#strings.say("tools", { clause: this.name }));
    for (const field of CLAUSE_FIELDS) {
      this.#slots[field].setLabel(this.#label(field));
      this.#slots[field].setLanguage(language, head.direction ?? this.#page.direction);
    }
    this.arrange();
  }

  /** Says beside the clause how many open discussions are about it. */
  showDiscussed(count: number): void {
    const words = this.#strings.count("discussed", count);
    this.#discussed.hidden = count === 0;
    if (this.#discussed.textContent !== words) this.#discussed.textContent = words;
    this.#discussed.setAttribute("aria-label", `${words}: ${this.name}`);
    this.#slots.body.setDescription(count === 0 ? null : this.#discussed.id);
  }

  /** Shows the heading and the commentary where there is one or one is wanted. */
  arrange(): void {
    this.#heading.hidden = !this.#isShown("heading");
    this.#commentary.hidden = !this.#hasCommentary();
  }

  /** Opens a heading or commentary that was empty, and goes there. */
  want(field: "heading" | "commentary"): void {
    this.#wanted.add(field);
    this.arrange();
    if (field === "commentary") this.#commentary.open = true;
    this.#slots[field].focus("end");
  }

  lacks(field: "heading" | "commentary"): boolean {
    return field === "heading" ? !this.#isShown("heading") : !this.#hasCommentary();
  }

  /** Makes views of the texts that can be seen. */
  mount(): void {
    this.#slots.body.mount();
    if (this.#isShown("heading")) this.#slots.heading.mount();
    if (this.#commentary.open) this.#slots.commentary.mount();
  }

  setEditable(editable: boolean): void {
    this.handle.hidden = !editable;
    for (const field of CLAUSE_FIELDS) this.#slots[field].setEditable(editable);
  }

  /** Puts the tools under the texts, or wherever they belong. */
  attach(tools: HTMLElement): void {
    this.#main.append(tools);
  }

  destroy(): void {
    for (const field of CLAUSE_FIELDS) this.#slots[field].destroy();
    this.element.remove();
  }

  get isEmpty(): boolean {
    return CLAUSE_FIELDS.every((field) => this.#slots[field].isEmpty);
  }

  #isShown(field: (typeof CLAUSE_FIELDS)[number]): boolean {
    if (field === "body") return true;
    if (field === "commentary") return this.#hasCommentary() && this.#commentary.open;
    return this.#wanted.has("heading") || HEADED.has(this.#head.kind) || !this.#slots.heading.isEmpty;
  }

  #hasCommentary(): boolean {
    return this.#wanted.has("commentary") || !this.#slots.commentary.isEmpty;
  }

  #label(field: FieldName): string {
    const { number, kind } = this.#head;
    if (number !== "") return this.#strings.say(`${field}-label`, { number });
    return this.#strings.say(`${field}-label-plain`, { kind: this.#strings.say(`kind-${kind}`) });
  }
}
