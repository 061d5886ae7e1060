// Bundles the editor, its style sheet, the service worker and what checks the record into dist/.
import { rm } from "node:fs/promises";
import { build } from "esbuild";

const shared = {
  bundle: true,
  minify: true,
  target: "es2022",
  legalComments: "none",
  logLevel: "info",
};

await rm("dist", { recursive: true, force: true });
await Promise.all([
  build({
    ...shared,
    entryPoints: ["src/editor.ts", "src/amendment.ts"],
    outdir: "dist",
    format: "esm",
    // The module of cargo lies beside the bundle and is fetched by the browser.
    external: ["./clausewise_client.js"],
  }),
  build({
    ...shared,
    entryPoints: { record: "src/record/page.ts", "record-worker": "src/record/worker.ts" },
    outdir: "dist",
    format: "esm",
    external: ["./clausewise_verify.js"],
  }),
  build({ ...shared, entryPoints: ["src/editor.css"], outdir: "dist" }),
  build({ ...shared, entryPoints: ["src/sw.ts"], outdir: "dist", format: "iife" }),
]);
