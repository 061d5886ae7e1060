// The module itself is made by cargo; `record/worker.ts` says what it uses of it.
export default function init(): Promise<unknown>;

/** Checks a bundle as its bytes come in. */
export class BundleCheck {
  constructor(known: string);
  feed(bytes: Uint8Array): boolean;
  /** How many entries were taken in, and how many there are. */
  progress(): Float64Array;
  checkpoint(): string | undefined;
  /** What was found, as JSON. */
  finish(): string;
}

/** Checks the ledger, part by part. */
export class LedgerCheck {
  constructor(known: string, key: string, checkpoint: Uint8Array);
  /** The paths of what is to be fetched next. */
  wanted(most: number): string[];
  take(bytes: Uint8Array): void;
  progress(): Float64Array;
  finish(): string;
}

/** Throws what is wrong with a policy. */
export function checkPolicy(text: string): void;
