// Why the server takes something no longer, in the reader's words.

import { SIGNED_OUT, TOO_LARGE } from "./connection";

/** The words for the codes of the gate; what is not here nobody can do by writing. */
const REASONS: Readonly<Record<string, string>> = {
  "draft-frozen": "reason-frozen",
  "read-only": "reason-no-right",
  "text-too-long": "refusal-text-too-long",
  "too-many-clauses": "refusal-too-many-clauses",
  "draft-full": "refusal-draft-full",
  "refused-character": "refusal-character",
  "refused-mark": "refusal-mark",
  "change-too-large": "refusal-too-large",
  "too-many-operations": "refusal-too-large",
  "foreign-actor": "refusal-foreign-actor",
  "wrong-sequence": "refusal-out-of-step",
  "detached-change": "refusal-out-of-step",
  "missing-dependencies": "refusal-out-of-step",
  "wrong-start": "refusal-out-of-step",
  "unknown-actor": "refusal-out-of-step",
  "unknown-object": "refusal-out-of-step",
  "unknown-element": "refusal-out-of-step",
  "clause-exists": "refusal-out-of-step",
  "wrong-predecessors": "refusal-out-of-step",
  "too-many-waiting": "refusal-out-of-step",
  "built-on-refused": "refusal-out-of-step",
};

/** The key of the words for a refusal of the gate. */
export function reasonOfCode(code: string): string {
  return REASONS[code] ?? "refusal-other";
}

/** The key of the words for how the server closed the connection. */
export function reasonOfClose(code: number): string {
  if (code === SIGNED_OUT) return "reason-signed-out";
  if (code === TOO_LARGE) return "refusal-too-large";
  return code < 4000 ? "refusal-other" : "reason-no-right";
}
