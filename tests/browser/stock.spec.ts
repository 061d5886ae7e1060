// Anybody's own program may take part: a stock automerge-repo client among people in browsers.
import { body, expectSaved, openDraft, typeAtEnd } from "./support/draft.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";
import type { Program } from "./support/program.js";
import { StockClient } from "./support/stock.js";

/** Signs a program in and finds the draft, over the API. */
async function invited(program: Program, address: string): Promise<{ socket: string; document: string }> {
  const api = `${program.address}/api/v1`;
  const call = async (path: string, init: RequestInit = {}): Promise<any> => {
    const answer = await fetch(`${api}${path}`, init);
    expect(answer.ok, `${path}: ${answer.status}`).toBe(true);
    return answer.json();
  };
  const { access_token: token } = await call("/tokens", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ address, password: program.password() }),
  });
  const headers = { authorization: `Bearer ${token}` };
  const [instrument] = await call("/instruments", { headers });
  const draft = await call(`/drafts/${instrument.draft}`, { headers });
  const socket = `${program.address.replace("http", "ws")}/live?ticket=${token}`;
  return { socket, document: draft.document };
}

test("a stock automerge-repo client reads, writes and converges with a person in a browser", async ({
  browser,
  fresh,
}) => {
  const person = await signIn(browser, fresh, PEOPLE.chair);
  await openDraft(person);
  const { socket, document } = await invited(fresh, "mateo@te-sa.example");
  const stock = await StockClient.join(socket, document);
  const text = body(person, 3);
  const id = (await text.locator("xpath=ancestor::li[1]").getAttribute("data-clause-id")) ?? "";
  expect(stock.body(id)).toBe(await text.innerText());

  stock.write(id, 0, "From a program: ");
  await expect(text).toContainText("From a program: ");
  await typeAtEnd(person, text, " From a person.");
  await stock.untilBodyHas(id, "From a person.");
  await expectSaved(person);
  await expect(text).toHaveText(stock.body(id));
  await stock.leave();
});
