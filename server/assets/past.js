// Going back with a slider: each stop is an entry that concerns the page; the list beside it says
// which, and the part that shows how it was is read anew. Without script the form does the same.

const section = document.querySelector("[data-past]");
const policy = globalThis.trustedTypes?.createPolicy("clausewise", { createHTML: (html) => html });
const slider = section.querySelector("input[type=range]");
const output = section.querySelector("output");
const number = section.querySelector("input[type=number]");
const announcer = document.getElementById("announcer");
const stops = section.dataset.stops.split(" ");

let waiting = null;
let reading = null;

section.querySelector(".slider").hidden = false;
describe();
keepInSight();
slider.addEventListener("input", () => {
  describe();
  clearTimeout(waiting);
  waiting = setTimeout(() => show(stops[slider.valueAsNumber]), 200);
});

// What a stop says: the sentence where it is listed, its number where it is not.
function said(seq) {
  const item = section.querySelector(`.entries [data-seq="${CSS.escape(seq)}"]`);
  const entry = section.dataset.entry.replace("{number}", seq);
  const says = item?.querySelector(".says")?.textContent.trim();
  return says ? `${entry}: ${says}` : entry;
}

function describe() {
  const text = said(stops[slider.valueAsNumber]);
  slider.setAttribute("aria-valuetext", text);
  output.textContent = text;
}

function keepInSight() {
  const current = section.querySelector(".entries [aria-current]");
  const list = section.querySelector(".entries");
  const item = current?.closest("li");
  if (item) list.scrollTop = item.offsetTop - list.offsetTop - list.clientHeight / 3;
}

async function show(seq) {
  reading?.abort();
  reading = new AbortController();
  const address = `${section.dataset.past}?as_of=${seq}`;
  const shown = document.getElementById("past-shown");
  shown.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { headers: { accept: "text/html" }, signal: reading.signal });
    if (!response.ok || response.redirected) return location.assign(address);
    put(await response.text(), address);
    number.value = seq;
  } catch (error) {
    if (error.name !== "AbortError") shown.removeAttribute("aria-busy");
  }
}

function put(html, address) {
  const fresh = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
  for (const id of ["past-shown", "past-entries", "past-title"]) {
    const next = fresh.getElementById(id);
    if (next) document.getElementById(id).replaceWith(document.importNode(next, true));
  }
  document.title = fresh.title;
  history.replaceState(null, "", address);
  describe();
  keepInSight();
  announcer.textContent = document.getElementById("past-title").textContent;
}
