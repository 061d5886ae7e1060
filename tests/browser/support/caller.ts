// A program of somebody who is signed in, for what a test needs to be done before it begins.
import { expect } from "@playwright/test";
import type { Program } from "./program.js";

/** Calls the API as a person of the demonstration. */
export class Caller {
  private constructor(
    readonly api: string,
    readonly token: string,
  ) {}

  /** Signs a person in. */
  static async of(program: Program, address: string): Promise<Caller> {
    const api = `${program.address}/api/v1`;
    const stranger = new Caller(api, "");
    const { access_token: token } = await stranger.post("/tokens", { address, password: program.password() });
    return new Caller(api, token);
  }

  /** Reads something. */
  get(path: string): Promise<any> {
    return this.#send("GET", path, undefined);
  }

  /** Does something. */
  post(path: string, body: unknown): Promise<any> {
    return this.#send("POST", path, body);
  }

  async #send(method: string, path: string, body: unknown): Promise<any> {
    const headers: Record<string, string> = {};
    if (this.token !== "") headers["authorization"] = `Bearer ${this.token}`;
    if (body !== undefined) headers["content-type"] = "application/json";
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(`${this.api}${path}`, init);
    const text = await answer.text();
    expect(answer.ok, `${method} ${path}: ${answer.status} ${text}`).toBe(true);
    return text === "" ? undefined : JSON.parse(text);
  }
}
