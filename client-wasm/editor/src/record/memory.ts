// What this browser remembers of the record, from one check to the next.

import type { Checked, Failure } from "./said";

/** The last checkpoint up to which everything that was checked held. */
export interface Remembered {
  readonly key: string;
  readonly size: number;
  readonly root: string;
  readonly note: string;
  readonly at: string;
}

/** What the last check came to, to be shown again. */
export interface Last {
  readonly at: string;
  readonly holds: boolean;
  /** How many entries were checked; with their words, where it was a bundle. */
  readonly size: number;
  readonly bundle?: number;
  readonly made: readonly string[];
  readonly checks: readonly Checked[];
  readonly failures: readonly Failure[];
  readonly witnessesAsked: boolean;
}

/** One side of a contradiction. */
export interface Side {
  readonly key: string;
  readonly size: number;
  readonly root: string;
  readonly note: string;
}

/** A record that does not continue the one that was known. */
export interface Alarm {
  readonly kind: "head" | "key";
  /** When it was seen, and when what was known had been verified. */
  readonly at: string;
  readonly knownSince: string;
  readonly known: Side;
  readonly shown: Side;
}

/** How many checkpoints from files are kept. */
const MOST_FILES = 20;

const NAMES = { head: "head", last: "last", alarm: "alarm", policy: "policy", files: "files" } as const;

function read<T>(name: keyof typeof NAMES): T | null {
  const kept = localStorage.getItem(`clausewise-record-${name}`);
  if (kept === null) return null;
  try {
    return JSON.parse(kept) as T;
  } catch {
    // Somebody else wrote it; what cannot be read was not remembered.
    return null;
  }
}

function write(name: keyof typeof NAMES, value: unknown): void {
  const key = `clausewise-record-${name}`;
  if (value === null) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify(value));
}

/** What this browser remembers; each is null until there is one. */
export const memory = {
  head: (): Remembered | null => read("head"),
  last: (): Last | null => read("last"),
  alarm: (): Alarm | null => read("alarm"),
  policy: (): string | null => read("policy"),
  files: (): string[] => read("files") ?? [],

  keepHead: (head: Remembered | null): void => write("head", head),
  keepLast: (last: Last | null): void => write("last", last),
  keepPolicy: (policy: string | null): void => write("policy", policy),
  keepFiles: (notes: readonly string[]): void => write("files", notes.length > 0 ? notes.slice(-MOST_FILES) : null),

  /** Keeps an alarm; the first one stays until a person puts it aside. */
  raise: (alarm: Alarm): void => {
    if (memory.alarm() === null) write("alarm", alarm);
  },
  putAside: (): void => write("alarm", null),
};
