// Starts the real program on a free port with a data folder of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const ROOT = resolve(import.meta.dirname, "../../..");

/** The program as `cargo test` and `cargo build` leave it, unless another is named. */
export function binary(): string {
  const target = process.env["CARGO_TARGET_DIR"] ?? join(ROOT, "target");
  const path = process.env["CLAUSEWISE_BINARY"] ?? join(target, "debug/clausewise");
  if (!existsSync(path)) throw new Error(`${path} is missing: cargo build --workspace`);
  return path;
}

const ADDRESS = /https?:\/\/(?:127\.0\.0\.1|localhost):\d+/;

/** A running program and what it has said so far. */
export class Program {
  #process: ChildProcess;
  readonly #folder: string;
  readonly said: string[] = [];
  /** Where it serves, as in `http://127.0.0.1:43210`. */
  address = "";

  private constructor(args: readonly string[], folder: string) {
    this.#folder = folder;
    this.#process = this.#spawn(args, "127.0.0.1:0");
  }

  /** The folder of its data. */
  get data(): string {
    return join(this.#folder, "data");
  }

  #spawn(args: readonly string[], listen: string): ChildProcess {
    return spawn(binary(), [...args, "--data", this.data, "--listen", listen, "--pseudo-languages"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, DATABASE_URL: undefined, RUST_LOG: process.env["RUST_LOG"] ?? "warn" },
    });
  }

  /**
   * Serves the demonstration network, a copy of one that is filled in once: with the keys of its
   * organisations, or without, so that anyone takes positions on the pages alone.
   */
  static async demonstration(keys: "signed" | "unsigned"): Promise<Program> {
    const args = keys === "signed" ? ["demo"] : ["demo", "--unsigned"];
    const filling = Program.#filled.get(keys) ?? Program.#fill(args);
    Program.#filled.set(keys, filling);
    const filled = await filling;
    const folder = mkdtempSync(join(tmpdir(), "clausewise-"));
    cpSync(filled, join(folder, "data"), { recursive: true, filter: (from) => !from.endsWith(".sock") });
    return Program.#start(args, folder);
  }

  static readonly #filled = new Map<string, Promise<string>>();

  /** Fills in a demonstration and returns its folder, which goes when the tests end. */
  static async #fill(args: readonly string[]): Promise<string> {
    const program = await Program.#start(args);
    await program.kill();
    process.on("exit", () => rmSync(program.#folder, { recursive: true, force: true }));
    return program.data;
  }

  /** Serves an empty network. */
  static empty(): Promise<Program> {
    return Program.#start(["serve"]);
  }

  static async #start(
    args: readonly string[],
    folder = mkdtempSync(join(tmpdir(), "clausewise-")),
  ): Promise<Program> {
    const program = new Program(args, folder);
    program.address = await program.#announced(ADDRESS);
    return program;
  }

  /** Returns the first text of the output that matches, as soon as it is there. */
  #announced(pattern: RegExp): Promise<string> {
    return new Promise((found, failed) => {
      const listen = (line: string): void => {
        this.said.push(line);
        const match = pattern.exec(line);
        if (match) found(match[0]);
      };
      for (const stream of [this.#process.stdout, this.#process.stderr]) {
        if (stream) createInterface({ input: stream }).on("line", listen);
      }
      this.#process.on("error", failed);
      this.#process.on("exit", (code) => failed(new Error(`ended with ${code}:\n${this.said.join("\n")}`)));
    });
  }

  /** Returns the first address in the output that has this text in it. */
  link(part: string): string {
    const links = this.said.flatMap((line) => line.match(/https?:\/\/\S+/g) ?? []);
    const link = links.find((one) => one.includes(part));
    if (link === undefined) throw new Error(`no link with ${part} in:\n${this.said.join("\n")}`);
    return link;
  }

  /** Returns everyone's password in the demonstration. */
  password(): string {
    const password = /password is (\S+)/.exec(this.said.join("\n"))?.[1];
    if (password === undefined) throw new Error(`no password in:\n${this.said.join("\n")}`);
    return password;
  }

  /** Ends the program as a power cut would. */
  async kill(): Promise<void> {
    const ended = new Promise((done) => this.#process.once("exit", done));
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill("SIGKILL");
    await ended;
  }

  /** Serves again, after `kill`, what is in the data folder, at the same address. */
  async serveAgain(): Promise<void> {
    this.#process = this.#spawn(["serve"], new URL(this.address).host);
    await this.#announced(ADDRESS);
  }

  /** Ends the program and removes its data. */
  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
