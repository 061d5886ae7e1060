// Where the threads of a draft belong: found in the replica, so that they move with the words while everybody writes.

import type { ClauseHead } from "./model";
import type { Subject } from "./opening";
import type { Session } from "./session";
import type { Thread } from "./threads";

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Place {
  readonly isLost: boolean;
  /** The place of the clause among all. */
  readonly order: number;
  /** Where its words stand in the text of the clause; none where it is about the whole. */
  readonly range: Range | null;
}

const LOST: Place = { isLost: true, order: Infinity, range: null };

export class Places {
  readonly #session: Session;
  #places = new Map<string, Place>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Finds every thread anew. */
  update(threads: readonly Thread[], clauses: readonly ClauseHead[]): void {
    const order = new Map(clauses.map(({ id }, index) => [id, index]));
    this.#places = new Map();
    for (const thread of threads) {
      const { clause } = thread.subject;
      const index = order.get(clause);
      if (index === undefined) continue;
      const range = thread.passage ? this.find({ clause, ends: thread.cursors ?? null, words: thread.passage }) : null;
      if (thread.passage === undefined || range !== null) this.#places.set(thread.id, { isLost: false, order: index, range });
    }
  }

  of(thread: Thread): Place {
    return this.#places.get(thread.id) ?? LOST;
  }

  /** Finds words that are discussed, or about to be; none where they are gone. */
  find({ clause, ends, words }: Subject): Range | null {
    if (words === null) return null;
    try {
      return this.#session.draft.findPassage(clause, ends ?? undefined, words);
    } catch (error) {
      console.error(error);
      return null;
    }
  }

  /** The thread whose words are at a place of a text; of several the one with the fewest words. */
  at(threads: readonly Thread[], clause: string, index: number): string | null {
    const here = threads.flatMap((thread) => {
      const { range } = this.of(thread);
      const isHere = range !== null && thread.subject.clause === clause && range.from <= index && index <= range.to;
      return isHere ? [{ id: thread.id, length: range.to - range.from }] : [];
    });
    here.sort((a, b) => a.length - b.length);
    return here[0]?.id ?? null;
  }

  /** In the order of the text; the whole clause before its words, the older before the newer. */
  inOrder(threads: readonly Thread[]): Thread[] {
    return [...threads].sort((a, b) => this.#compare(a, b));
  }

  #compare(a: Thread, b: Thread): number {
    const [first, second] = [this.of(a), this.of(b)];
    const at = (place: Place): number => place.range?.from ?? -1;
    if (first.order !== second.order) return first.order < second.order ? -1 : 1;
    return at(first) - at(second) || (a.opened_at < b.opened_at ? -1 : 1);
  }
}
