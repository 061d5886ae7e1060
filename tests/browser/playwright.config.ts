// People at work in a real browser, against the real program.
import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** Where Debian and others put their browser; Playwright's own cannot be downloaded everywhere. */
const browser = [
  process.env["CLAUSEWISE_CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    ...(browser === undefined ? {} : { launchOptions: { executablePath: browser, args: switches() } }),
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    locale: "en-GB",
    timezoneId: "Europe/Brussels",
  },
});

function switches(): string[] {
  return [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
}
