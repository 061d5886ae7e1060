// What is kept on the device: the document in pieces, confirmed heads, actors.

interface Piece {
  readonly draft: string;
  readonly bytes: Uint8Array;
}

interface DraftRow {
  /** Grows when the kept document is thrown away; who wrote to the old one begins anew. */
  readonly epoch: number;
  readonly durable: readonly string[];
}

export interface Kept {
  readonly bytes: Uint8Array | undefined;
  readonly durable: readonly string[];
}

const NEW_ROW: DraftRow = { epoch: 0, durable: [] };
/** Pieces after which a page makes one of them. */
const MANY_PIECES = 100;

/** The draft of one account in this browser. */
export class DraftStore {
  readonly #database: IDBDatabase;
  readonly #key: string;
  #epoch = 0;
  /** The pieces whose contents are in the document of this page. */
  #known: IDBValidKey[] = [];

  private constructor(database: IDBDatabase, key: string) {
    this.#database = database;
    this.#key = key;
  }

  /** Opens the store; null where the browser keeps nothing (private windows, blocked storage). */
  static async open(delegate: string, draft: string): Promise<DraftStore | null> {
    try {
      const request = indexedDB.open("clausewise", 1);
      request.onupgradeneeded = () => createStores(request.result);
      return new DraftStore(await answer(request), `${delegate}/${draft}`);
    } catch {
      return null;
    }
  }

  async load(): Promise<Kept> {
    const transaction = this.#database.transaction(["pieces", "drafts"]);
    const pieces = await answer(transaction.objectStore("pieces").index("draft").getAll(this.#key) as IDBRequest<Piece[]>);
    this.#known = await answer(transaction.objectStore("pieces").index("draft").getAllKeys(this.#key));
    const row = await this.#row(transaction);
    this.#epoch = row.epoch;
    return { bytes: pieces.length === 0 ? undefined : concatenated(pieces), durable: row.durable };
  }

  /**
   * Adds a piece and notes the confirmed heads. `whole` makes the document, which takes the place of the pieces
   * where another tab threw them away or where they have become many.
   */
  async append(piece: Uint8Array | undefined, durable: readonly string[], isOurs: boolean, whole: () => Uint8Array): Promise<void> {
    const transaction = this.#write(isOurs ? "strict" : "relaxed");
    const { epoch } = await this.#row(transaction);
    const pieces = transaction.objectStore("pieces");
    if (epoch !== this.#epoch) this.#known = [];
    const isWhole = epoch !== this.#epoch || this.#known.length >= MANY_PIECES;
    this.#epoch = epoch;
    transaction.objectStore("drafts").put({ epoch, durable } satisfies DraftRow, this.#key);
    if (isWhole) for (const key of this.#known.splice(0)) pieces.delete(key);
    const bytes = isWhole ? whole() : piece;
    if (bytes) this.#known.push(await answer(pieces.add({ draft: this.#key, bytes } satisfies Piece)));
    await finished(transaction);
  }

  /** Throws the kept document away, for every tab. */
  async clear(): Promise<void> {
    const transaction = this.#write("strict");
    const row = await this.#row(transaction);
    this.#epoch = row.epoch + 1;
    const pieces = transaction.objectStore("pieces");
    for (const key of await answer(pieces.index("draft").getAllKeys(this.#key))) pieces.delete(key);
    transaction.objectStore("drafts").put({ epoch: this.#epoch, durable: [] } satisfies DraftRow, this.#key);
    await finished(transaction);
  }

  async actors(): Promise<string[]> {
    const store = this.#database.transaction("actors").objectStore("actors");
    const range = IDBKeyRange.bound([this.#key], [this.#key, []]);
    return (await answer(store.getAllKeys(range))).map((key) => String((key as string[])[1]));
  }

  async addActor(actor: string): Promise<void> {
    const transaction = this.#database.transaction("actors", "readwrite");
    transaction.objectStore("actors").put(true, [this.#key, actor]);
    await finished(transaction);
  }

  /** A name for a lock on something of this draft. */
  lockName(what: string): string {
    return `clausewise/${this.#key}/${what}`;
  }

  /** Strict for what was written here: were a change that was sent missing after a power cut, its actor would fork. */
  #write(durability: IDBTransactionDurability): IDBTransaction {
    return this.#database.transaction(["pieces", "drafts"], "readwrite", { durability });
  }

  async #row(transaction: IDBTransaction): Promise<DraftRow> {
    const row = await answer(transaction.objectStore("drafts").get(this.#key) as IDBRequest<DraftRow | undefined>);
    return row ?? NEW_ROW;
  }
}

function createStores(database: IDBDatabase): void {
  database.createObjectStore("pieces", { autoIncrement: true }).createIndex("draft", "draft");
  database.createObjectStore("drafts");
  database.createObjectStore("actors");
}

function concatenated(pieces: readonly Piece[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.bytes.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece.bytes, at);
    at += piece.bytes.length;
  }
  return whole;
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's database failed"));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("the browser's database gave up"));
  });
}
