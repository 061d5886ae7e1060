// Acts on the structure, each with its opposite.

import type { Announcer } from "./announce";
import type { ClauseHead, Kind, Outline, Run } from "./model";
import type { ClientDraft } from "./module";
import { childrenOf, destination, headOf, placeOf, type Direction, type Place } from "./outline";
import type { Strings } from "./page";
import { StructureHistory } from "./undo";

/** What the acts need of the page. */
export interface StructureHost {
  readonly outline: Outline;
  /** Changes the draft and draws the outline again; false where that was refused. */
  restructure(act: (draft: ClientDraft) => void): boolean;
  nameOf(id: string): string;
  runs(id: string): readonly Run[];
  /** Takes text away from a body, or adds it at the end, outside its own undo. */
  cutBody(id: string, from: number): void;
  extendBody(id: string, runs: readonly Run[]): void;
  focusBody(id: string, at: "start" | "end" | number): void;
}

const NOT_THERE: Readonly<Record<Direction, string>> = {
  up: "said-first",
  down: "said-last",
  in: "said-not-in",
  out: "said-not-out",
};

export class Structure {
  readonly history = new StructureHistory();
  readonly #host: StructureHost;
  readonly #strings: Strings;
  readonly #announcer: Announcer;

  constructor(host: StructureHost, strings: Strings, announcer: Announcer) {
    this.#host = host;
    this.#strings = strings;
    this.#announcer = announcer;
  }

  /** Adds an empty clause where the place says; returns its name. */
  add(place: Place, kind: Kind): string | null {
    const id = newClauseId();
    if (!this.#insert(id, place, kind)) return null;
    this.history.note({ undo: () => this.#remove(id), redo: () => this.#restore(id) });
    this.#say("said-added", { clause: this.#host.nameOf(id) });
    return id;
  }

  /** The place of a clause that follows another in reading order. */
  placeAfter(id: string): Place {
    const head = headOf(this.#host.outline, id);
    const opens = head?.kind === "section" || childrenOf(this.#host.outline, id).length > 0;
    return opens ? { parent: id, after: null } : { parent: head?.parent ?? null, after: id };
  }

  /** The kind of a clause added after or in another. */
  kindAfter(id: string): Kind {
    const head = headOf(this.#host.outline, id);
    const first = childrenOf(this.#host.outline, id)[0];
    if (first) return first.kind;
    return head && head.kind !== "section" ? head.kind : "clause";
  }

  /** Splits a clause at a position of its text: what follows becomes a clause of its own. */
  split(id: string, at: number, tail: readonly Run[]): void {
    if (at === 0 && tail.length > 0) {
      // The text keeps its clause, and with it the positions taken on it; the new one stands before.
      this.add(placeOf(this.#host.outline, id), this.kindAfter(id));
      return;
    }
    this.#divide(id, at, [tail]);
  }

  /** Adds clauses with these texts after one; the last of them ends with what followed `at` there. */
  addTexts(id: string, at: number, texts: readonly (readonly Run[])[]): void {
    this.#divide(id, at, texts);
  }

  #divide(id: string, at: number, texts: readonly (readonly Run[])[]): void {
    const kind = this.kindAfter(id);
    const tail = texts.at(-1) ?? [];
    const cut = length(this.#host.runs(id)) - at;
    let place = this.placeAfter(id);
    const made: string[] = [];
    for (const _ of texts) {
      const next = newClauseId();
      if (!this.#insert(next, place, kind)) break;
      made.push(next);
      place = { parent: place.parent, after: next };
    }
    const last = made.at(-1);
    if (last === undefined) return;
    const moved = cut === 0 ? [] : slice(this.#host.runs(id), at);
    if (cut > 0) this.#host.cutBody(id, at);
    made.forEach((clause, index) => this.#host.extendBody(clause, texts[index] ?? []));
    this.#host.focusBody(last, Math.max(0, length(tail) - cut));
    this.history.note({ undo: () => this.#join(id, made, moved), redo: () => this.#part(id, made, cut) });
    this.#say("said-added", { clause: this.#host.nameOf(last) });
  }

  /** Undoes a division: the clauses go, what was cut returns. */
  #join(id: string, made: readonly string[], moved: readonly Run[]): boolean {
    if (headOf(this.#host.outline, id) === undefined) return false;
    const end = length(this.#host.runs(id));
    if (!made.map((clause) => this.#remove(clause)).every(Boolean)) return false;
    this.#host.extendBody(id, moved);
    this.#host.focusBody(id, end);
    return true;
  }

  #part(id: string, made: readonly string[], cut: number): boolean {
    if (headOf(this.#host.outline, id) === undefined) return false;
    const end = length(this.#host.runs(id));
    if (cut > 0) this.#host.cutBody(id, Math.max(0, end - cut));
    return made.map((clause) => this.#restore(clause)).every(Boolean);
  }

  remove(id: string): void {
    const name = this.#host.nameOf(id);
    const clauses = this.#host.outline.clauses;
    const index = clauses.findIndex((clause) => clause.id === id);
    const neighbour: ClauseHead | undefined = clauses[index - 1] ?? clauses[index + 1];
    if (!this.#remove(id)) return;
    this.history.note({ undo: () => this.#restore(id), redo: () => this.#remove(id) });
    if (neighbour) this.#host.focusBody(neighbour.id, index > 0 ? "end" : "start");
    this.#say("said-removed", { clause: name });
  }

  restore(id: string): void {
    if (!this.#restore(id)) return;
    this.history.note({ undo: () => this.#remove(id), redo: () => this.#restore(id) });
    this.#host.focusBody(id, "end");
    this.#say("said-restored", { clause: this.#host.nameOf(id) });
  }

  /** Moves a clause one step; says why where there is no such step. */
  step(id: string, direction: Direction): void {
    const place = destination(this.#host.outline, id, direction);
    if (place) this.move(id, place);
    else this.#say(NOT_THERE[direction]);
  }

  move(id: string, place: Place): void {
    const before = placeOf(this.#host.outline, id);
    const from = this.#host.nameOf(id);
    if (before.parent === place.parent && before.after === place.after) return;
    if (!this.#place(id, place)) return;
    this.history.note({ undo: () => this.#place(id, before), redo: () => this.#place(id, place) });
    const to = this.#host.nameOf(id);
    if (from === to) this.#say("said-moved-unnumbered", { clause: to });
    else this.#say("said-moved", { from, to });
  }

  setKind(id: string, kind: Kind): void {
    const before = headOf(this.#host.outline, id)?.kind;
    const set = (value: Kind) => (): boolean => this.#host.restructure((draft) => draft.setKind(id, value));
    if (before === undefined || before === kind || !set(kind)()) return;
    this.history.note({ undo: set(before), redo: set(kind) });
    this.#say("said-kind", { clause: this.#host.nameOf(id), kind: this.#strings.say(`kind-${kind}`) });
  }

  setLanguage(id: string, language: string | null, spoken: string): void {
    const before = headOf(this.#host.outline, id)?.language ?? null;
    const set = (tag: string | null) => (): boolean => this.#host.restructure((draft) => draft.setLanguage(id, tag ?? undefined));
    if (before === language || !set(language)()) return;
    this.history.note({ undo: set(before), redo: set(language) });
    this.#say("said-language", { clause: this.#host.nameOf(id), language: spoken });
  }

  undo(): boolean {
    return this.#report(this.history.undo(), "said-undone");
  }

  redo(): boolean {
    return this.#report(this.history.redo(), "said-redone");
  }

  #report(result: boolean | null, words: string): boolean {
    if (result !== null) this.#say(result ? words : "said-not-done");
    return result !== null;
  }

  #insert(id: string, place: Place, kind: Kind): boolean {
    return this.#host.restructure((draft) => draft.addClause(id, place.parent ?? undefined, place.after ?? undefined, kind));
  }

  #place(id: string, place: Place): boolean {
    return this.#host.restructure((draft) => draft.placeClause(id, place.parent ?? undefined, place.after ?? undefined));
  }

  #remove(id: string): boolean {
    if (headOf(this.#host.outline, id) === undefined) return true;
    return this.#host.restructure((draft) => draft.removeClause(id));
  }

  #restore(id: string): boolean {
    return this.#host.restructure((draft) => draft.restoreClause(id));
  }

  #say(key: string, values: Readonly<Record<string, string>> = {}): void {
    this.#announcer.say(this.#strings.say(key, values));
  }
}

function length(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + run.text.length, 0);
}

function slice(runs: readonly Run[], from: number): Run[] {
  let at = 0;
  return runs.flatMap((run) => {
    const start = Math.max(0, from - at);
    at += run.text.length;
    return start >= run.text.length ? [] : [{ ...run, text: run.text.slice(start) }];
  });
}

/** A version 7 UUID: names of clauses made later sort later. */
export function newClauseId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let now = Date.now();
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = now % 256;
    now = Math.floor(now / 256);
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
