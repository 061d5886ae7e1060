// The line that says where the words are: it never claims more than the server confirmed.

import { setAttributes } from "./dom";
import type { Strings } from "./page";

export type Status =
  | { readonly kind: "opening" | "saved" | "saving" | "reading" | "offline" | "connecting" }
  | { readonly kind: "kept" | "unkept"; readonly count: number }
  | { readonly kind: "refused" | "read-only"; readonly reason: string };

/** What the status is computed from. */
export interface Facts {
  readonly ready: boolean;
  readonly canWrite: boolean;
  /** Why writing ended, if it did. */
  readonly ended: string | null;
  /** Why the server refused a change, if it did. */
  readonly refused: string | null;
  /** The connection stands and both sides know each other's heads. */
  readonly synced: boolean;
  /** Changes the server has not confirmed, an open one included. */
  readonly pending: number;
  /** Every change is written to this device. */
  readonly kept: boolean;
  /** The device's storage can be used at all. */
  readonly keeps: boolean;
}

/** Says where the words are. */
export function statusOf(facts: Facts): Status {
  if (facts.refused !== null) return { kind: "refused", reason: facts.refused };
  if (facts.ended !== null) return { kind: "read-only", reason: facts.ended };
  if (!facts.ready) return { kind: "opening" };
  if (facts.synced) {
    if (!facts.canWrite) return { kind: "reading" };
    return { kind: facts.pending === 0 ? "saved" : "saving" };
  }
  if (facts.pending === 0) return { kind: facts.canWrite ? "offline" : "connecting" };
  if (!facts.keeps) return { kind: "unkept", count: facts.pending };
  return facts.kept ? { kind: "kept", count: facts.pending } : { kind: "saving" };
}

/** Shows a status; changes of its kind are announced, a growing count is not. */
export class StatusLine {
  readonly #line: HTMLElement;
  readonly #strings: Strings;

  constructor(line: HTMLElement, strings: Strings) {
    this.#line = line;
    this.#strings = strings;
  }

  show(status: Status): void {
    const words = this.#words(status);
    if (this.#line.textContent !== words) this.#line.textContent = words;
    setAttributes(this.#line, { "data-status": status.kind });
  }

  #words(status: Status): string {
    if ("count" in status) return this.#strings.count(`status-${status.kind}`, status.count);
    if ("reason" in status) return this.#strings.say(`status-${status.kind}`, { reason: status.reason });
    return this.#strings.say(`status-${status.kind}`);
  }
}
