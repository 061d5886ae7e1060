// Words of a text that are picked become what a discussion is about: the links that begin one
// carry them. In a message, "@" offers the people who can read it.

const body = document.querySelector("[data-discussed] .body");
const links = document.querySelectorAll("a[data-discuss]");

function picked() {
  const selection = document.getSelection();
  if (!body || !selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!body.contains(range.startContainer) || !body.contains(range.endContainer)) return null;
  const text = range.toString();
  const quote = text.trim();
  if (!quote || quote.length > 1000) return null;
  const before = document.createRange();
  before.selectNodeContents(body);
  before.setEnd(range.startContainer, range.startOffset);
  const skipped = before.toString() + text.slice(0, text.indexOf(quote));
  return { quote, at: [...skipped].length };
}

document.addEventListener("selectionchange", () => {
  const words = picked();
  if (!words) return;
  for (const link of links) {
    const address = new URL(link.href);
    address.searchParams.set("quote", words.quote);
    address.searchParams.set("at", words.at);
    link.href = address;
  }
});

const message = document.querySelector("textarea[name=message]");
const people = [...document.querySelectorAll(".mention-list input[name=mentions]")].map((box) => ({
  box, name: box.nextElementSibling.textContent.trim(),
}));
const offered = document.createElement("ul");
offered.className = "mention-offers";
offered.setAttribute("role", "listbox");
offered.setAttribute("aria-label", document.querySelector(".mention-list summary")?.textContent ?? "");
offered.hidden = true;

/** Returns what is typed after the last "@" before the caret, if that begins a word. */
function typed() {
  const before = message.value.slice(0, message.selectionStart);
  return before.match(/(?:^|\s)@([^\s@]{0,40})$/u)?.[1] ?? null;
}

function choose(person) {
  const start = message.selectionStart - typed().length - 1;
  const name = `@${person.name.replace(/ \([^)]*\)$/u, "")} `;
  message.setRangeText(name, start, message.selectionStart, "end");
  person.box.checked = true;
  offered.hidden = true;
  message.focus();
}

function offer() {
  const begun = typed()?.toLocaleLowerCase();
  const found = begun === undefined ? [] : people.filter((it) => it.name.toLocaleLowerCase().includes(begun)).slice(0, 6);
  offered.hidden = found.length === 0;
  offered.replaceChildren(...found.map((person) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "option");
    button.className = "link-button";
    button.textContent = person.name;
    button.addEventListener("click", () => choose(person));
    item.append(button);
    item.setAttribute("role", "presentation");
    return item;
  }));
}

if (message && people.length > 0) {
  message.after(offered);
  message.addEventListener("input", offer);
  message.addEventListener("keydown", (event) => {
    if (offered.hidden) return;
    if (event.key === "Escape") offered.hidden = true;
    if (event.key === "ArrowDown") {
      event.preventDefault();
      offered.querySelector("button")?.focus();
    }
  });
  offered.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      offered.hidden = true;
      message.focus();
    }
    if (!step) return;
    event.preventDefault();
    const all = [...offered.querySelectorAll("button")];
    all[all.indexOf(document.activeElement) + step]?.focus();
  });
}
