// A stock automerge-repo client: nothing of ours, as anyone could write it.
import { Repo, type AutomergeUrl, type DocHandle } from "@automerge/automerge-repo";
import { WebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket";
import { next as automerge } from "@automerge/automerge";

/** The part of a draft's schema that this client uses. */
interface Draft {
  readonly v: number;
  title: string;
  clauses: Record<string, { body: string; place: string; removed: boolean }>;
}

/** One stock client in a draft. */
export class StockClient {
  readonly #repo: Repo;
  readonly #handle: DocHandle<Draft>;

  private constructor(repo: Repo, handle: DocHandle<Draft>) {
    this.#repo = repo;
    this.#handle = handle;
  }

  /** Joins a draft; `socket` is an address with what lets this client in. */
  static async join(socket: string, documentId: string): Promise<StockClient> {
    const repo = new Repo({ network: [new WebSocketClientAdapter(socket)] });
    const handle = await repo.find<Draft>(`automerge:${documentId}` as AutomergeUrl);
    await handle.whenReady();
    return new StockClient(repo, handle);
  }

  /** The identifiers of the clauses in their order. */
  clauses(): string[] {
    const clauses = Object.entries(this.#handle.doc().clauses).filter(([, clause]) => !clause.removed);
    return clauses.sort(([, a], [, b]) => (a.place < b.place ? -1 : 1)).map(([id]) => id);
  }

  /** The text of a clause. */
  body(clause: string): string {
    return this.#handle.doc().clauses[clause]?.body ?? "";
  }

  /** Writes into the text of a clause, one letter after the other. */
  write(clause: string, at: number, text: string): void {
    this.#handle.change((draft) => {
      [...text].forEach((letter, index) => {
        automerge.splice(draft, ["clauses", clause, "body"], at + index, 0, letter);
      });
    });
  }

  /** Waits until the text of a clause has `part` in it. */
  untilBodyHas(clause: string, part: string): Promise<void> {
    return new Promise((done) => {
      const look = (): void => {
        if (!this.body(clause).includes(part)) return;
        this.#handle.off("change", look);
        done();
      };
      this.#handle.on("change", look);
      look();
    });
  }

  /** Goes. */
  leave(): Promise<void> {
    return this.#repo.shutdown();
  }
}
