// The tools of a clause: what can be done to it as a whole, by touch, pointer or keyboard.

import type { ClauseView } from "./clause";
import { button, element } from "./dom";
import { KINDS, type Kind, type Outline } from "./model";
import { destination, type Direction } from "./outline";
import type { Page, Strings } from "./page";
import type { Structure } from "./structure";

/** Languages offered for a clause: the six of the United Nations and others in wide official use. */
const LANGUAGES = ["ar", "de", "en", "es", "fa", "fr", "he", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sw", "tr", "uk", "ur", "vi", "zh"];

export interface ToolsHost {
  readonly outline: Outline;
  readonly structure: Structure;
  focusBody(id: string, at: "start" | "end" | number): void;
}

export class Tools {
  readonly #page: Page;
  readonly #strings: Strings;
  readonly #host: ToolsHost;
  #open: { clause: ClauseView; panel: HTMLElement } | null = null;

  constructor(page: Page, strings: Strings, host: ToolsHost) {
    this.#page = page;
    this.#strings = strings;
    this.#host = host;
  }

  toggle(clause: ClauseView): void {
    const same = this.#open?.clause === clause;
    this.close(same);
    if (!same) this.#show(clause);
  }

  /** Closes the tools; `back` returns the focus to the handle they came from. */
  close(back: boolean): void {
    if (!this.#open) return;
    const { clause, panel } = this.#open;
    this.#open = null;
    panel.remove();
    clause.handle.setAttribute("aria-expanded", "false");
    clause.handle.removeAttribute("aria-controls");
    if (back) clause.handle.focus();
  }

  /** Draws the tools again after the outline changed, keeping the focus where it was. */
  refresh(): void {
    if (!this.#open) return;
    const { clause, panel } = this.#open;
    const focused = panel.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["tool"] : undefined;
    this.close(false);
    if (!clause.element.isConnected) return;
    const next = this.#show(clause, false);
    if (focused === undefined) return;
    const again = next.querySelector<HTMLElement>(`[data-tool="${focused}"]:not(:disabled)`);
    (again ?? next.querySelector<HTMLElement>("button:not(:disabled)"))?.focus();
  }

  #show(clause: ClauseView, focus = true): HTMLElement {
    const panel = this.#panel(clause);
    clause.attach(panel);
    clause.handle.setAttribute("aria-expanded", "true");
    clause.handle.setAttribute("aria-controls", panel.id);
    this.#open = { clause, panel };
    if (focus) panel.querySelector<HTMLElement>("button:not(:disabled)")?.focus();
    return panel;
  }

  #panel(clause: ClauseView): HTMLElement {
    const label = this.#strings.say("tools", { clause: clause.name });
    const panel = element("div", { class: "clause-tools", id: `tools-${clause.id}`, role: "group", "aria-label": label });
    panel.append(this.#additions(clause), this.#moves(clause), this.#selects(clause), this.#ends(clause));
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close(true);
    });
    return panel;
  }

  #additions(clause: ClauseView): HTMLElement {
    const { structure } = this.#host;
    const add = (inside: boolean) => (): void => {
      const place = inside ? { parent: clause.id, after: null } : { parent: clause.head.parent, after: clause.id };
      const id = structure.add(place, inside ? structure.kindAfter(clause.id) : clause.head.kind);
      this.close(false);
      if (id !== null) this.#host.focusBody(id, "start");
    };
    const want = (field: "heading" | "commentary") => (): void => {
      this.close(false);
      clause.want(field);
    };
    return element(
      "div",
      { class: "tool-row" },
      this.#tool("add-after", add(false)),
      this.#tool("add-inside", add(true)),
      clause.lacks("heading") ? this.#tool("add-heading", want("heading")) : null,
      clause.lacks("commentary") ? this.#tool("add-commentary", want("commentary")) : null,
    );
  }

  #moves(clause: ClauseView): HTMLElement {
    const step = (key: string, direction: Direction): HTMLButtonElement => {
      const made = this.#tool(key, () => this.#host.structure.step(clause.id, direction));
      made.disabled = destination(this.#host.outline, clause.id, direction) === null;
      return made;
    };
    return element("div", { class: "tool-row" }, step("move-up", "up"), step("move-down", "down"), step("nest", "in"), step("unnest", "out"));
  }

  #selects(clause: ClauseView): HTMLElement {
    const kinds = this.#select("kind", KINDS.map((kind) => [kind, this.#strings.say(`kind-${kind}`)]), clause.head.kind);
    kinds.addEventListener("change", () => this.#host.structure.setKind(clause.id, kinds.value as Kind));
    const languages = this.#select("language", this.#languages(clause), clause.head.language ?? "");
    languages.addEventListener("change", () => {
      const spoken = languages.selectedOptions[0]?.textContent ?? languages.value;
      this.#host.structure.setLanguage(clause.id, languages.value || null, spoken);
    });
    return element(
      "div",
      { class: "tool-row" },
      element("label", {}, this.#strings.say("kind"), kinds),
      element("label", {}, this.#strings.say("language"), languages),
    );
  }

  #languages(clause: ClauseView): [string, string][] {
    const names = new Intl.DisplayNames([document.documentElement.lang || "en"], { type: "language" });
    const used = this.#host.outline.clauses.flatMap((other) => other.language ?? []);
    const tags = [...new Set([...LANGUAGES, ...used, ...(clause.head.language ? [clause.head.language] : [])])];
    const named = tags.map((tag): [string, string] => [tag, names.of(tag) ?? tag]);
    named.sort(([, a], [, b]) => a.localeCompare(b));
    const own = this.#strings.say("language-of-draft", { language: names.of(this.#page.language) ?? this.#page.language });
    return [["", own], ...named];
  }

  #ends(clause: ClauseView): HTMLElement {
    const remove = this.#tool("remove", () => {
      this.close(false);
      this.#host.structure.remove(clause.id);
    });
    remove.classList.add("danger");
    return element("div", { class: "tool-row" }, remove, this.#tool("tools-close", () => this.close(true)));
  }

  #tool(key: string, act: () => void): HTMLButtonElement {
    return button(this.#strings.say(key), act, { "data-tool": key });
  }

  #select(key: string, options: readonly (readonly [string, string])[], chosen: string): HTMLSelectElement {
    const made = element("select", { "data-tool": key });
    for (const [value, name] of options) made.append(element("option", { value, selected: value === chosen }, name));
    return made;
  }
}
