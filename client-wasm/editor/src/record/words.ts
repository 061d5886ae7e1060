// What the panel says: the words stand in the page, translated; numbers and instants are put in here.

import type { Last, Remembered } from "./memory";
import type { Checked } from "./said";

/** Finds a part of the panel that the page always has. */
export function part<T extends HTMLElement = HTMLElement>(panel: HTMLElement, name: string): T {
  const found = panel.querySelector<T>(`[data-${name}]`);
  if (found === null) throw new Error(`the page lacks data-${name}`);
  return found;
}

/** What came of one check, as the table says it. */
type Mark = "ok" | "bad" | "nothing" | "not-made";

const TONES: Readonly<Record<Mark, string>> = { ok: "good", bad: "bad", nothing: "quiet", "not-made": "quiet" };

/** Words of the page, with values put in. */
export class Words {
  readonly #panel: HTMLElement;
  readonly #language: string;
  readonly #zone: string | undefined;

  constructor(panel: HTMLElement) {
    this.#panel = panel;
    const language = document.documentElement.lang;
    this.#language = language === "en" ? "en-GB" : language.replace("-XA", "-GB").replace("ar-XB", "en-GB");
    this.#zone = panel.dataset["zone"] || undefined;
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.#language).format(value);
  }

  /** Shows an instant in the reader's zone. */
  moment(at: string): HTMLElement {
    const style = { dateStyle: "medium", timeStyle: "short" } as const;
    const zone = this.#zone === undefined ? {} : { timeZone: this.#zone };
    const time = document.createElement("time");
    time.dateTime = at;
    time.textContent = new Intl.DateTimeFormat(this.#language, { ...style, ...zone }).format(new Date(at));
    return time;
  }

  /** Makes what the page's template of this name says, with values in its places. */
  make(name: string, values: Readonly<Record<string, string | HTMLElement>> = {}): DocumentFragment {
    const template = this.#panel.querySelector<HTMLTemplateElement>(`template[data-word="${name}"]`);
    const made = (template?.content.cloneNode(true) ?? document.createDocumentFragment()) as DocumentFragment;
    for (const [slot, value] of Object.entries(values)) {
      for (const place of made.querySelectorAll(`[data-slot="${slot}"]`)) place.replaceChildren(value instanceof HTMLElement ? value.cloneNode(true) : value);
    }
    return made;
  }

  /** Says how far the record is verified in this browser, and how the last check ended. */
  summary(last: Last | null, head: Remembered | null): void {
    const said = [head === null ? this.make("none") : this.make("verified", { number: this.number(head.size - 1), when: this.moment(head.at) })];
    if (last !== null && !last.holds) said.push(this.make("last-failed", { when: this.moment(last.at) }));
    if (last?.holds && last.bundle !== undefined) said.push(this.make("with-words", { number: this.number(last.bundle - 1) }));
    part(this.#panel, "summary").replaceChildren(...said);
    const save = part<HTMLAnchorElement>(this.#panel, "save-head");
    save.hidden = head === null;
    if (head !== null) offer(save, head.note, `record-${head.size}.checkpoint`);
  }

  /** Shows how much of each check held, and what did not. */
  table(last: Last | null): void {
    const result = part<HTMLDetailsElement>(this.#panel, "result");
    result.hidden = last === null;
    if (last === null) return;
    // What does not hold is not to be missed.
    if (!last.holds) result.open = true;
    for (const checked of last.checks) this.#row(checked, markOf(checked, last));
    const list = last.failures.map((failure) => {
      const item = document.createElement("li");
      const where = failure.seq === undefined ? [] : [this.make("entry", { number: this.number(failure.seq) }), " "];
      const what = document.createElement("span");
      // The program's own words, as `clausewise verify` says them.
      what.lang = "en";
      what.dir = "ltr";
      what.textContent = failure.what;
      item.append(...where, what);
      return item;
    });
    part(this.#panel, "failures").hidden = list.length === 0;
    part(this.#panel, "failure-list").replaceChildren(...list);
  }

  #row({ check, held, failed }: Checked, mark: Mark): void {
    const row = this.#panel.querySelector(`tr[data-check="${CSS.escape(check)}"]`);
    if (row === null) return;
    const isMade = mark !== "not-made";
    const counts = { held: this.number(held), failed: this.number(failed) };
    const count = failed > 0 ? this.make("count-failed", counts) : counts.held;
    row.querySelector("[data-held]")?.replaceChildren(isMade ? count : "–");
    const badge = document.createElement("span");
    badge.className = `badge ${TONES[mark]}`;
    badge.append(this.make(`mark-${mark}`));
    row.querySelector("[data-mark]")?.replaceChildren(badge);
  }
}

function markOf({ check, held, failed }: Checked, last: Last): Mark {
  if (failed > 0) return "bad";
  const isMade = last.made.includes(check) && (check !== "witnesses" || last.witnessesAsked);
  if (!isMade) return "not-made";
  return held > 0 ? "ok" : "nothing";
}

/** Has a link save a text as a file. */
export function offer(link: HTMLAnchorElement, text: string, name: string): void {
  if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = name;
}
