// The whole draft on the page: its title, its clauses in order, and what happens between them.

import { Announcer } from "./announce";
import { ChangesPanel } from "./changes";
import { ClauseView, type ClauseHost } from "./clause";
import { askLink, refusedPanel, showShortcuts } from "./dialogs";
import { button, element, isMac } from "./dom";
import { drag } from "./drag";
import { textKey, type Caret, type MarkName, type Outline, type Run, type Splice, type TextRef } from "./model";
import type { ClientDraft } from "./module";
import { headOf, type Direction, type Place } from "./outline";
import { Margin, type MarginHost } from "./margin";
import type { Page, Strings } from "./page";
import type { Passage } from "./passages";
import { RemovedList } from "./removed";
import type { Session, SessionView } from "./session";
import { TextSlot } from "./slot";
import type { Status } from "./status";
import type { TextEdit } from "./steps";
import { Structure } from "./structure";
import type { StructureKey, TextView } from "./textview";
import { Toolbar } from "./toolbar";
import { Tools } from "./tools";

/** How far below the screen texts become views. */
const NEAR = "800px 0px";
const CARET_LIFE_MS = 30_000;
/** Clauses made by one paste; what is beyond them stays together in the last. */
const MOST_PASTED = 300;

export class Board implements SessionView, ClauseHost, MarginHost {
  readonly structure: Structure;
  readonly list: HTMLOListElement;
  outline: Outline = { clauses: [], removed: [] };
  readonly #page: Page;
  readonly #strings: Strings;
  readonly #session: Session;
  readonly #announcer = new Announcer();
  readonly #clauses = new Map<string, ClauseView>();
  readonly #carets = new Map<string, { caret: Caret; timer: ReturnType<typeof setTimeout> }>();
  readonly #toolbar: Toolbar;
  readonly #tools: Tools;
  readonly #removed: RemovedList;
  /** What an amendment in preparation changes; none beside a working draft. */
  readonly #changes: ChangesPanel | null;
  /** What is said about the draft; none beside an amendment in preparation. */
  readonly #margin: Margin | null;
  readonly #near: IntersectionObserver;
  /** There only while there is no clause to start from. */
  readonly #first = button("", () => this.#addFirst(), { class: "button add-first", hidden: true });
  readonly #messages = element("div", { class: "draft-messages" });
  #title: TextSlot | null = null;
  #active: TextView | null = null;
  #editable = false;

  constructor(page: Page, strings: Strings, session: Session) {
    this.#page = page;
    this.#strings = strings;
    this.#session = session;
    this.#first.textContent = strings.say("add-first");
    this.structure = new Structure(this, strings, this.#announcer);
    this.#tools = new Tools(page, strings, this);
    this.#removed = new RemovedList(page, strings, (id) => this.structure.restore(id));
    this.list = element("ol", { class: "draft-clauses", role: "list", "aria-label": strings.say("clause-list") });
    this.#toolbar = new Toolbar(strings, {
      toggleMark: (name) => this.#toggleMark(name),
      undo: () => void (this.#active?.undo() ?? this.undoStructure()),
      redo: () => void (this.#active?.redo() ?? this.redoStructure()),
      showShortcuts: () => showShortcuts(page.root, strings),
    });
    this.#changes = ChangesPanel.of(page, strings, session);
    this.#margin = Margin.of(page, strings, session, this, this.#announcer);
    if (this.#margin) this.#toolbar.add(this.#margin.begin);
    this.#near = new IntersectionObserver((entries) => this.#approach(entries), { rootMargin: NEAR });
    page.root.before(this.#toolbar.element, this.#messages);
    page.root.after(this.#announcer.element);
    page.root.addEventListener("keydown", (event) => this.#key(event), true);
  }

  // What the session says.

  opened(): void {
    for (const clause of this.#clauses.values()) clause.destroy();
    this.#clauses.clear();
    this.#title?.destroy();
    this.structure.history.clear();
    const place = this.#readingPlace();
    this.#title = this.#makeTitle();
    this.list.replaceChildren();
    const title = element("div", { role: "heading", "aria-level": "2" }, this.#title.element);
    // The page's own list of removed clauses, for readers without script; the editor has its own.
    document.getElementById("removed")?.remove();
    this.#page.root.replaceChildren(title, this.#removed.decisions, this.list, this.#first, this.#removed.list);
    this.structureChanged();
    this.#changes?.opened();
    this.#margin?.changed();
    place?.();
  }

  textChanged(ref: TextRef, splices: readonly Splice[]): void {
    this.#slot(ref)?.update(splices);
    this.#changes?.changed();
    this.#margin?.moved();
    if (ref.clause !== null) this.#clauses.get(ref.clause)?.arrange();
  }

  structureChanged(): void {
    const focused = this.#focusInList();
    this.#changes?.changed();
    this.outline = this.#session.draft.outline();
    const living = new Set(this.outline.clauses.map((clause) => clause.id));
    for (const [id, clause] of this.#clauses) if (!living.has(id)) this.#forget(id, clause);
    this.#arrange();
    this.#removed.show(this.outline, this.#editable);
    this.#tools.refresh();
    this.#margin?.moved();
    focused?.();
  }

  /** How to give the focus back: an element that moves loses it, one that goes leaves it to a neighbour. */
  #focusInList(): (() => void) | null {
    const focused = document.activeElement as HTMLElement | null;
    const item = focused?.closest<HTMLElement>(".draft-clause");
    if (!focused || !item) return null;
    const index = [...this.list.children].indexOf(item);
    return () => {
      if (document.activeElement === focused) return;
      if (focused.isConnected) focused.focus({ preventScroll: true });
      else if (!item.isConnected) this.#atIndex(index)?.handle.focus({ preventScroll: true });
    };
  }

  #atIndex(index: number): ClauseView | undefined {
    const head = this.outline.clauses[Math.min(index, this.outline.clauses.length - 1)];
    return head && this.#clauses.get(head.id);
  }

  caretMoved(caret: Caret): void {
    const shown = this.#carets.get(caret.peer);
    if (shown) {
      clearTimeout(shown.timer);
      if (textKey(shown.caret) !== textKey(caret)) this.#slot(shown.caret)?.showCaret(caret.peer, null);
    }
    const timer = setTimeout(() => this.caretGone(caret.peer), CARET_LIFE_MS);
    this.#carets.set(caret.peer, { caret, timer });
    this.#slot(caret)?.showCaret(caret.peer, caret);
    this.#showPresent();
  }

  caretGone(peer: string): void {
    const shown = this.#carets.get(peer);
    if (!shown) return;
    clearTimeout(shown.timer);
    this.#carets.delete(peer);
    this.#slot(shown.caret)?.showCaret(peer, null);
    this.#showPresent();
  }

  statusChanged(status: Status): void {
    this.#toolbar.status.show(status);
  }

  writableChanged(canWrite: boolean): void {
    if (this.#editable === canWrite) return;
    this.#editable = canWrite;
    this.#page.root.classList.toggle("is-editable", canWrite);
    this.#toolbar.setEditable(canWrite);
    this.#tools.close(false);
    this.#title?.setEditable(canWrite);
    for (const clause of this.#clauses.values()) clause.setEditable(canWrite);
    this.#removed.show(this.outline, canWrite);
    this.#first.hidden = !canWrite || this.outline.clauses.length > 0;
    this.#observeAgain();
  }

  refused(reason: string, text: string): void {
    const panel = refusedPanel(this.#strings, reason, text, () => {
      panel.remove();
      void this.#session.discard();
    });
    this.#messages.replaceChildren(panel);
  }

  // What the texts ask.

  edit(ref: TextRef, edits: readonly TextEdit[]): boolean {
    const taken = this.#session.edit(ref, edits);
    if (taken) {
      this.structure.history.noteEdit(textKey(ref));
      this.#changes?.changed();
      this.#margin?.moved();
      queueMicrotask(() => this.#slot(ref)?.edited());
    }
    return taken;
  }

  runs(ref: TextRef | string): readonly Run[] {
    const { clause, field } = typeof ref === "string" ? { clause: ref, field: "body" as const } : ref;
    return this.#session.draft.runs(clause ?? undefined, field);
  }

  caretAt(ref: TextRef, range: { anchor: number; head: number } | null): void {
    const view = this.#slot(ref)?.view ?? null;
    if (range === null) {
      this.#session.moveCaret(null);
      return;
    }
    this.#active = view;
    this.#session.moveCaret(ref, range.anchor, range.head);
    this.#showMarks();
    this.#margin?.caretMoved();
  }

  structureKey(ref: TextRef, view: TextView, key: StructureKey): boolean {
    switch (key) {
      case "enter":
        this.#enter(ref, view);
        return true;
      case "backspace":
        return this.#backspace(ref);
      case "before":
        return this.#step(ref, -1);
      case "after":
        return this.#step(ref, 1);
      case "leave":
        this.#clauses.get(ref.clause ?? "")?.handle.focus();
        return true;
    }
  }

  pasteParagraphs(ref: TextRef, view: TextView, paragraphs: readonly (readonly Run[])[]): void {
    const [first, ...others] = [...paragraphs.slice(0, MOST_PASTED - 1), ...joined(paragraphs.slice(MOST_PASTED - 1))];
    if (ref.clause === null || !first) return;
    view.insert(first);
    const at = view.caret;
    const rest = view.runsFrom(at);
    const last = others.length - 1;
    this.structure.addTexts(ref.clause, at, others.map((runs, index) => (index === last ? [...runs, ...rest] : runs)));
  }

  editLink(view: TextView): void {
    const present = view.linkAtCaret();
    const { empty } = view.view.state.selection;
    if (present && empty) view.select(present.from, present.to);
    void askLink(this.#page.root, this.#strings, present?.href ?? null).then((address) => {
      if (address !== undefined) this.#setLink(view, address);
      view.focus();
    });
  }

  charactersRefused(count: number): void {
    this.#announcer.say(this.#strings.count("said-refused-characters", count));
    const note = element("p", { class: "draft-note" }, this.#strings.count("said-refused-characters", count));
    this.#messages.append(note);
    setTimeout(() => note.remove(), 6000);
  }

  undoesStructure(ref: TextRef): boolean {
    return this.structure.history.isNewerThan(textKey(ref));
  }

  undoStructure(): boolean {
    return this.structure.undo();
  }

  redoStructure(): boolean {
    return this.structure.redo();
  }

  composing(active: boolean): void {
    this.#session.setComposing(active);
  }

  discuss(view: TextView): boolean {
    this.#active = view;
    this.#margin?.discuss();
    return true;
  }

  showDiscussion(id: string): void {
    this.#margin?.showClause(id);
  }

  // What the margin asks.

  textOf(ref: TextRef): string {
    return this.runs(ref).map((run) => run.text).join("");
  }

  showPassages(clause: string, passages: readonly Passage[]): void {
    this.#clauses.get(clause)?.slot("body")?.showPassages(passages);
  }

  showDiscussed(clause: string, count: number): void {
    this.#clauses.get(clause)?.showDiscussed(count);
  }

  goTo(clause: string, range: { from: number; to: number } | null): void {
    const found = this.#clauses.get(clause);
    found?.element.scrollIntoView({ block: "nearest" });
    found?.slot("body")?.goTo(range);
  }

  selected(): { clause: string; from: number; to: number } | null {
    const view = this.#active;
    if (view && view.ref.clause !== null) {
      const { anchor, head } = view.range;
      const isBody = view.ref.field === "body";
      return { clause: view.ref.clause, from: isBody ? Math.min(anchor, head) : 0, to: isBody ? Math.max(anchor, head) : 0 };
    }
    const read = [...this.#clauses.values()].map((clause) => ({ clause: clause.id, range: clause.slot("body")?.read() ?? null }));
    const found = read.find(({ range }) => range !== null);
    return found?.range ? { clause: found.clause, ...found.range } : null;
  }

  // What the acts on the structure ask.

  restructure(act: (draft: ClientDraft) => void): boolean {
    const done = this.#session.change(act);
    if (done) this.structureChanged();
    return done;
  }

  nameOf(id: string): string {
    return this.#clauses.get(id)?.name ?? "";
  }

  cutBody(id: string, from: number): void {
    const view = this.#clauses.get(id)?.slot("body")?.mount();
    view?.deleteRange(from, view.view.state.doc.content.size - 2, true);
  }

  extendBody(id: string, runs: readonly Run[]): void {
    const view = this.#clauses.get(id)?.slot("body")?.mount();
    if (!view || runs.length === 0) return;
    view.select(view.view.state.doc.content.size - 1, view.view.state.doc.content.size - 1);
    view.insert(runs, true);
  }

  focusBody(id: string, at: "start" | "end" | number): void {
    this.#clauses.get(id)?.slot("body")?.focus(at);
  }

  // What the clauses and the drag ask.

  toggleTools(clause: ClauseView): void {
    this.#tools.toggle(clause);
  }

  beginDrag(clause: ClauseView, event: PointerEvent): void {
    drag(clause, event, this);
  }

  elementOf(id: string): HTMLElement | null {
    return this.#clauses.get(id)?.element ?? null;
  }

  drop(id: string, place: Place): void {
    this.structure.move(id, place);
    this.#clauses.get(id)?.handle.focus();
  }

  #slot(ref: TextRef): TextSlot | null {
    return ref.clause === null ? this.#title : (this.#clauses.get(ref.clause)?.slot(ref.field) ?? null);
  }

  #makeTitle(): TextSlot {
    const label = this.#strings.say("title-label");
    const slot = new TextSlot({ clause: null, field: "title" }, "draft-title", label, label, this, this.#editable);
    slot.setLanguage(this.#page.language, this.#page.direction);
    return slot;
  }

  #addFirst(): void {
    const id = this.structure.add({ parent: null, after: null }, "clause");
    if (id !== null) this.focusBody(id, "start");
  }

  #arrange(): void {
    let next = this.list.firstElementChild;
    for (const head of this.outline.clauses) {
      const clause = this.#clauses.get(head.id) ?? this.#make(head.id);
      if (!clause) continue;
      clause.update(head);
      if (clause.element === next) next = next.nextElementSibling;
      else this.list.insertBefore(clause.element, next);
    }
    this.#first.hidden = !this.#editable || this.outline.clauses.length > 0;
  }

  #make(id: string): ClauseView | null {
    const head = headOf(this.outline, id);
    if (!head) return null;
    const clause = new ClauseView(head, this.#page, this.#strings, this, this.#editable);
    this.#clauses.set(id, clause);
    this.#near.observe(clause.element);
    for (const { caret } of this.#carets.values()) if (caret.clause === id) clause.slot(caret.field)?.showCaret(caret.peer, caret);
    return clause;
  }

  #forget(id: string, clause: ClauseView): void {
    this.#near.unobserve(clause.element);
    if (this.#active?.ref.clause === id) this.#active = null;
    clause.destroy();
    this.#clauses.delete(id);
  }

  #approach(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      if (!entry.isIntersecting || !this.#editable) continue;
      this.#clauses.get((entry.target as HTMLElement).dataset["clauseId"] ?? "")?.mount();
    }
  }

  #observeAgain(): void {
    this.#near.disconnect();
    for (const clause of this.#clauses.values()) this.#near.observe(clause.element);
    if (this.#editable) this.#title?.mount();
  }

  /** Where the reader was in the text of the server, to be found again in that of the editor. */
  #readingPlace(): (() => void) | null {
    const read = [...this.#page.root.querySelectorAll<HTMLElement>("[id^='clause-']")].find((clause) => clause.getBoundingClientRect().bottom > 0);
    if (!read || scrollY === 0) return null;
    const top = read.getBoundingClientRect().top;
    return () => {
      const same = document.getElementById(read.id);
      if (same) scrollBy(0, same.getBoundingClientRect().top - top);
    };
  }

  #enter(ref: TextRef, view: TextView): void {
    const id = ref.clause;
    const clause = id === null ? undefined : this.#clauses.get(id);
    if (!id || !clause) {
      this.#step(ref, 1);
    } else if (ref.field === "commentary") {
      view.insert([{ text: "\n" }]);
    } else if (ref.field === "heading" && clause.head.kind !== "section") {
      clause.slot("body")?.focus("start");
    } else if (ref.field === "heading") {
      const made = this.structure.add({ parent: id, after: null }, this.structure.kindAfter(id));
      if (made !== null) this.focusBody(made, "start");
    } else {
      this.#split(id, view);
    }
  }

  #split(id: string, view: TextView): void {
    const { from, to } = view.view.state.selection;
    if (from !== to) view.deleteRange(from - 1, to - 1, false);
    this.structure.split(id, view.caret, view.runsFrom(view.caret));
  }

  #backspace(ref: TextRef): boolean {
    const clause = this.#clauses.get(ref.clause ?? "");
    if (!clause) return true;
    if (ref.field === "body" && clause.isEmpty && this.outline.clauses.length > 1) this.structure.remove(clause.id);
    return true;
  }

  /** Goes to the text before or after, as a caret leaves one. */
  #step(ref: TextRef, by: 1 | -1): boolean {
    const slots = [this.#title, ...this.outline.clauses.flatMap((head) => this.#clauses.get(head.id)?.visibleSlots() ?? [])];
    const index = slots.findIndex((slot) => slot !== null && textKey(slot.ref) === textKey(ref));
    const next = slots[index + by];
    if (!next) return false;
    next.focus(by === 1 ? "start" : "end");
    return true;
  }

  #key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const clause = this.#clauses.get(target.closest<HTMLElement>(".draft-clause")?.dataset["clauseId"] ?? "");
    const mod = isMac ? event.metaKey : event.ctrlKey;
    if (!this.#editable || event.isComposing) return;
    const handled = (clause && this.#clauseKey(event, clause, mod)) || this.#undoKey(event, target, mod);
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #clauseKey(event: KeyboardEvent, clause: ClauseView, mod: boolean): boolean {
    if (mod && !event.altKey && !event.shiftKey && event.key === ".") {
      this.#tools.toggle(clause);
      return true;
    }
    const direction = directionOf(event, mod);
    if (!direction) return false;
    this.structure.step(clause.id, direction);
    return true;
  }

  /** Undo where the focus is in no text: there it means the structure. */
  #undoKey(event: KeyboardEvent, target: HTMLElement, mod: boolean): boolean {
    if (!mod || event.altKey || target.closest("[role='textbox'], input, textarea, select")) return false;
    const key = event.key.toLowerCase();
    if (key === "z") return event.shiftKey ? this.structure.redo() : this.structure.undo();
    return key === "y" && this.structure.redo();
  }

  #toggleMark(name: MarkName): void {
    const view = this.#active;
    if (!view || view.ref.field !== "body") return;
    if (name === "link") return this.editLink(view);
    view.toggleMark(name);
    view.focus();
    this.#showMarks();
  }

  #setLink(view: TextView, address: string | null): void {
    const { empty } = view.view.state.selection;
    if (!empty) view.toggleMark("link", address);
    else if (address !== null) view.insert([{ text: address, link: address }]);
  }

  #showMarks(): void {
    const view = this.#active;
    const possible = view?.ref.field === "body";
    const names: readonly MarkName[] = ["strong", "em", "link"];
    this.#toolbar.showMarks(new Set(view && possible ? names.filter((name) => view.hasMark(name)) : []), possible);
  }

  #showPresent(): void {
    const people = new Map([...this.#carets.values()].map(({ caret }) => [caret.delegate, caret.name]));
    // Oneself in another tab is nobody else.
    people.delete(this.#page.delegate);
    this.#toolbar.showPresent(people);
  }
}

/** Paragraphs as the lines of one. */
function joined(paragraphs: readonly (readonly Run[])[]): Run[][] {
  if (paragraphs.length === 0) return [];
  return [paragraphs.flatMap((runs, index) => (index === 0 ? runs : [{ text: "\n" }, ...runs]))];
}

/** Which way a clause is to go, by the keys for it. */
function directionOf(event: KeyboardEvent, mod: boolean): Direction | null {
  if (mod && !event.altKey && !event.shiftKey) return event.key === "]" ? "in" : event.key === "[" ? "out" : null;
  const moves = isMac ? event.metaKey && event.altKey && !event.shiftKey : event.altKey && event.shiftKey && !event.ctrlKey;
  if (!moves) return null;
  if (event.key === "ArrowUp") return "up";
  if (event.key === "ArrowDown") return "down";
  if (isMac) return null;
  const inwards = getComputedStyle(document.documentElement).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (event.key === inwards) return "in";
  return event.key === "ArrowLeft" || event.key === "ArrowRight" ? "out" : null;
}
