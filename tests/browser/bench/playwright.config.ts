// What is measured, never asserted, and no part of the tests: `npm run bench`.
import { defineConfig } from "@playwright/test";
import tests from "../playwright.config.js";

export default defineConfig(tests, {
  testDir: ".",
  testMatch: "*.bench.ts",
  workers: 1,
  timeout: 600_000,
  reporter: [["line"]],
  use: { trace: "off", screenshot: "off" },
});
