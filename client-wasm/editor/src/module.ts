// The compiled module: what it offers to the shell.

import type { ChangedClause, DraftEvent, FieldName, Outline, Run, Segment } from "./model";
import type { Ends, PassageWords } from "./threads";

export type { Segment } from "./model";

/** One replica of the draft with its side of the synchronisation. */
export interface ClientDraft {
  readonly isReady: boolean;
  setActor(actor: string): void;

  outline(): Outline;
  runs(clause: string | undefined, field: FieldName): Run[];

  splice(clause: string | undefined, field: FieldName, at: number, deleted: number, runs: readonly Run[]): void;
  mark(clause: string | undefined, field: FieldName, from: number, to: number, name: string, value: string | boolean | null): void;
  addClause(id: string, parent: string | undefined, after: string | undefined, kind: string): void;
  placeClause(id: string, parent: string | undefined, after: string | undefined): void;
  removeClause(id: string): void;
  restoreClause(id: string): void;
  setKind(id: string, kind: string): void;
  setLanguage(id: string, language: string | undefined): void;

  /** Makes one change of the edits since the last; false if there were none. */
  commit(): boolean;
  /** Whether edits wait for `commit`. */
  readonly hasOpenEdits: boolean;
  /** Changes not yet given out for keeping, or undefined. */
  takeUnsaved(): Uint8Array | undefined;
  save(): Uint8Array;

  /** Begins a connection: the frame to send first. */
  connect(peer: string): Uint8Array;
  disconnect(): void;
  receive(frames: readonly Uint8Array[]): DraftEvent[];
  outgoing(): Uint8Array[];
  /** How many changes the server has not confirmed. */
  pending(): number;
  /** The heads the server has confirmed. */
  durableHeads(): string[];
  /** The texts that differ from what the server confirmed, as they read here. */
  unconfirmed(): string;

  /** Names the first and the last character of a part of a clause's text. */
  passageEnds(clause: string, from: number, to: number): Ends;
  /** Where the words of a thread stand now; null where they are gone. */
  findPassage(clause: string, ends: Ends | undefined, words: PassageWords): { from: number; to: number } | null;

  /** Begins to compare with the text at these heads; false before the replica has them. */
  compareWith(heads: readonly string[]): boolean;
  /** What changes in that text; null while there is none to compare with. */
  changes(): ChangedClause[] | null;

  caret(clause: string | undefined, field: FieldName, anchor: number, head: number): Uint8Array | undefined;
  caretGone(): Uint8Array | undefined;
  free(): void;
}

export interface Module {
  readonly ClientDraft: {
    open(documentId: string, actor: string | undefined, saved: Uint8Array | undefined, durable: readonly string[]): ClientDraft;
  };
  /** The direction of a language. */
  direction(tag: string): "ltr" | "rtl";
  redline(base: readonly Run[], target: string): readonly Segment[];
}

/** Loads the module that lies beside this script. */
export async function loadModule(): Promise<Module> {
  const module = (await import("./clausewise_client.js")) as Module & { default(): Promise<unknown> };
  await module.default();
  return module;
}
