// The live draft: opens it, follows it, and makes the page work without a network.

import { Board } from "./board";
import { element } from "./dom";
import { loadModule } from "./module";
import { readPage, readStrings, type Page, type Strings } from "./page";
import { Session } from "./session";
import { registerWorker } from "./worker";

async function open(read: Omit<Page, "direction">, strings: Strings): Promise<void> {
  const module = await loadModule();
  const page: Page = { ...read, direction: module.direction(read.language) };
  const session = await Session.open(page, strings, module);
  await session.start(new Board(page, strings, session));
  registerWorker();
}

const page = readPage();
if (page) {
  const strings = readStrings();
  open(page, strings).catch((error: unknown) => {
    console.error(error);
    const words = strings.say("status-read-only", { reason: strings.say("reason-failed") });
    page.root.before(element("p", { class: "draft-status", role: "status", "data-status": "read-only" }, words));
  });
}
