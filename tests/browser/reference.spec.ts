// The description of the API, and trying its calls.
import { expect, PEOPLE, test } from "./support/people.js";

test("a call is tried with a token, and what comes back is shown", async ({ page, demonstration }) => {
  await page.goto(`${demonstration.address}/api#list_instruments`);
  const call = page.locator("#list_instruments");
  await expect(call).toHaveAttribute("open", "");
  const send = call.getByRole("button", { name: "Send" });
  const answered = call.getByRole("status");

  await send.click();
  await expect(answered).toContainText("401");
  await expect(call.locator(".answer-body")).toContainText("/problems/sign-in-required");

  await page.locator("#token-address").fill(PEOPLE.auditor);
  await page.locator("#token-password").fill(demonstration.password());
  await page.getByRole("button", { name: "Get a token" }).click();
  await expect(page.locator("#token-state")).toContainText("You have a token");
  await call.getByLabel("limit").fill("1");
  await send.click();
  await expect(answered).toContainText("200");
  await expect(call.locator(".answer-headers")).toContainText("content-type: application/json");
  const [instrument] = JSON.parse((await call.locator(".answer-body").textContent()) ?? "[]") as { id: string }[];

  const other = page.locator("#read_instrument");
  await other.locator("summary").click();
  await other.getByLabel("instrument", { exact: false }).first().fill(instrument?.id ?? "");
  await other.getByRole("button", { name: "Send" }).click();
  await expect(other.getByRole("status")).toContainText("200");

  await page.getByRole("button", { name: "End the token" }).click();
  await expect(page.locator("#token-state")).toContainText("has been ended");
  await send.click();
  await expect(answered).toContainText("401");
});

test("a call with a body says what is wrong with it", async ({ page, demonstration }) => {
  await page.goto(`${demonstration.address}/api#sign_in`);
  const call = page.locator("#sign_in");
  await call.getByLabel("Body (JSON)").fill('{"address": "nobody@example.org"}');
  await call.getByRole("button", { name: "Send" }).click();
  await expect(call.getByRole("status")).toContainText("422");
  await expect(call.locator(".answer-body")).toContainText("/problems/invalid-field");
});
