// The margin of the draft: what is said about it, beside the words it is said about.
//
// Nothing of it is in the record.

import type { Announcer } from "./announce";
import { ThreadCard, type CardHost } from "./card";
import { button, element } from "./dom";
import { CardLists } from "./lists";
import type { Outline, TextRef } from "./model";
import { OpeningForm, type OpeningHost, type Subject } from "./opening";
import type { Page, Strings } from "./page";
import type { Passage } from "./passages";
import { Places, type Range } from "./places";
import type { Session } from "./session";
import { Refused, ThreadStore, unreadKey, type Audience, type Circle, type Discussions, type Message, type Opening, type Person, type Said, type Thread } from "./threads";

/** How long after a change of the text the words are looked for again. */
const PAUSE_MS = 150;
/** How long news of threads are gathered. */
const GATHER_MS = 80;
/** How long a new thread waits for the words it is about to be on the server. */
const SAVED_LIMIT_MS = 8000;
const LONGEST_QUOTE = 1000;
const NEIGHBOURS = 32;
/** Where the margin stands beside the text, so that moving it does not move what one reads. */
const BESIDE = matchMedia("(min-width: 75rem)");

/** What the margin asks of the draft on the page. */
export interface MarginHost {
  readonly outline: Outline;
  nameOf(clause: string): string;
  textOf(ref: TextRef): string;
  showPassages(clause: string, passages: readonly Passage[]): void;
  showDiscussed(clause: string, count: number): void;
  /** Goes to a part of a clause's text. */
  goTo(clause: string, range: Range | null): void;
  /** What is selected, or where the caret was last. */
  selected(): { clause: string; from: number; to: number } | null;
}

export class Margin implements CardHost, OpeningHost {
  readonly #page: Page;
  readonly #strings: Strings;
  readonly #session: Session;
  readonly #host: MarginHost;
  readonly #announcer: Announcer;
  readonly #store: ThreadStore;
  readonly #begin: HTMLButtonElement;
  readonly #slot = element("div");
  readonly #wrong = element("p", { class: "field-error", role: "alert", hidden: true });
  readonly #lists: CardLists;
  readonly #cards = new Map<string, ThreadCard>();
  readonly #places: Places;
  readonly #moments: Intl.DateTimeFormat;
  #people = new Map<string, Person>();
  #discussions: Discussions | null = null;
  #opening: OpeningForm | null = null;
  #active: string | null = null;
  #marked = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #news: ReturnType<typeof setTimeout> | undefined;

  private constructor(page: Page, strings: Strings, session: Session, host: MarginHost, announcer: Announcer, target: HTMLElement) {
    this.#page = page;
    this.#strings = strings;
    this.#session = session;
    this.#host = host;
    this.#announcer = announcer;
    this.#store = new ThreadStore(page.draftId);
    this.#places = new Places(session);
    this.#moments = momentsOf(page);
    this.#begin = button(strings.say("thread-discuss"), () => this.discuss(), { class: "button small thread-discuss", hidden: true });
    // The text keeps its selection while the button is pressed.
    for (const name of ["pointerdown", "mousedown"]) this.#begin.addEventListener(name, (event) => event.preventDefault());
    this.#lists = new CardLists(strings);
    const title = target.querySelector("h2") ?? element("h2", {}, strings.say("thread-title"));
    const about = element("p", { class: "small soft" }, strings.say("thread-not-official"));
    target.replaceChildren(title, about, this.#slot, this.#wrong, ...this.#lists.elements);
    target.classList.add("is-live");
    page.root.addEventListener("click", (event) => this.#clicked(event));
    document.addEventListener("clausewise:changed", () => this.changed());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.changed();
    });
  }

  /** The margin of the page, where the page has one. */
  static of(page: Page, strings: Strings, session: Session, host: MarginHost, announcer: Announcer): Margin | null {
    const target = document.getElementById("discussion");
    return target ? new Margin(page, strings, session, host, announcer, target) : null;
  }

  /** The button that begins a thread, to be shown where the text is. */
  get begin(): HTMLButtonElement {
    return this.#begin;
  }

  /** Reads the threads again, soon. */
  changed(): void {
    this.#news ??= setTimeout(() => {
      this.#news = undefined;
      void this.#load();
    }, GATHER_MS);
  }

  /** The text or the order of clauses has changed: where the words are is found again, soon. */
  moved(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#place();
    }, PAUSE_MS);
  }

  /** Discusses what is selected, or goes to the thread at the caret. */
  discuss(): void {
    const selected = this.#host.selected();
    const here = selected && selected.from === selected.to ? this.#places.at(this.#open, selected.clause, selected.from) : null;
    if (here !== null) this.#show(here, true);
    else if (this.circles.length > 0) this.#openForm(selected);
  }

  /** Says on the button what it does at the caret. */
  caretMoved(): void {
    const selected = this.#host.selected();
    const isThere = selected !== null && selected.from === selected.to && this.#places.at(this.#open, selected.clause, selected.from) !== null;
    const words = this.#strings.say(isThere ? "thread-go" : "thread-discuss");
    if (this.#begin.textContent !== words) this.#begin.textContent = words;
  }

  /** Goes to the first open thread about a clause. */
  showClause(clause: string): void {
    const first = this.#open.find((thread) => thread.subject.clause === clause && !this.#places.of(thread).isLost);
    if (first) this.#show(first.id, true);
  }

  // What the cards ask.

  get me(): string {
    return this.#page.delegate;
  }

  moment(at: string): HTMLElement {
    return element("time", { datetime: at }, this.#moments.format(new Date(at)));
  }

  person(id: string): Person {
    return this.#people.get(id) ?? { id, name: "[–]" };
  }

  nameOfClause(clause: string): string {
    return this.#host.nameOf(clause);
  }

  audienceName(audience: Audience, organisation: string | null): string {
    return this.#strings.say(`thread-audience-${audience}`, { organisation: organisation ?? "" });
  }

  audienceChoice(audience: Audience): string {
    return this.#strings.say(`thread-choice-${audience}`);
  }

  organisationOf(thread: Thread): string | null {
    // Only the delegates of the organisation are told of the thread: it is the reader's own.
    return thread.organisation === undefined ? null : (this.person(this.me).organisation ?? null);
  }

  writers(thread: Thread): readonly Person[] | null {
    const circle = this.circles.find(({ audience }) => audience === thread.audience);
    return circle ? this.readers(circle) : null;
  }

  messages(thread: string): Promise<readonly Message[]> {
    return this.#store.messages(thread);
  }

  async reply(thread: string, said: Said, key: string): Promise<void> {
    await this.#store.reply(thread, said, key);
    await this.#load();
  }

  async settle(thread: string, resolve: boolean): Promise<void> {
    await this.#store.settle(thread, resolve);
    await this.#load();
    this.#announcer.say(this.#strings.say(resolve ? "thread-said-resolved" : "thread-said-reopened"));
    document.getElementById(`thread-${thread}-place`)?.focus();
  }

  activate(thread: string | null): void {
    if (thread === this.#active) return;
    this.#active = thread;
    for (const [id, card] of this.#cards) card.setActive(id === thread);
    this.#mark();
  }

  showInText(thread: string): void {
    const found = this.#discussions?.threads.find(({ id }) => id === thread);
    if (!found) return;
    const place = this.#places.of(found);
    this.activate(thread);
    if (!place.isLost) this.#host.goTo(found.subject.clause, place.range);
  }

  // What the form of a new thread asks.

  get clauses(): Outline["clauses"] {
    return this.#host.outline.clauses;
  }

  get circles(): readonly Circle[] {
    return this.#discussions?.circles ?? [];
  }

  readers(circle: Circle): readonly Person[] {
    const others = circle.readers.filter((id) => id !== this.me);
    return others.map((id) => this.person(id)).sort((a, b) => a.name.localeCompare(b.name));
  }

  async open(opening: Opening, key: string): Promise<void> {
    // The server knows the words by their characters once it has these.
    if (!(await this.#session.saved(SAVED_LIMIT_MS))) throw new Refused("offline");
    const thread = await this.#store.open(opening, key);
    this.#closeForm();
    await this.#load();
    this.#announcer.say(this.#strings.say("thread-said-begun"));
    this.#show(thread, true);
  }

  cancel(): void {
    const subject = this.#opening?.subject;
    this.#closeForm();
    if (subject?.words) this.#host.goTo(subject.clause, this.#places.find(subject));
    else this.#begin.focus();
  }

  #openForm(selected: { clause: string; from: number; to: number } | null): void {
    const clause = selected?.clause ?? this.#firstSeen();
    if (clause === undefined) return;
    this.#opening = new OpeningForm(this.#subjectOf(clause, selected), this.#strings, this);
    this.#slot.replaceChildren(this.#opening.element);
    this.#mark();
    this.#opening.focus();
  }

  #closeForm(): void {
    this.#opening = null;
    this.#slot.replaceChildren();
    this.#mark();
  }

  /** The words that are selected, without the white space around them; the whole clause where there are none. */
  #subjectOf(clause: string, selected: { from: number; to: number } | null): Subject {
    const whole = { clause, ends: null, words: null };
    if (!selected) return whole;
    const text = this.#host.textOf({ clause, field: "body" });
    const picked = text.slice(selected.from, selected.to);
    const quote = picked.trim().slice(0, LONGEST_QUOTE);
    if (quote === "") return whole;
    const from = selected.from + picked.length - picked.trimStart().length;
    const to = from + quote.length;
    const ends = this.#session.draft.passageEnds(clause, from, to);
    const before = text.slice(Math.max(0, from - NEIGHBOURS), from);
    return { clause, ends, words: { quote, before, after: text.slice(to, to + NEIGHBOURS), at: [...text.slice(0, from)].length } };
  }

  #firstSeen(): string | undefined {
    const items = [...this.#page.root.querySelectorAll<HTMLElement>(".draft-clause")];
    const seen = items.find((item) => item.getBoundingClientRect().bottom > 0) ?? items[0];
    return seen?.dataset["clauseId"];
  }

  async #load(): Promise<void> {
    const known = this.#discussions;
    try {
      this.#discussions = await this.#store.load();
    } catch (error) {
      // Without a network what is known stays; the page says itself that there is none.
      if (error instanceof Refused && error.reason === "offline" && known) return;
      this.#wrong.textContent = this.#strings.say(unreadKey(error));
      this.#wrong.hidden = false;
      return;
    }
    this.#wrong.hidden = true;
    this.#people = new Map(this.#discussions.people.map((person) => [person.id, person]));
    this.#begin.hidden = this.circles.length === 0;
    this.#place();
    if (known) this.#announceNew(known);
  }

  #announceNew(before: Discussions): void {
    const known = new Set(before.threads.map(({ id }) => id));
    const fresh = this.#open.find((thread) => !known.has(thread.id) && thread.opened_by !== this.me);
    if (!fresh) return;
    const clause = this.nameOfClause(fresh.subject.clause);
    this.#announcer.say(this.#strings.say("thread-said-new", { clause, name: this.person(fresh.opened_by).name }));
  }

  get #open(): readonly Thread[] {
    return (this.#discussions?.threads ?? []).filter(({ resolved_by: by }) => by === undefined);
  }

  /** Finds where every thread belongs, and draws what has changed. */
  #place(): void {
    if (!this.#session.draft.isReady) return;
    this.#places.update(this.#discussions?.threads ?? [], this.clauses);
    this.#draw();
    this.#mark();
    this.caretMoved();
  }

  #draw(): void {
    const threads = this.#places.inOrder(this.#discussions?.threads ?? []);
    for (const thread of threads) {
      const card = this.#cards.get(thread.id) ?? new ThreadCard(thread, this.#strings, this);
      this.#cards.set(thread.id, card);
      card.update(thread, this.#places.of(thread).isLost);
    }
    const living = new Set(threads.map(({ id }) => id));
    for (const [id, card] of this.#cards) {
      if (living.has(id)) continue;
      card.element.remove();
      this.#cards.delete(id);
    }
    this.#lists.show(threads, this.#cards, (thread) => this.#places.of(thread).isLost);
  }

  /** Marks in the text what is discussed, and says beside each clause how much. */
  #mark(): void {
    const passages = new Map<string, Passage[]>();
    const counts = new Map<string, number>();
    for (const thread of this.#open) {
      const { isLost, range } = this.#places.of(thread);
      const { clause } = thread.subject;
      if (isLost) continue;
      counts.set(clause, (counts.get(clause) ?? 0) + 1);
      if (range) add(passages, clause, { thread: thread.id, ...range, isActive: thread.id === this.#active });
    }
    const subject = this.#opening?.subject;
    const begun = subject ? this.#places.find(subject) : null;
    if (subject && begun) add(passages, subject.clause, { thread: "", ...begun, isActive: true });
    const marked = new Set([...passages.keys(), ...counts.keys()]);
    for (const clause of new Set([...this.#marked, ...marked])) {
      this.#host.showPassages(clause, passages.get(clause) ?? []);
      this.#host.showDiscussed(clause, counts.get(clause) ?? 0);
    }
    this.#marked = marked;
  }

  #clicked(event: MouseEvent): void {
    const mark = (event.target as Element).closest<HTMLElement>("mark.discussed");
    const thread = mark?.dataset["thread"] ?? "";
    if (thread === "") return;
    // Under the text it would take the reader away from where the caret was put.
    if (BESIDE.matches || !this.#session.canWrite) this.#show(thread, false);
    else this.activate(thread);
  }

  #show(thread: string, focus: boolean): void {
    const card = this.#cards.get(thread);
    if (!card) return;
    this.activate(thread);
    card.open(focus);
  }
}

/** Writes instants as the pages of the server do. */
function momentsOf(page: Page): Intl.DateTimeFormat {
  const language = document.documentElement.lang || "en";
  const style = { dateStyle: "medium", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, page.zone === "" ? style : { ...style, timeZone: page.zone });
}

function add(all: Map<string, Passage[]>, clause: string, passage: Passage): void {
  const known = all.get(clause);
  if (known) known.push(passage);
  else all.set(clause, [passage]);
}
