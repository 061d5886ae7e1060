// The shapes that pass between the module and the shell.

/** Characters that carry the same marks, as `domain::text::Run` writes them. */
export interface Run {
  readonly text: string;
  readonly strong?: boolean;
  readonly em?: boolean;
  readonly link?: string;
}

export type MarkName = "strong" | "em" | "link";
export type FieldName = "title" | "heading" | "body" | "commentary";

/** Names one text of the draft; the title belongs to no clause. */
export interface TextRef {
  readonly clause: string | null;
  readonly field: FieldName;
}

/** A replacement in a text; positions count UTF-16 code units. */
export interface Splice {
  readonly at: number;
  readonly delete: number;
  readonly insert: string;
}

export const KINDS = ["clause", "section", "principle", "preamble", "definition", "commentary"] as const;
export type Kind = (typeof KINDS)[number];

/** A clause without its texts. */
export interface ClauseHead {
  readonly id: string;
  readonly parent: string | null;
  readonly depth: number;
  readonly number: string;
  readonly kind: Kind;
  readonly language: string | null;
  readonly direction: "ltr" | "rtl" | null;
  /** Removed here and edited there, at the same time: the chair has to decide. */
  readonly contested: boolean;
}

/** A clause out of the text, whose words are kept. */
export interface RemovedClause {
  readonly id: string;
  readonly heading: string;
  readonly text: string;
  readonly language: string | null;
  readonly direction: "ltr" | "rtl" | null;
  readonly contested: boolean;
}

/** Order, nesting and numbers. */
export interface Outline {
  readonly clauses: readonly ClauseHead[];
  readonly removed: readonly RemovedClause[];
}

/** How a clause is called in a sentence. */
export interface ClauseName {
  readonly kind: Kind;
  readonly number: string;
}

/** Words of a text, and which of several alike they are. */
export interface Quote {
  readonly text: string;
  readonly nth?: number | null;
}

/** One thing that changes in a clause, in plain language; `domain::redline::Phrase`. */
export type Phrase =
  | { readonly phrase: "replace"; readonly words: Quote; readonly by: string }
  | { readonly phrase: "insert_after"; readonly words: string; readonly after: Quote }
  | { readonly phrase: "insert_at_start"; readonly words: string }
  | { readonly phrase: "delete"; readonly words: Quote }
  | { readonly phrase: "heading"; readonly from: string; readonly to: string }
  | { readonly phrase: "kind"; readonly from: Kind; readonly to: Kind }
  | { readonly phrase: "spacing" | "formatting" };

/** One thing that is said of a changed clause. */
export type Said =
  | { readonly said: "in"; readonly phrase: Phrase }
  | { readonly said: "insert"; readonly words: string }
  | { readonly said: "delete" }
  | { readonly said: "move"; readonly parent: ClauseName | null; readonly after: ClauseName | null };

/** A run of words to which one thing happens. */
export interface Segment {
  readonly change: "equal" | "deleted" | "inserted";
  readonly text: readonly Run[];
}

/** What an amendment in preparation changes in one clause. */
export interface ChangedClause {
  readonly clause: string;
  /** Grows when anything of it changes. */
  readonly version: number;
  readonly name: ClauseName;
  readonly language: string | null;
  readonly direction: "ltr" | "rtl" | null;
  readonly said: readonly Said[];
  readonly heading: readonly Segment[];
  readonly body: readonly Segment[];
}

/** Where another person's caret stands. */
export interface Caret {
  readonly peer: string;
  /** Whose it is, as the server vouches. */
  readonly delegate: string;
  readonly name: string;
  readonly clause: string | null;
  readonly field: FieldName;
  readonly anchor: number;
  readonly head: number;
}

/** What the module says after reading frames. */
export type DraftEvent =
  | { readonly type: "ready" }
  | { readonly type: "text"; readonly clause: string | null; readonly field: FieldName; readonly splices: readonly Splice[] }
  | { readonly type: "structure" }
  | ({ readonly type: "caret" } & Caret)
  | { readonly type: "caret-gone"; readonly peer: string }
  | { readonly type: "durable" }
  | { readonly type: "read-only"; readonly is_read_only: boolean }
  | { readonly type: "rejected"; readonly code: string; readonly hint: string }
  | { readonly type: "refused"; readonly message: string }
  | { readonly type: "unavailable" };

export function textKey(ref: TextRef): string {
  return `${ref.clause ?? ""}/${ref.field}`;
}
