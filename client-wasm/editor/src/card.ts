// One thread in the margin: its words, who reads it, and what is said.

import { button, element } from "./dom";
import type { Strings } from "./page";
import { SayingForm, nameOf } from "./saying";
import { undoneKey, unreadKey, type Audience, type Message, type Person, type Said, type Thread } from "./threads";

/** What a card asks of the margin. */
export interface CardHost {
  readonly me: string;
  /** Says an instant in the reader's language and zone. */
  moment(at: string): HTMLElement;
  person(id: string): Person;
  nameOfClause(clause: string): string;
  audienceName(audience: Audience, organisation: string | null): string;
  /** The short name of a thread's organisation. */
  organisationOf(thread: Thread): string | null;
  /** Those whom one can mention in it; none where the reader does not write in it. */
  writers(thread: Thread): readonly Person[] | null;
  messages(thread: string): Promise<readonly Message[]>;
  reply(thread: string, said: Said, key: string): Promise<void>;
  settle(thread: string, resolve: boolean): Promise<void>;
  activate(thread: string | null): void;
  showInText(thread: string): void;
}

export class ThreadCard {
  readonly element: HTMLLIElement;
  readonly #strings: Strings;
  readonly #host: CardHost;
  readonly #place: HTMLButtonElement;
  readonly #badges = element("span", { class: "thread-badges" });
  readonly #quote = element("blockquote", { class: "passage", dir: "auto" });
  readonly #about = element("p", { class: "small soft" });
  readonly #toggle: HTMLButtonElement;
  readonly #talk: HTMLElement;
  readonly #messages = element("ol", { class: "messages" });
  readonly #settle: HTMLButtonElement;
  readonly #wrong: HTMLElement;
  readonly #form: SayingForm;
  #thread: Thread;

  constructor(thread: Thread, strings: Strings, host: CardHost) {
    this.#thread = thread;
    this.#strings = strings;
    this.#host = host;
    const id = `thread-${thread.id}`;
    this.#place = button("", () => host.showInText(thread.id), { class: "link-button thread-place", id: `${id}-place` });
    this.#toggle = button("", () => this.#turn(!this.isOpen), { "aria-expanded": "false", "aria-controls": `${id}-talk` });
    this.#wrong = element("p", { class: "field-error", role: "alert", hidden: true });
    this.#settle = button("", () => void this.#turnState());
    this.#form = new SayingForm(strings, { label: strings.say("thread-reply"), send: strings.say("thread-send") }, (said, key) =>
      host.reply(thread.id, said, key).then(() => this.refresh()),
    );
    const page = element("a", { href: `/threads/${thread.id}` }, strings.say("thread-page"));
    this.#talk = element(
      "div",
      { id: `${id}-talk`, class: "thread-talk", hidden: true },
      this.#messages,
      this.#form.element,
      this.#wrong,
      element("p", { class: "thread-ends" }, this.#settle, page),
    );
    const article = element(
      "article",
      { "aria-labelledby": `${id}-place` },
      element("p", { class: "thread-head" }, this.#place, " ", this.#badges),
      this.#quote,
      this.#about,
      this.#toggle,
      this.#talk,
    );
    this.element = element("li", { class: "card margin-thread", id, "data-thread": thread.id }, article);
    this.element.addEventListener("focusin", () => host.activate(thread.id));
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      host.showInText(thread.id);
    });
  }

  get isOpen(): boolean {
    return !this.#talk.hidden;
  }

  /** Follows the thread: where its words are, its state, how much was said. */
  update(thread: Thread, isLost: boolean): void {
    this.#thread = thread;
    const { passage, audience, resolved_by: resolvedBy, resolved_at: resolvedAt } = thread;
    const name = this.#host.nameOfClause(thread.subject.clause);
    change(this.#place, name === "" ? this.#strings.say("thread-clause-gone") : name);
    this.#place.setAttribute("aria-label", this.#strings.say(isLost ? "thread-was-in" : "thread-show", { clause: this.#place.textContent ?? "" }));
    this.#quote.hidden = passage === undefined;
    change(this.#quote, passage?.quote ?? "");
    this.#badges.replaceChildren(
      element("span", { class: `badge audience ${audience}` }, this.#host.audienceName(audience, this.#host.organisationOf(thread))),
      ...(resolvedBy === undefined ? [] : [element("span", { class: "badge good" }, this.#strings.say("thread-resolved"))]),
      ...(isLost ? [element("span", { class: "badge warn" }, this.#strings.say("thread-lost"))] : []),
    );
    const begun = this.#strings.parts("thread-begun").map((part) => this.#fill(part, thread.opened_by, thread.opened_at));
    this.#about.replaceChildren(...begun);
    if (resolvedBy !== undefined && resolvedAt !== undefined) {
      const settled = this.#strings.parts("thread-settled").map((part) => this.#fill(part, resolvedBy, resolvedAt));
      this.#about.append(element("br"), ...settled);
    }
    this.element.classList.toggle("is-resolved", resolvedBy !== undefined);
    this.#showState();
    if (this.isOpen) void this.refresh();
  }

  /** Opens what is said, and goes there. */
  open(focus: boolean): void {
    this.#turn(true);
    this.element.scrollIntoView({ block: "nearest" });
    if (focus) this.#toggle.focus({ preventScroll: true });
  }

  setActive(active: boolean): void {
    this.element.classList.toggle("is-active", active);
  }

  /** Reads what is said anew. */
  async refresh(): Promise<void> {
    try {
      const messages = await this.#host.messages(this.#thread.id);
      const drawn = messages.map((message) => this.#message(message));
      const isSame = drawn.length === this.#messages.children.length && drawn.every((item, index) => item.isEqualNode(this.#messages.children[index] ?? null));
      if (!isSame) this.#messages.replaceChildren(...drawn);
      this.#wrong.hidden = true;
    } catch (error) {
      this.#fail(unreadKey(error));
    }
  }

  #turn(open: boolean): void {
    if (open === this.isOpen) return;
    this.#talk.hidden = !open;
    this.#showState();
    if (open) void this.refresh();
  }

  #showState(): void {
    const { message_count: count, resolved_by: resolvedBy } = this.#thread;
    const people = this.#host.writers(this.#thread);
    change(this.#toggle, this.isOpen ? this.#strings.say("thread-hide") : this.#strings.count("thread-messages", count));
    this.#toggle.setAttribute("aria-expanded", String(this.isOpen));
    this.#settle.hidden = people === null;
    change(this.#settle, this.#strings.say(resolvedBy === undefined ? "thread-resolve" : "thread-reopen"));
    this.#form.element.hidden = people === null || resolvedBy !== undefined;
    this.#form.setPeople(people ?? []);
  }

  async #turnState(): Promise<void> {
    try {
      await this.#host.settle(this.#thread.id, this.#thread.resolved_by === undefined);
      this.#wrong.hidden = true;
    } catch (error) {
      this.#fail(undoneKey(error));
    }
  }

  #fail(key: string): void {
    this.#wrong.textContent = this.#strings.say(key);
    this.#wrong.hidden = false;
  }

  #fill(part: string | { readonly name: string }, who: string, at: string): Node | string {
    if (typeof part === "string") return part;
    return part.name === "at" ? this.#host.moment(at) : element("bdi", {}, nameOf(this.#host.person(who)));
  }

  #message(message: Message): HTMLElement {
    const { words, edited_at: edited } = message;
    const head = element(
      "p",
      { class: "message-head small" },
      element("strong", {}, element("bdi", {}, nameOf(this.#host.person(message.author)))),
      " ",
      element("span", { class: "soft" }, this.#host.moment(message.sent_at), edited === undefined ? "" : ` · ${this.#strings.say("thread-edited")}`),
    );
    const said =
      words === undefined
        ? element("p", { class: "erased" }, this.#strings.say("thread-deleted"))
        : element("p", { class: "pre", dir: "auto" }, words);
    const item = element("li", { class: "message", "data-message": message.id }, head, said);
    if (message.mentions.length > 0) item.append(this.#mentions(message));
    if (message.author === this.#host.me && words !== undefined) item.append(this.#ways(message));
    return item;
  }

  #mentions(message: Message): HTMLElement {
    const names = message.mentions.map((id) => element("span", { class: "badge quiet" }, element("bdi", {}, `@${this.#host.person(id).name}`)));
    return element("p", { class: "small" }, `${this.#strings.say("thread-mentions")}: `, ...names.flatMap((name) => [name, " "]));
  }

  /** The pages on which one's own message is edited and deleted. */
  #ways(message: Message): HTMLElement {
    const base = `/threads/${this.#thread.id}/messages/${message.id}`;
    const way = (key: "edit" | "delete"): HTMLElement =>
      element("a", { href: `${base}/${key}`, "aria-label": this.#strings.say(`thread-${key}-number`, { number: message.number }) }, this.#strings.say(`thread-${key}`));
    return element("p", { class: "small side-links" }, way("edit"), " ", way("delete"));
  }
}

function change(target: HTMLElement, words: string): void {
  if (target.textContent !== words) target.textContent = words;
}
