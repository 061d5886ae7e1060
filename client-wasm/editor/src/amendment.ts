// The amendment form: what the proposed text changes, drawn while it is typed.
//
// The form works without this; the page draws the same redline when it is sent.

import { element } from "./dom";
import { drawRun } from "./draw";
import type { Run } from "./model";
import { loadModule, type Module, type Segment } from "./module";

const PAUSE_MS = 120;

/** The words of the page for what the eye sees by colour and line. */
interface Words {
  readonly inserted: string;
  readonly deleted: string;
  readonly end: string;
  readonly same: string;
}

function follow(section: HTMLElement, input: HTMLTextAreaElement, module: Module): void {
  const base = JSON.parse(section.querySelector("script[type='application/json']")?.textContent ?? "[]") as Run[];
  const output = section.querySelector<HTMLElement>("[data-redline-output]");
  const words = wordsOf(section);
  if (!output) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const draw = (): void => {
    const segments = module.redline(base, input.value.replace(/\r\n?/g, "\n"));
    const nodes = isSame(base, segments) ? [words.same] : segments.flatMap((segment) => drawn(segment, words));
    output.replaceChildren(...nodes);
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE_MS);
  });
  draw();
  section.hidden = false;
}

function wordsOf(section: HTMLElement): Words {
  const { inserted = "", deleted = "", end = "", same = "" } = section.dataset;
  return { inserted, deleted, end, same };
}

/** Whether nothing differs, marks included. */
function isSame(base: readonly Run[], segments: readonly Segment[]): boolean {
  if (segments.some((segment) => segment.change !== "equal")) return false;
  return JSON.stringify(segments.flatMap((segment) => segment.text)) === JSON.stringify(base);
}

function drawn(segment: Segment, words: Words): Node[] {
  const runs = segment.text.map(drawRun);
  if (segment.change === "equal") return runs;
  const [name, word] = segment.change === "inserted" ? (["ins", words.inserted] as const) : (["del", words.deleted] as const);
  const heard = (said: string): HTMLElement => element("span", { class: "visually-hidden" }, ` ${said} `);
  return [element(name, {}, heard(word), ...runs, heard(words.end))];
}

const sections = [...document.querySelectorAll<HTMLElement>("[data-redline]")];
if (sections.length > 0) {
  const module = await loadModule();
  for (const section of sections) {
    const input = document.getElementById(section.dataset["redline"] ?? "");
    if (input instanceof HTMLTextAreaElement) follow(section, input, module);
  }
}
