// Turns the pages of the projector without leaving the full screen, and goes where the chair goes:
// the server says that another clause is shown in the room, and the page is read anew.

const projector = document.getElementById("projector");
const policy = globalThis.trustedTypes?.createPolicy("clausewise", { createHTML: (html) => html });
const rightToLeft = document.documentElement.dir === "rtl";

let asked = 0;
let source = null;

follow();
offerFullScreen();
projector.focus({ preventScroll: true });
document.addEventListener("visibilitychange", () => {
  if (document.hidden) leave();
  else if (!source) follow();
});
addEventListener("pagehide", leave);
addEventListener("popstate", () => turnTo(location.href, false));

// The browser reconnects by itself; every time it is connected, the present clause is read again.
function follow() {
  const topics = projector.dataset.topics.split(" ").map((topic) => ["topic", topic]);
  source = new EventSource(`/events?${new URLSearchParams(topics)}`);
  source.addEventListener("hello", readAgain);
  source.addEventListener("changed", readAgain);
}

function leave() {
  source?.close();
  source = null;
}

function isFollowing() {
  return "following" in projector.dataset;
}

function readAgain() {
  turnTo(isFollowing() ? projector.dataset.page : location.href, false);
}

// Shows another page in place; of several asked for, the last one counts.
async function turnTo(address, remember, request = {}) {
  const mine = ++asked;
  try {
    const response = await fetch(address, { headers: { accept: "text/html" }, ...request });
    if (!response.ok) return;
    const html = await response.text();
    if (mine === asked) show(html, response.url, remember);
  } catch {
    // The network is away; the page stays, and is read again when the events come back.
  }
}

function show(html, address, remember) {
  const fresh = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
  const next = fresh.getElementById("projector");
  if (!next) return;
  if (remember) history.pushState(null, "", address);
  else if (location.href !== address) history.replaceState(null, "", address);
  document.title = fresh.title;
  projector.toggleAttribute("data-following", next.hasAttribute("data-following"));
  replaceWhatDiffers(next);
}

// What is the same stays, so that nothing is read aloud twice and a choice in progress is kept.
function replaceWhatDiffers(next) {
  const had = projector.contains(document.activeElement) ? document.activeElement.dataset.step : undefined;
  for (const part of [".projector-head", ".projected", ".projector-foot"]) {
    const [old, fresh] = [projector.querySelector(part), next.querySelector(part)];
    if (old.outerHTML === fresh.outerHTML) continue;
    if (part === ".projected") {
      old.className = fresh.className;
      old.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    } else {
      old.replaceWith(document.importNode(fresh, true));
    }
  }
  offerFullScreen();
  const again = had && projector.querySelector(`a[data-step="${had}"]`);
  if (again) again.focus({ preventScroll: true });
  else if (document.activeElement === document.body) projector.focus({ preventScroll: true });
}

function offerFullScreen() {
  const button = projector.querySelector("[data-fullscreen]");
  if (button) button.hidden = !document.fullscreenEnabled;
}

function switchFullScreen() {
  if (document.fullscreenElement) void document.exitFullscreen();
  else if (document.fullscreenEnabled) void projector.requestFullscreen();
}

function step(name) {
  projector.querySelector(`a[data-step="${name}"]`)?.click();
}

projector.addEventListener("click", (event) => {
  if (event.target.closest("[data-fullscreen]")) return switchFullScreen();
  const link = event.target.closest("a[data-step]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  void turnTo(link.href, true);
});

projector.addEventListener("submit", (event) => {
  const form = event.target;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form));
  if (form.method === "post") void turnTo(form.action, true, { method: "POST", body: fields });
  else void turnTo(`${form.action}?${fields}`, true);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("select, input, textarea")) return;
  const [back, on] = rightToLeft ? ["ArrowRight", "ArrowLeft"] : ["ArrowLeft", "ArrowRight"];
  const acts = {
    [on]: () => step("next"),
    [back]: () => step("previous"),
    PageDown: () => step("next"),
    PageUp: () => step("previous"),
    Home: () => step("first"),
    End: () => step("last"),
    f: switchFullScreen,
    s: () => projector.querySelector("form[data-show]")?.requestSubmit(),
  };
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
