// The panel of the record page: checks the record in a worker, remembers how far, and warns.

import { AlarmView } from "./alarm";
import { memory } from "./memory";
import { contradiction, headOf, shown } from "./outcome";
import type { Answer, Known, Outcome, Request } from "./said";
import { part, Words } from "./words";

const policy = window.trustedTypes?.createPolicy("clausewise-record", {
  createScriptURL: (address: string) => {
    if (!/^\/assets\/client\/record-worker\.js(\?v=[0-9a-f]+)?$/.test(address)) throw new TypeError("no such worker");
    return address;
  },
});

/** The panel, while the page is open. */
class Panel {
  readonly #panel: HTMLElement;
  readonly #words: Words;
  readonly #alarm: AlarmView;
  #worker: Worker | null = null;

  constructor(panel: HTMLElement) {
    this.#panel = panel;
    this.#words = new Words(panel);
    this.#alarm = new AlarmView(part(panel, "alarm"), this.#words, () => this.#show());
    for (const button of panel.querySelectorAll<HTMLButtonElement>("[data-start]")) {
      button.addEventListener("click", () => this.#start(button.dataset["start"] === "bundle" ? "bundle" : "ledger"));
    }
    part(panel, "cancel").addEventListener("click", () => this.#cancel());
    this.#takeFile("policy", (text) => this.#usePolicy(text));
    this.#takeFile("file", (text) => this.#useFile(text));
    part(panel, "drop").addEventListener("click", () => this.#drop());
    part(panel, "by-script").hidden = false;
    part<HTMLDetailsElement>(panel, "by-hand").open = false;
    this.#show();
  }

  /** Hands what is in a chosen file to `use`. */
  #takeFile(name: string, use: (text: string) => void): void {
    const input = part<HTMLInputElement>(this.#panel, name);
    input.addEventListener("change", async () => {
      const file = input.files?.[0];
      if (file === undefined) return;
      const text = await file.text();
      input.value = "";
      use(text);
    });
  }

  #usePolicy(text: string): void {
    this.#ask({ kind: "policy", text }, (answer) => {
      this.#end();
      const wrong = answer.kind === "policy" ? answer.wrong : "";
      if (wrong === undefined) {
        memory.keepPolicy(text);
        this.#say("policy-taken");
      } else this.#say("policy-wrong", wrong);
      this.#show();
    });
  }

  #useFile(text: string): void {
    if (headOf(text) === null) return this.#say("file-wrong");
    memory.keepFiles([...memory.files().filter((it) => it !== text), text]);
    this.#say("file-taken");
    this.#show();
  }

  #drop(): void {
    memory.keepPolicy(null);
    memory.keepFiles([]);
    this.#say("dropped");
    this.#show();
  }

  #known(): Known {
    const head = memory.head();
    const notes = head === null ? [] : [head.note];
    return { log_key: head?.key ?? null, policy: memory.policy(), checkpoints: [...notes, ...memory.files()] };
  }

  #start(kind: "ledger" | "bundle"): void {
    if (this.#worker !== null) return;
    this.#say("running");
    this.#ask({ kind, known: this.#known() }, (answer) => this.#hear(answer));
    this.#busy(true);
    part(this.#panel, "cancel").focus();
  }

  #ask(request: Request, hear: (answer: Answer) => void): void {
    const address = this.#panel.dataset["worker"] ?? "";
    const url = (policy?.createScriptURL(address) ?? address) as string;
    const worker = new Worker(url, { type: "module" });
    this.#worker = worker;
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => hear(data));
    worker.addEventListener("error", (event) => hear({ kind: "hindered", why: "broken", what: event.message ?? "" }));
    worker.postMessage(request);
  }

  #hear(answer: Answer): void {
    if (answer.kind === "progress") return this.#progress(answer);
    this.#end();
    if (answer.kind === "done") this.#take(answer.outcome);
    else if (answer.kind === "hindered") this.#say(answer.why, answer.what);
    this.#show();
  }

  #progress({ part: which, done, all }: { part: string; done: number; all: number }): void {
    const bar = part<HTMLProgressElement>(this.#panel, "bar");
    bar.max = Math.max(all, 1);
    bar.value = done;
    const key = which === "bundle" ? "progress-bundle" : "progress-ledger";
    part(this.#panel, "counted").replaceChildren(this.#words.make(key, { done: this.#words.number(done), all: this.#words.number(all) }));
  }

  #cancel(): void {
    this.#end();
    this.#say("cancelled");
    this.#show();
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = null;
    const hadFocus = part(this.#panel, "cancel") === document.activeElement;
    this.#busy(false);
    if (hadFocus) this.#panel.querySelector<HTMLElement>("[data-start]")?.focus();
  }

  #busy(isBusy: boolean): void {
    for (const button of this.#panel.querySelectorAll<HTMLButtonElement>("[data-start]")) button.disabled = isBusy;
    part(this.#panel, "cancel").hidden = !isBusy;
    part(this.#panel, "progress").hidden = !isBusy;
    part<HTMLProgressElement>(this.#panel, "bar").removeAttribute("value");
    part(this.#panel, "counted").replaceChildren();
  }

  /** Remembers what a check came to: an alarm stays, and what is known stays with it. */
  #take(outcome: Outcome): void {
    const at = new Date().toISOString();
    const [known, files] = [memory.head(), memory.files()];
    const last = shown(outcome, at, memory.policy() !== null);
    const alarm = contradiction(outcome, known, files, at);
    const head = headOf(outcome.note);
    memory.keepLast(last);
    if (alarm !== null) memory.raise(alarm);
    else if (last.holds && head !== null && memory.alarm() === null) {
      memory.keepHead({ key: outcome.key, ...head, note: outcome.note, at });
    }
    const held = outcome.bundle === undefined ? "held-ledger" : "held";
    this.#say(last.holds ? held : "failed");
    part<HTMLDetailsElement>(this.#panel, "result").open = true;
  }

  #say(word: string, what = ""): void {
    part(this.#panel, "said").replaceChildren(this.#words.make(word, { what }));
  }

  #show(): void {
    this.#alarm.show(memory.alarm());
    this.#words.summary(memory.last(), memory.head());
    this.#words.table(memory.last());
    const [policyText, files] = [memory.policy(), memory.files()];
    part(this.#panel, "has-policy").hidden = policyText === null;
    part(this.#panel, "has-files").hidden = files.length === 0;
    part(this.#panel, "drop").hidden = policyText === null && files.length === 0;
  }
}

for (const panel of document.querySelectorAll<HTMLElement>("[data-verifying]")) new Panel(panel);
