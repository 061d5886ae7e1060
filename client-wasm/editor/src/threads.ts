// The discussions of a draft, as the server keeps them: read, opened, answered, settled.

/** The first and the last character of a passage, by the names the draft gives them. */
export interface Ends {
  readonly from: string;
  readonly to: string;
}

/** The words a thread is about, with what stood around them. */
export interface PassageWords {
  readonly quote: string;
  readonly before: string;
  readonly after: string;
  readonly at: number;
}

/** For whom a thread about a draft can be. */
export type Audience = "organisation" | "group";

export interface Thread {
  readonly id: string;
  readonly subject: { readonly clause: string };
  readonly passage?: PassageWords;
  readonly cursors?: Ends;
  readonly audience: Audience;
  /** The organisation whose delegates alone read it. */
  readonly organisation?: string;
  readonly opened_by: string;
  readonly opened_at: string;
  readonly resolved_by?: string;
  readonly resolved_at?: string;
  readonly message_count: number;
  readonly last_at: string;
}

export interface Message {
  readonly id: string;
  readonly number: number;
  readonly author: string;
  /** Absent once it was deleted. */
  readonly words?: string;
  readonly mentions: readonly string[];
  readonly sent_at: string;
  readonly edited_at?: string;
  readonly deleted_at?: string;
}

/** A circle that the reader can open a thread for, and write in the threads of. */
export interface Circle {
  readonly audience: Audience;
  /** The short name of the organisation. */
  readonly organisation?: string;
  readonly readers: readonly string[];
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly organisation?: string;
}

export interface Discussions {
  readonly instrument: string;
  readonly threads: readonly Thread[];
  readonly circles: readonly Circle[];
  readonly people: readonly Person[];
}

/** What is said, and to whom it calls. */
export interface Said {
  readonly words: string;
  readonly mentions: readonly string[];
}

/** What a new thread is about, and for whom. */
export interface Opening extends Said {
  readonly clause: string;
  readonly ends: Ends | null;
  readonly audience: Audience;
}

/** Why the server did not do it: a key of the words that say so. */
export type Reason = "offline" | "signed-out" | "gone" | "words" | "resolved" | "full" | "mention" | "other";

export class Refused extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

/** The key of the words that say why something could not be read. */
export function unreadKey(error: unknown): string {
  if (!(error instanceof Refused)) return "thread-failed-other";
  return error.reason === "offline" ? "thread-unread" : `thread-failed-${error.reason}`;
}

/** The key of the words that say why something was not done. */
export function undoneKey(error: unknown): string {
  return `thread-failed-${error instanceof Refused ? error.reason : "other"}`;
}

const LIMIT_MS = 15_000;
const REASONS: Readonly<Record<string, Reason>> = {
  "quote-not-found": "words",
  "unknown-clause": "words",
  "thread-resolved": "resolved",
  "thread-not-resolved": "resolved",
  "thread-full": "full",
  "too-many-messages": "full",
  "mention-not-permitted": "mention",
};

export class ThreadStore {
  readonly #draft: string;
  #instrument = "";

  constructor(draft: string) {
    this.#draft = draft;
  }

  async load(): Promise<Discussions> {
    const found = await ask<Discussions>("GET", `/drafts/${encodeURIComponent(this.#draft)}/threads`);
    this.#instrument = found.instrument;
    return found;
  }

  async messages(thread: string): Promise<readonly Message[]> {
    return (await ask<{ messages: readonly Message[] }>("GET", `/threads/${thread}`)).messages;
  }

  /** Opens a thread and returns its name; what is sent twice under one key happens once. */
  async open({ clause, ends, audience, words, mentions }: Opening, key: string): Promise<string> {
    const command = { subject: { kind: "draft", clause }, audience, words, mentions, ...(ends ? { cursors: ends } : {}) };
    return (await ask<{ id: string }>("POST", `/instruments/${this.#instrument}/threads`, command, key)).id;
  }

  async reply(thread: string, { words, mentions }: Said, key: string): Promise<void> {
    await ask("POST", `/threads/${thread}/messages`, { words, mentions }, key);
  }

  async settle(thread: string, resolve: boolean): Promise<void> {
    await ask("POST", `/threads/${thread}/${resolve ? "resolve" : "reopen"}`);
  }
}

async function ask<T>(method: "GET" | "POST", path: string, command?: unknown, key: string = crypto.randomUUID()): Promise<T> {
  const answer = await fetch(`/api/v1${path}`, {
    method,
    headers: {
      accept: "application/json",
      ...(method === "POST" ? { "idempotency-key": key } : {}),
      ...(command === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(command === undefined ? {} : { body: JSON.stringify(command) }),
    signal: AbortSignal.timeout(LIMIT_MS),
  }).catch(() => null);
  if (!answer || answer.status >= 500) throw new Refused("offline");
  if (answer.status === 204) return undefined as T;
  const body = (await answer.json().catch(() => ({}))) as T & { type?: string };
  if (answer.ok) return body;
  throw new Refused(reasonOf(answer.status, body.type?.split("/").at(-1) ?? ""));
}

function reasonOf(status: number, code: string): Reason {
  const known = REASONS[code];
  if (known) return known;
  if (status === 401) return "signed-out";
  return status === 403 || status === 404 ? "gone" : "other";
}
