// Undo of structure: a stack of acts and their opposites, beside the undo of each text.

/** Something done to the structure; each way returns whether it could be done. */
export interface Act {
  readonly redo: () => boolean;
  readonly undo: () => boolean;
}

const LIMIT = 200;

export class StructureHistory {
  #done: { act: Act; moment: number }[] = [];
  #undone: Act[] = [];
  #moment = 0;
  readonly #lastEdit = new Map<string, number>();

  /** Forgets everything, when the draft was thrown away. */
  clear(): void {
    this.#done = [];
    this.#undone = [];
  }

  /** Notes an act that was just done. */
  note(act: Act): void {
    this.#moment += 1;
    this.#done.push({ act, moment: this.#moment });
    this.#undone = [];
    if (this.#done.length > LIMIT) this.#done.shift();
  }

  /** Notes an edit of a text, so that undo knows which came last. */
  noteEdit(text: string): void {
    this.#moment += 1;
    this.#lastEdit.set(text, this.#moment);
  }

  /** Whether the structure changed after the last edit of this text. */
  isNewerThan(text: string): boolean {
    const last = this.#done.at(-1);
    return last !== undefined && last.moment > (this.#lastEdit.get(text) ?? 0);
  }

  undo(): boolean | null {
    const last = this.#done.pop();
    if (!last) return null;
    const possible = last.act.undo();
    if (possible) this.#undone.push(last.act);
    return possible;
  }

  redo(): boolean | null {
    const act = this.#undone.pop();
    if (!act) return null;
    const possible = act.redo();
    if (possible) {
      this.#moment += 1;
      this.#done.push({ act, moment: this.#moment });
    }
    return possible;
  }
}
