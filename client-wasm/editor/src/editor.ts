// The live draft: opens it, follows it, and makes the page work without a network.

import { Board } from "./board";
import { element } from "./dom";
import { loadModule } from "./module";
import { readPage, readStrings, type Page, type Strings } from "./page";
import { Session } from "./session";
import { registerWorker } from "./worker";

async function open(page: Page, strings: Strings): Promise<void> {
  const session = await Session.open(page, strings, await loadModule());
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
