// What the page and its worker say to each other.

/** Size and root of a checkpoint. */
export interface Head {
  readonly size: number;
  readonly root: string;
}

/** How much of a check held. */
export interface Checked {
  readonly check: string;
  readonly held: number;
  readonly failed: number;
}

/** Something that does not hold. */
export interface Failure {
  readonly check: string;
  readonly seq?: number;
  readonly what: string;
}

/** What verification found, as the module writes it. */
export interface Report {
  readonly holds: boolean;
  readonly log_key?: string;
  readonly entries: number;
  readonly root: string;
  readonly checks: readonly Checked[];
  readonly failures: readonly Failure[];
  readonly erased_count: number;
  readonly unsigned_positions: number;
}

/** What was found in the ledger. */
export interface Found {
  readonly report: Report;
  /** The checkpoints known beforehand that are no beginning of this record. */
  readonly contradicted: readonly Head[];
  /** The names of the checks that were made. */
  readonly made: readonly string[];
}

/** What the page knows beforehand. */
export interface Known {
  readonly log_key: string | null;
  readonly policy: string | null;
  readonly checkpoints: readonly string[];
}

/** What the page asks for. */
export type Request =
  | { readonly kind: "ledger"; readonly known: Known }
  /** Everything, from a bundle; that it is taken out is recorded. */
  | { readonly kind: "bundle"; readonly known: Known }
  | { readonly kind: "policy"; readonly text: string };

/** What a check came to. */
export interface Outcome {
  readonly ledger: Found;
  /** What the whole record came to; absent where only the ledger was read. */
  readonly bundle?: Report;
  /** The checkpoint that the server showed, and the key that it said it is signed by. */
  readonly note: string;
  readonly key: string;
  /** The checkpoint of the bundle. */
  readonly bundleNote?: string;
}

/** Why a check came to nothing. */
export type Hindrance = "unsealed" | "unreachable" | "refused" | "broken";

/** What the worker answers. */
export type Answer =
  | { readonly kind: "progress"; readonly part: "ledger" | "bundle"; readonly done: number; readonly all: number }
  | { readonly kind: "done"; readonly outcome: Outcome }
  | { readonly kind: "hindered"; readonly why: Hindrance; readonly what: string }
  /** Absent `wrong` means that it is a policy. */
  | { readonly kind: "policy"; readonly wrong?: string };
