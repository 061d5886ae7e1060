// The chair's desk: what the ticked amendments make together is shown as they are ticked.
// Without script the button asks for the same.

const form = document.querySelector("form[data-weigh]");
const outcome = document.getElementById("outcome");
const policy = globalThis.trustedTypes?.createPolicy("clausewise-desk", { createHTML: (html) => html });

let asked = 0;
let wait = null;

form?.addEventListener("change", () => {
  clearTimeout(wait);
  wait = setTimeout(weigh, 150);
});

async function weigh() {
  const turn = ++asked;
  const chosen = new URLSearchParams(new FormData(form));
  const address = `${form.getAttribute("action")}?${chosen}`;
  outcome.setAttribute("aria-busy", "true");
  const html = await fetch(address, { headers: { accept: "text/html" } })
    .then((response) => (response.ok && !response.redirected ? response.text() : null))
    .catch(() => null);
  // Whoever ticks on is answered for the last tick alone.
  if (turn !== asked) return;
  outcome.removeAttribute("aria-busy");
  // Where the server cannot be asked, the button still leads there.
  if (html === null) return;
  const fresh = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
  outcome.replaceChildren(...(fresh.getElementById("outcome")?.childNodes ?? []));
  history.replaceState(null, "", address);
}
