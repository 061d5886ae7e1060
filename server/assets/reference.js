// Tries the calls of the API. The token it gets stays in this page: it is kept nowhere,
// and is gone when the page is left.

const strings = JSON.parse(document.getElementById("try-strings").textContent);
const signing = document.getElementById("signing");
const state = document.getElementById("token-state");
const ending = document.getElementById("token-end");

let token = null;

for (const hidden of document.querySelectorAll(".signing, .try button")) hidden.hidden = false;
for (const form of document.querySelectorAll("form.try")) form.addEventListener("submit", send);
signing.addEventListener("submit", signIn);
ending.addEventListener("click", signOut);
addEventListener("hashchange", openTarget);
openTarget();

function say(key, values = {}) {
  return (strings[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function openTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
}

async function signIn(event) {
  event.preventDefault();
  const { address, password } = Object.fromEntries(new FormData(signing));
  const answer = await ask("POST", "/api/v1/tokens", {
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ address, password }),
  });
  signing.elements.password.value = "";
  if (answer.status !== 201) return showState("try-token-refused", { reason: reasonOf(answer) });
  const { access_token: given, expires_in: seconds } = JSON.parse(answer.body);
  token = given;
  ending.hidden = false;
  showState("try-token-good", { minutes: Math.floor(seconds / 60) });
}

async function signOut() {
  const answer = await ask("DELETE", "/api/v1/tokens", {});
  token = null;
  ending.hidden = true;
  if (answer.status === 204) showState("try-token-ended");
  else showState("try-token-refused", { reason: reasonOf(answer) });
}

function showState(key, values) {
  state.textContent = say(key, values);
}

function reasonOf(answer) {
  try {
    return JSON.parse(answer.body).detail;
  } catch {
    return answer.body || answer.status;
  }
}

// Without a token the browser's own sign-in counts; with one, nothing else does.
async function ask(method, path, { headers = {}, body }) {
  const request = { method, headers: { accept: "application/json", ...headers }, body };
  if (token) {
    request.headers.authorization = `Bearer ${token}`;
    request.credentials = "omit";
  }
  try {
    const response = await fetch(path, request);
    return {
      status: response.status,
      statusText: response.statusText,
      headers: [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n"),
      body: await response.text(),
    };
  } catch (error) {
    return { status: 0, statusText: "", headers: "", body: String(error) };
  }
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const button = form.querySelector("button");
  const { path, headers } = filledIn(form);
  const body = form.elements.body?.value;
  if (body !== undefined) headers["content-type"] = "application/json";
  button.disabled = true;
  const began = performance.now();
  const answer = await ask(form.dataset.method.toUpperCase(), path, { headers, body });
  button.disabled = false;
  show(form, answer, Math.round(performance.now() - began));
  button.focus();
}

function filledIn(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  const headers = {};
  for (const input of form.querySelectorAll("input[data-in]")) {
    const value = input.value.trim();
    if (input.dataset.in === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(value));
    else if (value !== "" && input.dataset.in === "query") query.append(input.name, value);
    else if (value !== "") headers[input.name] = value;
  }
  return { path: query.size > 0 ? `${path}?${query}` : path, headers };
}

function show(form, answer, milliseconds) {
  const place = form.parentElement.querySelector(".answer");
  const part = (name) => place.querySelector(`.answer-${name}`);
  place.hidden = false;
  const { status, statusText } = answer;
  part("status").textContent = status
    ? say("try-answered", { status: `${status} ${statusText}`.trim(), milliseconds })
    : say("try-unanswered");
  part("headers").textContent = answer.headers;
  part("headers").hidden = answer.headers === "";
  part("body").textContent = readable(answer.body);
  part("body").hidden = answer.body === "";
}

function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
