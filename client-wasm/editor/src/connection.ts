// A WebSocket that comes back: growing, random waits, at once when the network returns.

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** Closing codes by which the server says that trying again is of no use. */
export const SIGNED_OUT = 4401;
export const NO_RIGHT = 4403;
export const TOO_LARGE = 1009;
/** Closing codes by which it says that what was sent is not taken: protocol, policy, size. */
const NOT_TAKEN = [1002, 1008, TOO_LARGE];

export interface ConnectionEvents {
  opened(): void;
  frame(bytes: Uint8Array): void;
  /** The connection is gone; `failures` counts attempts since the last frame that came. */
  closed(failures: number): void;
  /** The server closed because of what was sent; the code says what was wrong with it. */
  notTaken(code: number): void;
  /** The server ended the session for good; the code says why. */
  ended(code: number): void;
}

export class Connection {
  readonly #address: string;
  readonly #events: ConnectionEvents;
  #socket: WebSocket | null = null;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(path: string, events: ConnectionEvents) {
    const address = new URL(path, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    this.#address = address.href;
    this.#events = events;
    addEventListener("online", () => this.#retryNow());
    addEventListener("offline", () => this.restart());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#retryNow();
    });
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  start(): void {
    this.#stopped = false;
    this.#open();
  }

  /** Ends the connection and does not come back until `start`. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#drop();
  }

  /** Closes a connection that no longer answers, and tries another. */
  restart(): void {
    this.#drop();
  }

  /** Lets go of the socket at once: without a network its own end would be long in coming. */
  #drop(): void {
    const socket = this.#socket;
    if (!socket) return;
    socket.close(1000);
    this.#closed(socket, 1000);
  }

  send(frame: Uint8Array): void {
    if (this.isOpen) this.#socket?.send(frame as Uint8Array<ArrayBuffer>);
  }

  #open(): void {
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.#address);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      if (socket === this.#socket) this.#events.opened();
    };
    socket.onmessage = (message) => {
      this.#failures = 0;
      if (socket === this.#socket && message.data instanceof ArrayBuffer) this.#events.frame(new Uint8Array(message.data));
    };
    socket.onclose = (close) => {
      if (close.reason !== "") console.info(`${close.code}: ${close.reason}`);
      this.#closed(socket, close.code);
    };
    this.#socket = socket;
  }

  #closed(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    if (code === SIGNED_OUT || code === NO_RIGHT) {
      this.#stopped = true;
      this.#events.ended(code);
    }
    if (NOT_TAKEN.includes(code)) this.#events.notTaken(code);
    this.#events.closed(this.#failures);
    if (this.#stopped) return;
    // Anywhere between nothing and the limit: pages that lost one server do not come back at one moment.
    const limit = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#timer = setTimeout(() => this.#open(), Math.max(100, Math.random() * limit));
  }

  #retryNow(): void {
    if (this.#stopped || this.#socket !== null) return;
    this.#failures = 0;
    this.#open();
  }
}
