// The place of one text on the page: drawn as it is until somebody comes near, then a view.

import { element, setAttributes } from "./dom";
import { drawText } from "./draw";
import type { Caret, Splice, TextRef } from "./model";
import type { Passage } from "./passages";
import { TextView, type TextHost } from "./textview";

export class TextSlot {
  readonly ref: TextRef;
  readonly element: HTMLElement;
  readonly #host: TextHost;
  readonly #carets = new Map<string, Caret>();
  #label: string;
  #editable: boolean;
  #view: TextView | null = null;
  #empty = true;
  #passages: readonly Passage[] = [];
  /** The element that says more of the text, such as how often it is discussed. */
  #description: string | null = null;

  constructor(ref: TextRef, className: string, placeholder: string, label: string, host: TextHost, editable: boolean) {
    this.ref = ref;
    this.#host = host;
    this.#label = label;
    this.#editable = editable;
    this.element = element("div", { "data-placeholder": placeholder, "data-class": `text ${className}`, class: `text ${className}` });
    this.#draw();
    this.element.addEventListener("focus", () => this.#arouse(true));
    this.element.addEventListener("pointerdown", () => this.#arouse(false));
  }

  get view(): TextView | null {
    return this.#view;
  }

  /** Makes the text editable, if the reader may edit at all. */
  mount(): TextView | null {
    if (this.#view || !this.#editable) return this.#view;
    this.element.replaceChildren();
    for (const name of ["role", "tabindex", "aria-label", "aria-readonly", "aria-multiline", "aria-describedby"]) this.element.removeAttribute(name);
    this.#view = new TextView(this.element, this.ref, this.#host, this.#editable, this.#label);
    for (const caret of this.#carets.values()) this.#view.showCaret(caret.peer, caret);
    if (this.#passages.length > 0) this.#view.showPassages(this.#passages);
    this.#view.setDescription(this.#description);
    this.#markEmpty();
    return this.#view;
  }

  focus(at: "start" | "end" | number | null = null): void {
    const view = this.mount();
    if (view) view.focus(at);
    else this.element.focus();
  }

  /** Takes what changed elsewhere. */
  update(splices: readonly Splice[]): void {
    if (this.#view) this.#view.applyRemote(splices);
    else this.#draw();
    this.#markEmpty();
  }

  /** Notes that the text was edited here. */
  edited(): void {
    this.#markEmpty();
  }

  showCaret(peer: string, caret: Caret | null): void {
    if (caret) this.#carets.set(peer, caret);
    else this.#carets.delete(peer);
    this.#view?.showCaret(peer, caret);
  }

  /** Marks the words that are discussed. */
  showPassages(passages: readonly Passage[]): void {
    // Drawing would break a composition; whatever ends it has the passages found again.
    if (this.#view?.isComposing || JSON.stringify(passages) === JSON.stringify(this.#passages)) return;
    this.#passages = passages;
    if (this.#view) this.#view.showPassages(passages);
    else this.#draw();
  }

  setDescription(id: string | null): void {
    if (id === this.#description) return;
    this.#description = id;
    if (this.#view) this.#view.setDescription(id);
    else this.#describe();
  }

  setEditable(editable: boolean): void {
    this.#editable = editable;
    this.#view?.setEditable(editable);
    if (!this.#view) this.#describe();
  }

  setLabel(label: string): void {
    if (label === this.#label) return;
    this.#label = label;
    if (this.#view) this.#view.setLabel(label);
    else this.#describe();
  }

  setLanguage(language: string, direction: string): void {
    setAttributes(this.element, { lang: language, dir: direction });
  }

  /** Goes to a part of the text, or to its start. */
  goTo(range: { from: number; to: number } | null): void {
    const view = this.mount();
    if (view) {
      view.focus(range?.from ?? "start");
      if (range) view.selectText(range.from, range.to);
      return;
    }
    const mark = this.element.querySelector<HTMLElement>("mark.is-active") ?? this.element;
    mark.tabIndex = -1;
    mark.focus();
  }

  /** What a reader has selected in the text; none where it is a view, which knows itself. */
  read(): { from: number; to: number } | null {
    const selection = document.getSelection();
    const line = this.element.firstElementChild;
    if (this.#view || !line || !selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!line.contains(range.startContainer) || !line.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(line);
    before.setEnd(range.startContainer, range.startOffset);
    const from = before.toString().length;
    return { from, to: from + range.toString().length };
  }

  destroy(): void {
    this.#view?.destroy();
    this.#view = null;
  }

  get isEmpty(): boolean {
    return this.#view ? this.#view.isEmpty : this.#empty;
  }

  #draw(): void {
    drawText(this.element, this.#host.runs(this.ref), this.#passages);
    this.#describe();
    this.#markEmpty();
  }

  #describe(): void {
    setAttributes(this.element, {
      role: this.#editable ? "textbox" : null,
      tabindex: this.#editable ? "0" : null,
      "aria-label": this.#editable ? this.#label : null,
      "aria-describedby": this.#editable ? this.#description : null,
      "aria-multiline": this.#editable ? String(this.ref.field === "body" || this.ref.field === "commentary") : null,
    });
  }

  #markEmpty(): void {
    this.#empty = this.#view ? this.#view.isEmpty : this.element.textContent === "";
    this.element.classList.toggle("is-empty", this.#empty);
  }

  #arouse(focus: boolean): void {
    if (this.#view || !this.#editable) return;
    const view = this.mount();
    if (focus) view?.focus();
  }
}
