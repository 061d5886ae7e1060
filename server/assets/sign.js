// Makes keys and signs statements in the browser, which keeps a key so that no script can read it.
// Without script the same is done with the program's own command and pasted.

const DATABASE = "clausewise-keys";
const STORE = "keys";
const ED25519 = { name: "Ed25519" };
const PEM = /^\s*-----BEGIN PRIVATE KEY-----([\sA-Za-z0-9+/=]+)-----END PRIVATE KEY-----\s*$/;
const TYPES = { position: "clausewise-position+jws", key: "clausewise-key+jws" };

const encoder = new TextEncoder();

function base64(bytes) {
  return btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));
}

function base64url(bytes) {
  return base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function unbase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Writes a value as RFC 8785 does; statements hold neither fractions nor null. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

async function fingerprint(key) {
  const bytes = unbase64(key.replaceAll("-", "+").replaceAll("_", "/"));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 16);
  const digits = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.match(/.{4}/g).join(" ");
}

/** Runs one request on the store of keys. */
async function stored(mode, request) {
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  try {
    return await new Promise((resolve, reject) => {
      const asked = request(database.transaction(STORE, mode).objectStore(STORE));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  } finally {
    database.close();
  }
}

const kept = (key) => stored("readonly", (store) => store.get(key));
const keep = (key, secret) => stored("readwrite", (store) => store.put(secret, key));

/** Reads a key file: the public half, and the private one as no script can read it again. */
async function read(pem) {
  const match = PEM.exec(pem);
  if (match === null) throw new TypeError("no private key");
  const der = unbase64(match[1].replaceAll(/\s/g, ""));
  const readable = await crypto.subtle.importKey("pkcs8", der, ED25519, true, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", readable);
  const secret = await crypto.subtle.importKey("pkcs8", der, ED25519, false, ["sign"]);
  return { key: x, secret };
}

/** Makes a key, and the file that it has to be stored as. */
async function make() {
  const { privateKey } = await crypto.subtle.generateKey(ED25519, true, ["sign", "verify"]);
  const der = await crypto.subtle.exportKey("pkcs8", privateKey);
  const pem = `-----BEGIN PRIVATE KEY-----\n${base64(der)}\n-----END PRIVATE KEY-----\n`;
  return { pem, ...(await read(pem)) };
}

/** Signs a statement as a flattened JWS. */
async function sign(type, statement, secret) {
  const header = base64url(encoder.encode(`{"alg":"EdDSA","typ":"${TYPES[type]}"}`));
  const payload = base64url(encoder.encode(canonical(statement)));
  const signature = await crypto.subtle.sign(ED25519, secret, encoder.encode(`${header}.${payload}`));
  return { protected: header, payload, signature: base64url(signature) };
}

/** One form that is signed before it is sent. */
class Ceremony {
  constructor(form) {
    this.form = form;
    this.signing = null;
    this.made = null;
    for (const part of form.querySelectorAll("[data-by-script]")) part.hidden = false;
    for (const part of form.querySelectorAll("[data-by-hand]")) part.open = false;
    this.part("[data-key-file]")?.addEventListener("change", (event) => this.guarded(() => this.load(event.target)));
    this.part("[data-make]")?.addEventListener("click", () => this.guarded(() => this.make()));
    this.part("[data-stored]")?.addEventListener("change", () => this.show());
    this.part("[data-sign]")?.addEventListener("click", () => this.guarded(() => this.submit()));
    this.guarded(() => this.find());
  }

  part(selector) {
    return this.form.querySelector(selector);
  }

  /** Does something and says where it failed. */
  async guarded(act) {
    const trouble = this.part("[data-trouble]");
    trouble.textContent = "";
    try {
      await act();
    } catch (error) {
      trouble.textContent = error.said ?? trouble.dataset.failed;
      if (error.said === undefined) console.error(error);
    }
    this.show();
  }

  refuse(word) {
    throw Object.assign(new Error(word), { said: this.part("[data-trouble]").dataset[word] });
  }

  /** Finds the key that signs among those that this browser keeps. */
  async find() {
    const { signingKey } = this.form.dataset;
    if (signingKey === undefined) return;
    const secret = await kept(signingKey);
    if (secret !== undefined) this.signing = { key: signingKey, secret };
  }

  async load(input) {
    const file = input.files[0];
    if (file === undefined) return;
    const found = await read(await file.text()).catch(() => this.refuse("noKey"));
    input.value = "";
    const { signingKey } = this.form.dataset;
    if (signingKey !== undefined && found.key !== signingKey) this.refuse("otherKey");
    this.signing = found;
    if (this.part("[data-keep]")?.checked) await keep(found.key, found.secret);
  }

  async make() {
    const made = await make().catch(() => this.refuse("cannot"));
    this.made = made;
    const link = this.part("[data-save]");
    link.href = URL.createObjectURL(new Blob([made.pem], { type: "application/x-pem-file" }));
    this.part("[data-fingerprint]").textContent = await fingerprint(made.key);
    this.part("[data-made]").hidden = false;
    this.part("[data-stored]").checked = false;
  }

  /** Shows what can be done next. */
  show() {
    const isKept = this.part("[data-has]");
    if (isKept !== null) isKept.hidden = this.signing === null;
    const lacks = this.part("[data-lacks]");
    if (lacks !== null) lacks.hidden = this.signing !== null;
    const making = this.part("[data-make]") !== null;
    const isMade = this.made !== null && this.part("[data-stored]").checked;
    const signs = this.form.dataset.signingKey === undefined || this.signing !== null;
    this.part("[data-sign]").disabled = !signs || (making && !isMade);
  }

  async submit() {
    const { sheet, purpose } = this.form.dataset;
    const signed = sheet === undefined ? await this.ofKey(purpose) : await this.ofPosition(JSON.parse(sheet));
    this.form.elements.namedItem("signed").value = JSON.stringify(signed);
    this.form.submit();
  }

  async ofPosition(sheet) {
    const jws = await sign("position", sheet.statement, this.signing.secret);
    return { ...sheet.position, signed: { jws, salts: sheet.salts } };
  }

  async ofKey(purpose) {
    const { draft, newKey } = this.form.dataset;
    const body = new URLSearchParams({ purpose, "new-key": newKey ?? this.made.key });
    const answer = await fetch(draft, { method: "POST", body });
    if (!answer.ok || answer.redirected) this.refuse("failed");
    const { statement } = await answer.json();
    const signing = purpose === "key_declaration" ? this.made : this.signing;
    const signed = await sign("key", statement, signing.secret);
    if (this.made !== null) await keep(this.made.key, this.made.secret);
    return { signed };
  }
}

/** Remembers the key that the server showed for one's own organisation, and warns of another. */
function watch(place) {
  const { pinned, shownKey, shownFingerprint } = place.dataset;
  const name = `clausewise-key-${pinned}`;
  const known = localStorage.getItem(name);
  const remember = () => localStorage.setItem(name, JSON.stringify([shownKey, shownFingerprint]));
  if (known === null) return remember();
  const [key, before] = JSON.parse(known);
  if (key === shownKey) return undefined;
  place.hidden = false;
  place.querySelector("[data-before]").textContent = before;
  place.querySelector("[data-trust]").addEventListener("click", () => {
    remember();
    place.hidden = true;
  });
  return undefined;
}

for (const place of document.querySelectorAll("[data-pinned]")) watch(place);
for (const form of document.querySelectorAll("form[data-ceremony]")) new Ceremony(form);
