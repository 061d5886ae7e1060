// One open draft: replica, connection and storage, and the order in which they act.
//
// A local edit reaches the replica at once and becomes a change at the end of a burst. The change is written
// to the device, then sent. What arrives is applied between bursts, many frames at a time.

import { holdActor } from "./actor";
import { Connection } from "./connection";
import type { Caret, DraftEvent, Splice, TextRef } from "./model";
import type { ClientDraft, Module } from "./module";
import type { Page, Strings } from "./page";
import { reasonOfClose, reasonOfCode } from "./refusals";
import { statusOf, type Status } from "./status";
import { DraftStore } from "./storage";
import type { TextEdit } from "./steps";

const BURST_MS = 250;
const ARRIVAL_MS = 30;
const COMPOSITION_LIMIT_MS = 4000;
const KEEP_LATER_MS = 1000;
const CARET_MS = 150;
const CARET_REPEAT_MS = 10_000;
const SILENCE_LIMIT_MS = 20_000;
/** Failed attempts after which the page asks whether it is still signed in. */
const PROBE_AFTER = 2;
/** Refusals that say the draft takes no changes, not that one change was wrong. */
const READ_ONLY_CODES = new Set(["draft-frozen", "read-only"]);

/** What the session tells the page. */
export interface SessionView {
  opened(): void;
  textChanged(ref: TextRef, splices: readonly Splice[]): void;
  structureChanged(): void;
  caretMoved(caret: Caret): void;
  caretGone(peer: string): void;
  statusChanged(status: Status): void;
  /** Writing is possible or no longer so. */
  writableChanged(canWrite: boolean): void;
  refused(reason: string, text: string): void;
}

export class Session {
  readonly #page: Page;
  readonly #strings: Strings;
  readonly #module: Module;
  readonly #store: DraftStore | null;
  readonly #connection: Connection;
  #view: SessionView | null = null;
  #draft: ClientDraft;
  #opened = false;
  #mayWrite: boolean;
  #hasActor = false;
  #takingActor = false;
  #ended: string | null = null;
  #refused: string | null = null;
  #synced = false;
  #storageFailed = false;
  #storageQueue: Promise<void> = Promise.resolve();
  /** Writes of our own changes that are under way. */
  #unwritten = 0;
  /** Grows with each connection: frames made for one are not sent on another. */
  #line = 0;
  #inbox: Uint8Array[] = [];
  #burst: ReturnType<typeof setTimeout> | undefined;
  #arrival: ReturnType<typeof setTimeout> | undefined;
  #keeping: ReturnType<typeof setTimeout> | undefined;
  #composingSince: number | null = null;
  #caret: { ref: TextRef; anchor: number; head: number } | null = null;
  #caretTimer: ReturnType<typeof setTimeout> | undefined;
  #caretShown = false;
  #heard = 0;
  /** Those who wait until everything is saved. */
  #waiting: (() => void)[] = [];

  private constructor(page: Page, strings: Strings, module: Module, store: DraftStore | null, draft: ClientDraft) {
    this.#page = page;
    this.#strings = strings;
    this.#module = module;
    this.#store = store;
    this.#draft = draft;
    this.#mayWrite = page.canWrite;
    this.#connection = new Connection(page.socket, {
      opened: () => this.#connected(),
      frame: (bytes) => this.#arrived(bytes),
      closed: (failures) => this.#disconnected(failures),
      notTaken: (code) => this.#notTaken(code),
      ended: (code) => this.#end(this.#strings.say(reasonOfClose(code))),
    });
  }

  /** Opens what the device holds of the draft; the connection comes with `start`. */
  static async open(page: Page, strings: Strings, module: Module): Promise<Session> {
    const store = await DraftStore.open(page.delegate, page.draftId);
    const kept = await store?.load().catch(() => null);
    const draft = openDraft(page, module, kept?.bytes, kept?.durable ?? []);
    return new Session(page, strings, module, store, draft);
  }

  async start(view: SessionView): Promise<void> {
    this.#view = view;
    this.#showIfReady();
    this.#report();
    addEventListener("pagehide", () => this.#flush());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.#flush();
    });
    setInterval(() => this.#watch(), 5000);
    // The text comes over the connection while the server makes an actor.
    if (this.#mayWrite) void this.#takeActor();
    this.#connection.start();
  }

  get draft(): ClientDraft {
    return this.#draft;
  }

  get canWrite(): boolean {
    return this.#mayWrite && this.#hasActor && this.#ended === null && this.#refused === null && this.#draft.isReady;
  }

  /** Takes local edits of one text; false where the replica refuses them. */
  edit(ref: TextRef, edits: readonly TextEdit[]): boolean {
    return this.change((draft) => {
      for (const edit of edits) apply(draft, ref, edit);
    });
  }

  /** Takes any local change; false where the replica refuses it. */
  change(act: (draft: ClientDraft) => void): boolean {
    if (!this.canWrite) return false;
    try {
      act(this.#draft);
    } catch (error) {
      console.error(error);
      return false;
    } finally {
      this.#burst ??= setTimeout(() => this.#flush(), BURST_MS);
    }
    this.#report();
    return true;
  }

  /** Tells the others where the caret is; null where it is in no text. */
  moveCaret(ref: TextRef | null, anchor = 0, head = 0): void {
    this.#caret = ref && { ref, anchor, head };
    this.#caretTimer ??= setTimeout(() => this.#sendCaret(), CARET_MS);
  }

  /** While somebody composes a character, what arrives waits: it would break the composition. */
  setComposing(active: boolean): void {
    this.#composingSince = active ? performance.now() : null;
    if (!active) this.#scheduleArrival();
  }

  /** Waits until the server has everything that was written here; false where that takes too long. */
  saved(limit: number): Promise<boolean> {
    this.#flush();
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(this.#isSaved), limit);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
      this.#report();
    });
  }

  get #isSaved(): boolean {
    return this.#synced && this.#draft.pending() === 0 && !this.#draft.hasOpenEdits;
  }

  /** Throws away what was refused and takes the draft from the server. */
  async discard(): Promise<void> {
    await this.#storageQueue;
    this.#connection.stop();
    await this.#store?.clear().catch(() => this.#storageBroke());
    this.#draft.free();
    this.#draft = openDraft(this.#page, this.#module, undefined, []);
    this.#inbox = [];
    this.#refused = null;
    this.#opened = false;
    this.#hasActor = false;
    this.#ended = null;
    this.#mayWrite = this.#page.canWrite;
    if (this.#mayWrite) void this.#takeActor();
    this.#connection.start();
  }

  async #takeActor(): Promise<void> {
    if (this.#takingActor) return;
    this.#takingActor = true;
    const draft = this.#draft;
    // Where this browser cannot keep it, the next connection asks again.
    const holding = await holdActor(this.#page, this.#store).finally(() => {
      this.#takingActor = false;
    });
    // The document was thrown away meanwhile: the one in its place needs an actor of its own.
    if (draft !== this.#draft) return this.#takeActor();
    if ("actor" in holding) {
      this.#draft.setActor(holding.actor);
      this.#hasActor = true;
      this.#ended = null;
    } else {
      this.#ended = this.#strings.say(`reason-${holding.refused}`);
    }
    this.#view?.writableChanged(this.canWrite);
    this.#report();
  }

  #connected(): void {
    this.#heard = performance.now();
    this.#caretShown = false;
    this.#line += 1;
    this.#connection.send(this.#draft.connect(`clausewise-${crypto.randomUUID()}`));
    if (this.#mayWrite && !this.#hasActor) void this.#takeActor();
  }

  #disconnected(failures: number): void {
    if (failures === PROBE_AFTER) void this.#probe();
    this.#synced = false;
    this.#apply();
    this.#draft.disconnect();
    this.#report();
  }

  #arrived(frame: Uint8Array): void {
    this.#heard = performance.now();
    this.#inbox.push(frame);
    this.#scheduleArrival();
  }

  #scheduleArrival(): void {
    if (this.#inbox.length > 0) this.#arrival ??= setTimeout(() => this.#apply(), this.#opened ? ARRIVAL_MS : 0);
  }

  get #mustWait(): boolean {
    if (this.#burst !== undefined) return true;
    return this.#composingSince !== null && performance.now() - this.#composingSince < COMPOSITION_LIMIT_MS;
  }

  #apply(): void {
    clearTimeout(this.#arrival);
    this.#arrival = undefined;
    if (this.#inbox.length === 0) return;
    if (this.#mustWait && this.#connection.isOpen) {
      this.#arrival = setTimeout(() => this.#apply(), ARRIVAL_MS);
      return;
    }
    this.#flush();
    const frames = this.#inbox;
    this.#inbox = [];
    for (const event of this.#read(frames)) this.#tell(event);
    this.#showIfReady();
    this.#send();
    this.#keepLater();
    this.#report();
  }

  #read(frames: readonly Uint8Array[]): DraftEvent[] {
    try {
      return this.#draft.receive(frames);
    } catch (error) {
      // A server that speaks another language: come back rather than guess.
      console.error(error);
      this.#connection.restart();
      return [];
    }
  }

  #tell(event: DraftEvent): void {
    switch (event.type) {
      case "ready":
        this.#synced = true;
        break;
      case "text":
        if (this.#opened) this.#view?.textChanged(event, event.splices);
        break;
      case "structure":
        if (this.#opened) this.#view?.structureChanged();
        break;
      case "caret":
        this.#view?.caretMoved(event);
        break;
      case "caret-gone":
        this.#view?.caretGone(event.peer);
        break;
      case "durable":
        this.#keepLater();
        break;
      case "read-only":
        this.#setReadOnly(event.is_read_only);
        break;
      case "rejected":
        // The server's own words are for whoever writes programs.
        console.warn(`${event.code}: ${event.hint}`);
        if (READ_ONLY_CODES.has(event.code)) this.#setReadOnly(true, this.#strings.say(reasonOfCode(event.code)));
        else this.#refuse(this.#strings.say(reasonOfCode(event.code)));
        break;
      case "refused":
        console.warn(event.message);
        break;
      case "unavailable":
        this.#end(this.#strings.say("reason-unavailable"));
        break;
    }
  }

  #showIfReady(): void {
    if (this.#opened || !this.#draft.isReady) return;
    this.#opened = true;
    this.#view?.opened();
    this.#view?.writableChanged(this.canWrite);
  }

  /** Makes a change of the burst, keeps it and sends it. */
  #flush(): void {
    clearTimeout(this.#burst);
    this.#burst = undefined;
    if (this.#draft.commit()) this.#keep(true);
    this.#send();
    this.#scheduleArrival();
    this.#report();
  }

  /** Writes what is not on the device yet, one after the other. */
  #keep(isOurs: boolean): void {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    const store = this.#store;
    if (!store || this.#storageFailed) return;
    const draft = this.#draft;
    const [piece, durable] = [draft.takeUnsaved(), draft.durableHeads()];
    if (isOurs) this.#unwritten += 1;
    this.#storageQueue = this.#storageQueue
      .then(() => (draft === this.#draft ? store.append(piece, durable, isOurs, () => draft.save()) : undefined))
      .catch(() => this.#storageBroke())
      .then(() => {
        if (isOurs) this.#unwritten -= 1;
        this.#report();
      });
  }

  /** Writes what others did, which the server has, when there is time. */
  #keepLater(): void {
    this.#keeping ??= setTimeout(() => {
      this.#keeping = undefined;
      // A burst that is open is kept when it ends, and this with it.
      if (this.#burst === undefined) this.#keep(false);
      else this.#keepLater();
    }, KEEP_LATER_MS);
  }

  /** Sends what there is to send, after everything written here before is on the device. */
  #send(): void {
    if (!this.#connection.isOpen || this.#refused !== null || this.#burst !== undefined) return;
    const frames = this.#draft.outgoing();
    if (frames.length === 0) return;
    const line = this.#line;
    void this.#storageQueue.then(() => {
      if (line === this.#line) for (const frame of frames) this.#connection.send(frame);
    });
  }

  #sendCaret(): void {
    clearTimeout(this.#caretTimer);
    this.#caretTimer = undefined;
    if (!this.#connection.isOpen || !this.#synced || !this.#mayWrite) return;
    const caret = this.#caret;
    if (caret === null && !this.#caretShown) return;
    // A caret beside a letter that was not sent yet means nothing to others.
    if (this.#draft.hasOpenEdits || this.#unwritten > 0) {
      this.#caretTimer = setTimeout(() => this.#sendCaret(), CARET_MS);
      return;
    }
    const frame = caret
      ? this.#draft.caret(caret.ref.clause ?? undefined, caret.ref.field, caret.anchor, caret.head)
      : this.#draft.caretGone();
    if (frame) this.#connection.send(frame);
    this.#caretShown = caret !== null;
    if (caret) this.#caretTimer = setTimeout(() => this.#sendCaret(), CARET_REPEAT_MS);
  }

  /** Closes a connection on which a change stays unconfirmed and nothing is heard. */
  #watch(): void {
    const silent = performance.now() - this.#heard > SILENCE_LIMIT_MS;
    if (this.#connection.isOpen && silent && (!this.#synced || this.#draft.pending() > 0)) this.#connection.restart();
  }

  #refuse(reason: string): void {
    if (this.#refused !== null) return;
    this.#flushInto();
    this.#refused = reason;
    this.#connection.stop();
    this.#view?.writableChanged(false);
    this.#view?.refused(reason, this.#draft.unconfirmed());
    this.#report();
  }

  /** The right to write ended or came; the draft is followed all the same. */
  #setReadOnly(isReadOnly: boolean, reason = this.#strings.say("reason-no-right")): void {
    if (isReadOnly === !this.#mayWrite) return;
    this.#flushInto();
    this.#mayWrite = !isReadOnly;
    this.#ended = isReadOnly ? reason : null;
    if (isReadOnly && this.#draft.pending() > 0) this.#refuse(reason);
    if (!isReadOnly && !this.#hasActor) void this.#takeActor();
    this.#view?.writableChanged(this.canWrite);
    this.#report();
  }

  /** The server closed because of what it was sent: with changes in hand that is a refusal of them. */
  #notTaken(code: number): void {
    this.#apply();
    if (this.#draft.pending() > 0) this.#refuse(this.#strings.say(reasonOfClose(code)));
  }

  /** Asks the page's own address why no connection comes about: a socket does not say. */
  async #probe(): Promise<void> {
    const answer = await fetch(location.href, { method: "HEAD", redirect: "manual", cache: "no-store" }).catch(() => null);
    if (!answer || answer.status >= 500) return;
    if (answer.type === "opaqueredirect" || answer.status === 401) this.#end(this.#strings.say("reason-signed-out"));
    else if (answer.status === 403 || answer.status === 404) this.#end(this.#strings.say("reason-no-right"));
  }

  /** Keeps what is being written before a state from which nothing is sent any more. */
  #flushInto(): void {
    clearTimeout(this.#burst);
    this.#burst = undefined;
    if (this.#draft.commit()) this.#keep(true);
  }

  /** Until there is an actor nothing can be written, though the text can be read. */
  get #awaitsActor(): boolean {
    return this.#mayWrite && !this.#hasActor;
  }

  #end(reason: string): void {
    this.#flushInto();
    this.#ended = reason;
    this.#connection.stop();
    this.#view?.writableChanged(false);
    this.#report();
  }

  #storageBroke(): void {
    this.#storageFailed = true;
    this.#report();
  }

  #report(): void {
    if (this.#waiting.length > 0 && this.#isSaved) for (const tell of this.#waiting.splice(0)) tell();
    this.#view?.statusChanged(
      statusOf({
        ready: this.#draft.isReady && !this.#awaitsActor,
        canWrite: this.#mayWrite,
        ended: this.#ended,
        refused: this.#refused,
        synced: this.#synced,
        pending: this.#draft.pending() + (this.#draft.hasOpenEdits ? 1 : 0),
        kept: this.#unwritten === 0 && !this.#draft.hasOpenEdits,
        keeps: this.#store !== null && !this.#storageFailed,
      }),
    );
  }
}

function openDraft(page: Page, module: Module, saved: Uint8Array | undefined, durable: readonly string[]): ClientDraft {
  try {
    return module.ClientDraft.open(page.documentId, undefined, saved, durable);
  } catch (error) {
    console.error(error);
    return module.ClientDraft.open(page.documentId, undefined, undefined, []);
  }
}

function apply(draft: ClientDraft, ref: TextRef, edit: TextEdit): void {
  const clause = ref.clause ?? undefined;
  if (edit.type === "splice") draft.splice(clause, ref.field, edit.at, edit.delete, edit.insert);
  else draft.mark(clause, ref.field, edit.from, edit.to, edit.name, edit.value);
}
