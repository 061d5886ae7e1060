// How long a draft of 200 clauses takes to open, as a ratio to a plain page of the same text, and what a
// keystroke takes of a frame: `npm run bench`. It asserts nothing: machines differ.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { body, openDraft } from "../support/draft.js";
import { PEOPLE, signIn, test } from "../support/people.js";
import { binary, type Program } from "../support/program.js";

const CLAUSES = 200;
const TIMES = 9;
const KEYS = 150;
const FRAME_MS = 1000 / 60;

/** Makes the text of so many clauses, of the length that clauses have. */
function text(clauses: number): string {
  const sentence = "Every result is published for each place where votes are counted, on the day on which it is signed.";
  const paragraphs = Array.from({ length: clauses }, (_, n) => `${n + 1}. ${sentence} This is said ${n + 1} times. ${sentence}`);
  return `# A text of ${clauses} clauses\n\n${paragraphs.join("\n\n")}\n`;
}

/** Imports the text into the draft of the demonstration, which is served again after it. */
async function fill(program: Program): Promise<void> {
  await program.kill();
  const file = join(program.data, "..", "text.md");
  writeFileSync(file, text(CLAUSES));
  const into = ["--into", "Principles for Transparent Results Management", "--as", PEOPLE.chair];
  execFileSync(binary(), ["import", file, ...into, "--data", program.data], { env: { ...process.env, DATABASE_URL: undefined } });
  await program.serveAgain();
}

/** Notes in the page when it could be read, and when the draft was open with everything saved. */
function watch(): void {
  const marks = ((window as any).marks = {} as Record<string, number>);
  const look = (): void => {
    if (marks["text"] === undefined && document.querySelector("#draft .draft-clauses")) marks["text"] = performance.now();
    if (marks["open"] === undefined && document.querySelector(".draft-status[data-status='saved']")) {
      requestAnimationFrame(() => setTimeout(() => (marks["open"] ??= performance.now())));
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** Opens the draft again and again; `live` says whether the editor comes with it or the text alone is shown. */
async function openings(page: Page, address: string, live: boolean): Promise<number> {
  const took: number[] = [];
  for (let time = 0; time <= TIMES; time += 1) {
    await page.goto(address, { waitUntil: "load" });
    if (live) await page.waitForFunction(() => (window as any).marks["open"] !== undefined);
    const ms = await page.evaluate(
      (isLive) =>
        isLive
          ? (window as any).marks["open"]
          : (performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming).loadEventEnd,
      live,
    );
    // The first time fills the caches of both.
    if (time > 0) took.push(ms);
  }
  return median(took);
}

/** Types, and measures from the press of a key until its letter is in the text and the page laid out for the next frame. */
async function keystrokes(page: Page): Promise<{ work: number; slowest: number }> {
  await body(page, 20).click();
  await page.evaluate(() => {
    const took: number[] = ((window as any).took = []);
    addEventListener("keydown", () => ((window as any).began = performance.now()), { capture: true });
    const laidOut = (): void => {
      document.body.getBoundingClientRect();
      took.push(performance.now() - (window as any).began);
    };
    document.addEventListener("input", () => queueMicrotask(laidOut));
  });
  const letters = "every result is published ".repeat(Math.ceil(KEYS / 26)).slice(0, KEYS);
  await page.keyboard.type(letters, { delay: 40 });
  const took = await page.evaluate(() => (window as any).took as number[]);
  const sorted = [...took].sort((a, b) => a - b);
  return { work: median(took), slowest: sorted[Math.floor(sorted.length * 0.99)] ?? NaN };
}

async function measure(browser: Browser, program: Program): Promise<void> {
  const page = await signIn(browser, program, PEOPLE.chair);
  const address = await openDraft(page);
  await page.addInitScript(watch);
  const reader = await signIn(browser, program, PEOPLE.chair, { script: false });
  const plain = await openings(reader, address, false);
  await reader.context().close();
  const live = await openings(page, address, true);
  const read = await page.evaluate(() => (window as any).marks["text"] as number);
  const { work, slowest } = await keystrokes(page);
  const count = await page.locator("li.draft-clause").count();
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  console.log(`draft of ${count} clauses, median of ${TIMES} openings`);
  console.log(`  plain page of the same text  ${ms(plain)}`);
  console.log(`  live draft, open and saved   ${ms(live)}   ratio ${(live / plain).toFixed(2)} (text of the editor, last time: ${ms(read)})`);
  console.log(`keystroke, from key to text    ${ms(work)}   ratio to a frame ${(work / FRAME_MS).toFixed(2)}`);
  console.log(`  of a hundred the slowest     ${ms(slowest)}   ratio to a frame ${(slowest / FRAME_MS).toFixed(2)}`);
}

test("a draft of 200 clauses, opened and written in", async ({ browser, fresh }) => {
  await fill(fresh);
  await measure(browser, fresh);
});
