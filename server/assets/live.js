// Follows changes made by others: when the server says that something this page shows
// has changed, the page is read again and the parts marked data-live are brought up to
// date in place. Focus, scroll position, open details and half-filled forms stay.

const topics = (document.body.dataset.topics ?? "").split(" ").filter(Boolean);
const announcer = document.getElementById("announcer");
const policy = globalThis.trustedTypes?.createPolicy("clausewise", { createHTML: (html) => html });

let source = null;
let pending = null;
let reading = false;

if (topics.length > 0) {
  connect();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) disconnect();
    else if (!source) connect();
  });
  addEventListener("pagehide", disconnect);
}

function connect() {
  const query = new URLSearchParams(topics.map((topic) => ["topic", topic]));
  query.set("since", document.body.dataset.seq);
  // The browser reconnects by itself and sends the id of the last event it saw.
  source = new EventSource(`/events?${query}`);
  source.addEventListener("changed", refreshSoon);
  // Parts that scripts draw read for themselves, also what they missed while there was no connection.
  for (const name of ["hello", "changed"]) {
    source.addEventListener(name, () => document.dispatchEvent(new Event("clausewise:changed")));
  }
}

// A page nobody looks at holds no connection; when it is shown again, `since` says what it missed.
function disconnect() {
  source?.close();
  source = null;
}

// Changes come in bursts; one reading serves all that came within the wait.
function refreshSoon() {
  pending ??= setTimeout(refresh, 120);
}

async function refresh() {
  pending = null;
  if (reading) return refreshSoon();
  reading = true;
  try {
    const response = await fetch(location.href, { headers: { accept: "text/html" } });
    if (response.ok && !response.redirected) show(await response.text());
  } catch {
    // The network is away; the event source reconnects and says what was missed.
  } finally {
    reading = false;
  }
}

function show(html) {
  const fresh = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
  document.body.dataset.seq = fresh.body.dataset.seq ?? document.body.dataset.seq;
  const differing = [...document.querySelectorAll("[data-live]")].filter((part) => {
    const next = counterpart(fresh, part);
    return next && !part.isEqualNode(next);
  });
  // A part inside another is brought up to date with it; the light falls on the smallest that changed.
  const outermost = differing.filter((part) => !differing.some((other) => other !== part && other.contains(part)));
  const innermost = differing.filter((part) => !differing.some((other) => other !== part && part.contains(other)));
  let changed = 0;
  for (const part of outermost) changed += morph(part, counterpart(fresh, part)) ? 1 : 0;
  if (changed > 0) innermost.filter((part) => part.isConnected).forEach(highlight);
  if (changed > 0) announce();
}

function counterpart(fresh, part) {
  return fresh.querySelector(`[data-live="${CSS.escape(part.dataset.live)}"]`);
}

function announce() {
  announcer.textContent = "";
  setTimeout(() => { announcer.textContent = announcer.dataset.updated; }, 50);
}

function highlight(part) {
  part.classList.remove("live-changed");
  void part.offsetWidth;
  part.classList.add("live-changed");
  part.addEventListener("animationend", () => part.classList.remove("live-changed"), { once: true });
}

// Makes `old` equal to `next`, keeping every node that can stay; says whether anything changed.
function morph(old, next) {
  if (old.nodeType === Node.TEXT_NODE || old.nodeType === Node.COMMENT_NODE) {
    if (old.data === next.data) return false;
    old.data = next.data;
    return true;
  }
  const attributes = copyAttributes(old, next);
  if (old.matches("textarea, select, input")) return attributes;
  return morphChildren(old, next) || attributes;
}

function copyAttributes(old, next) {
  const kept = new Set(["open", "class", "title"]);
  let changed = false;
  for (const { name, value } of [...next.attributes]) {
    if ((name === "open" && old.localName === "details") || old.getAttribute(name) === value) continue;
    old.setAttribute(name, value);
    changed ||= !kept.has(name);
  }
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name) && !(name === "open" && old.localName === "details")) old.removeAttribute(name);
  }
  return changed;
}

function morphChildren(old, next) {
  let changed = false;
  let at = old.firstChild;
  for (const child of [...next.childNodes]) {
    const match = findMatch(old, at, child);
    if (match) {
      if (match !== at) {
        old.insertBefore(match, at);
        changed = true;
      } else {
        at = at.nextSibling;
      }
      changed = morph(match, child) || changed;
    } else {
      old.insertBefore(document.importNode(child, true), at);
      changed = true;
    }
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
    changed = true;
  }
  return changed;
}

// An element with an id matches the one with that id; others match what stands in their place.
function findMatch(parent, at, child) {
  if (child.id) {
    const same = document.getElementById(child.id);
    return same && same.parentNode === parent && same.localName === child.localName ? same : null;
  }
  const fits = at && at.nodeType === child.nodeType && at.localName === child.localName && !at.id;
  return fits ? at : null;
}
