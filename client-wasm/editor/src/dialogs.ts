// The dialogs: a link's address, the shortcuts, and what was refused.

import { permitsLink } from "./characters";
import { button, element, isMac } from "./dom";
import type { Strings } from "./page";

let dialogs = 0;

function openDialog(parent: HTMLElement, title: string, className: string): HTMLDialogElement {
  dialogs += 1;
  const heading = element("h2", { id: `editor-dialog-${dialogs}` }, title);
  const dialog = element("dialog", { class: `editor-dialog ${className}`, "aria-labelledby": heading.id }, heading);
  dialog.addEventListener("close", () => dialog.remove());
  parent.append(dialog);
  return dialog;
}

/** Asks for an address; answers with it, with null to take the link away, or undefined. */
export function askLink(parent: HTMLElement, strings: Strings, present: string | null): Promise<string | null | undefined> {
  const dialog = openDialog(parent, strings.say("link-title"), "link-dialog");
  const [hintId, wrongId] = [`editor-link-hint-${dialogs}`, `editor-link-wrong-${dialogs}`];
  const input = element("input", {
    type: "url",
    inputmode: "url",
    autocomplete: "off",
    dir: "ltr",
    value: present ?? "https://",
    "aria-describedby": `${hintId} ${wrongId}`,
  });
  const wrong = element("p", { id: wrongId, class: "field-error", role: "alert" });
  let answer: string | null | undefined;
  const finish = (value: string | null | undefined): void => {
    answer = value;
    dialog.close();
  };
  const form = element(
    "form",
    { novalidate: true },
    element("label", {}, strings.say("link-address"), input),
    element("p", { id: hintId, class: "hint" }, strings.say("link-hint")),
    wrong,
    element(
      "div",
      { class: "dialog-buttons" },
      element("button", { type: "submit", class: "button small primary" }, strings.say("link-set")),
      present === null ? null : button(strings.say("link-remove"), () => finish(null)),
      button(strings.say("cancel"), () => finish(undefined)),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = input.value.trim();
    if (permitsLink(address)) return finish(address);
    wrong.textContent = strings.say("link-wrong");
    input.setAttribute("aria-invalid", "true");
    input.focus();
  });
  dialog.append(form);
  dialog.showModal();
  input.focus();
  input.select();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(answer)));
}

/** Lists the keys. */
export function showShortcuts(parent: HTMLElement, strings: Strings): void {
  const dialog = openDialog(parent, strings.say("shortcuts"), "shortcuts-dialog");
  const mod = isMac ? "⌘" : strings.say("key-control");
  const shift = strings.say("key-shift");
  const move = isMac ? ["⌘", "⌥", "↑ ↓"] : [strings.say("key-alt"), shift, "↑ ↓"];
  const rows: [readonly string[], string][] = [
    [[strings.say("key-enter")], "shortcut-new"],
    [[shift, strings.say("key-enter")], "shortcut-line"],
    [[strings.say("key-backspace")], "shortcut-remove"],
    [move, "shortcut-move"],
    [[mod, "] ["], "shortcut-nest"],
    [[mod, "."], "shortcut-tools"],
    [[mod, "B"], "strong"],
    [[mod, "I"], "emphasis"],
    [[mod, "K"], "link"],
    [isMac ? ["⌘", "⌥", "M"] : [mod, strings.say("key-alt"), "M"], "shortcut-discuss"],
    [[mod, "Z"], "undo"],
    [[mod, shift, "Z"], "redo"],
    [[strings.say("key-escape")], "shortcut-leave"],
  ];
  const list = element("dl", { class: "shortcuts" });
  for (const [keys, key] of rows) {
    const term = element("dt");
    keys.forEach((name, index) => term.append(index === 0 ? "" : " + ", element("kbd", {}, name)));
    list.append(term, element("dd", {}, strings.say(key)));
  }
  const buttons = element("div", { class: "dialog-buttons" }, button(strings.say("close"), () => dialog.close()));
  dialog.append(list, buttons);
  dialog.showModal();
}

/** Shows what the server refused: to copy, to keep as a file, and the way on. */
export function refusedPanel(strings: Strings, reason: string, text: string, reload: () => void): HTMLElement {
  dialogs += 1;
  const titleId = `editor-refused-${dialogs}`;
  const box = element("textarea", { readonly: true, rows: "8", "aria-label": strings.say("refused-text"), dir: "auto" });
  box.value = text;
  const copy = button(strings.say("refused-copy"), () => {
    box.select();
    void navigator.clipboard.writeText(text).then(() => (copy.textContent = strings.say("refused-copied")));
  });
  return element(
    "section",
    { class: "refused-panel", role: "alert", "aria-labelledby": titleId },
    element("h2", { id: titleId }, strings.say("refused-title")),
    element("p", { dir: "auto" }, reason),
    element("p", {}, strings.say("refused-explain")),
    box,
    element(
      "div",
      { class: "dialog-buttons" },
      copy,
      button(strings.say("refused-download"), () => download(text)),
      button(strings.say("refused-reload"), reload, { class: "button small primary" }),
    ),
  );
}

function download(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  element("a", { href: address, download: "draft-refused.txt" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
