// The bar above the text: status, marks, undo, shortcuts, and who else is here.

import { colourOf } from "./carets";
import { button, element, isMac, setAttributes } from "./dom";
import type { MarkName } from "./model";
import type { Strings } from "./page";
import { StatusLine } from "./status";

export interface ToolbarHost {
  toggleMark(name: MarkName): void;
  undo(): void;
  redo(): void;
  showShortcuts(): void;
}

const MARKS = [
  { name: "strong", words: "strong", key: "B" },
  { name: "em", words: "emphasis", key: "I" },
  { name: "link", words: "link", key: "K" },
] as const;

export class Toolbar {
  readonly element: HTMLElement;
  readonly status: StatusLine;
  readonly #strings: Strings;
  readonly #buttons: HTMLElement;
  readonly #marks = new Map<MarkName, HTMLButtonElement>();
  readonly #present: HTMLElement;

  constructor(strings: Strings, host: ToolbarHost) {
    this.#strings = strings;
    const line = element("p", { class: "draft-status", role: "status" });
    this.status = new StatusLine(line, strings);
    this.#present = element("ul", { class: "draft-present", hidden: true });
    this.#buttons = element("div", { class: "draft-buttons", role: "toolbar", "aria-label": strings.say("toolbar"), hidden: true });
    for (const mark of MARKS) {
      const made = this.#button(mark.words, () => host.toggleMark(mark.name), `${isMac ? "Meta" : "Control"}+${mark.key}`);
      made.setAttribute("aria-pressed", "false");
      made.dataset["mark"] = mark.name;
      this.#marks.set(mark.name, made);
    }
    this.#button("undo", () => host.undo(), `${isMac ? "Meta" : "Control"}+Z`);
    this.#button("redo", () => host.redo(), `${isMac ? "Meta" : "Control"}+Shift+Z`);
    this.#button("shortcuts", () => host.showShortcuts(), null);
    this.#buttons.addEventListener("keydown", (event) => this.#rove(event));
    this.element = element("div", { class: "draft-bar" }, line, this.#present, this.#buttons);
  }

  /** Puts a button before the others, for those too who cannot write. */
  add(made: HTMLButtonElement): void {
    this.#buttons.before(made);
  }

  setEditable(editable: boolean): void {
    this.#buttons.hidden = !editable;
  }

  showMarks(on: ReadonlySet<MarkName>, possible: boolean): void {
    for (const [name, made] of this.#marks) {
      setAttributes(made, { "aria-pressed": String(on.has(name)), "aria-disabled": possible ? null : "true" });
    }
  }

  showPresent(people: ReadonlyMap<string, string>): void {
    this.#present.hidden = people.size === 0;
    this.#present.setAttribute("aria-label", this.#strings.count("present", people.size));
    const chips = [...people].map(([delegate, name]) => element("li", { class: `peer-${colourOf(delegate)}`, dir: "auto" }, name));
    this.#present.replaceChildren(...chips);
  }

  #button(words: string, act: () => void, shortcut: string | null): HTMLButtonElement {
    const made = button(this.#strings.say(words), act, {
      "aria-keyshortcuts": shortcut,
      "data-words": words,
      tabindex: this.#buttons.childElementCount === 0 ? "0" : "-1",
    });
    // The text keeps its selection while a button is pressed.
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    made.addEventListener("mousedown", (event) => event.preventDefault());
    this.#buttons.append(made);
    return made;
  }

  /** One stop for the Tab key; arrows go from button to button. */
  #rove(event: KeyboardEvent): void {
    const buttons = [...this.#buttons.querySelectorAll("button")];
    const index = buttons.indexOf(event.target as HTMLButtonElement);
    const forward = getComputedStyle(this.#buttons).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const next =
      event.key === forward ? index + 1 : event.key === backward ? index - 1 : event.key === "Home" ? 0 : event.key === "End" ? -1 : null;
    const target = next === null ? undefined : buttons.at(next % buttons.length);
    if (!target) return;
    event.preventDefault();
    for (const each of buttons) each.tabIndex = each === target ? 0 : -1;
    target.focus();
  }
}
