// The alarm: two heads that contradict each other, to be saved as evidence before anything is forgotten.

import { type Alarm, memory, type Side } from "./memory";
import { offer, part, type Words } from "./words";

/** The alarm at the head of the panel. */
export class AlarmView {
  readonly #section: HTMLElement;
  readonly #words: Words;

  constructor(section: HTMLElement, words: Words, changed: () => void) {
    this.#section = section;
    this.#words = words;
    const saved = part<HTMLInputElement>(section, "saved");
    saved.addEventListener("change", () => this.#permit(saved.checked));
    part(section, "put-aside").addEventListener("click", () => {
      memory.putAside();
      changed();
    });
    part(section, "forget").addEventListener("click", () => {
      memory.putAside();
      memory.keepHead(null);
      memory.keepLast(null);
      memory.keepFiles([]);
      changed();
    });
  }

  /** Only who has saved the evidence may put it aside. */
  #permit(isSaved: boolean): void {
    for (const name of ["put-aside", "forget"]) part<HTMLButtonElement>(this.#section, name).disabled = !isSaved;
  }

  show(alarm: Alarm | null): void {
    const wasHidden = this.#section.hidden;
    this.#section.hidden = alarm === null;
    if (alarm === null || !wasHidden) return;
    part<HTMLInputElement>(this.#section, "saved").checked = false;
    this.#permit(false);
    const about = { at: this.#words.moment(alarm.at), since: this.#words.moment(alarm.knownSince) };
    part(this.#section, "about").replaceChildren(this.#words.make(`alarm-${alarm.kind}`, about));
    this.#side("known", alarm.known);
    this.#side("shown", alarm.shown);
  }

  #side(name: "known" | "shown", { key, size, root, note }: Side): void {
    const side = part(this.#section, name);
    part(side, "size").textContent = this.#words.number(size);
    part(side, "root").textContent = root;
    part(side, "key").textContent = key;
    offer(part<HTMLAnchorElement>(side, "save"), `${note}`, `${name}-${size}.checkpoint`);
  }
}
