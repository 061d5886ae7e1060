// What the server says on the page: who is here, which draft, in which words.

/** The attributes of `<div id="draft">`; README.md beside this folder lists them. */
export interface Page {
  readonly root: HTMLElement;
  readonly documentId: string;
  readonly draftId: string;
  readonly socket: string;
  readonly delegate: string;
  readonly canWrite: boolean;
  readonly isChair: boolean;
  /** The heads of the text that an amendment in preparation is compared with; none of a working draft. */
  readonly base: readonly string[];
  /** The language of the draft, where a clause names no other, and its direction. */
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  /** The reader's time zone; empty where only the browser knows it. */
  readonly zone: string;
}

/** Words of the interface, in the reader's language. */
export class Strings {
  readonly #words: Readonly<Record<string, string>>;
  readonly #plurals: Intl.PluralRules;

  constructor(words: Readonly<Record<string, string>>, language: string) {
    this.#words = words;
    this.#plurals = new Intl.PluralRules(language);
  }

  /** The words for a key, with `{name}` replaced by the value of that name. */
  say(key: string, values: Readonly<Record<string, string | number>> = {}): string {
    const words = this.#words[key] ?? key;
    return words.replace(/\{\s*([a-z]+)\s*\}/g, (whole, name: string) => String(values[name] ?? whole));
  }

  /** The words for a key, cut at its arguments. */
  parts(key: string): readonly (string | { readonly name: string })[] {
    const words = this.#words[key] ?? key;
    const cut = words.split(/\{\s*([a-z]+)\s*\}/g);
    return cut.map((part, index) => (index % 2 === 0 ? part : { name: part })).filter((part) => part !== "");
  }

  /** The words for a key that depend on how many there are. */
  count(key: string, count: number): string {
    const exact = `${key}-${this.#plurals.select(count)}`;
    return this.say(exact in this.#words ? exact : `${key}-other`, { count });
  }
}

function flag(value: string | undefined): boolean {
  return value !== undefined && value !== "false";
}

/** Reads the page, or returns null where it holds no draft. */
export function readPage(): Omit<Page, "direction"> | null {
  const root = document.getElementById("draft");
  const data = root?.dataset;
  if (!root || !data?.["documentId"] || !data["draftId"]) return null;
  return {
    root,
    documentId: data["documentId"],
    draftId: data["draftId"],
    socket: data["socket"] ?? "/live",
    delegate: data["delegate"] ?? "",
    canWrite: flag(data["canWrite"]),
    isChair: flag(data["isChair"]),
    base: (data["base"] ?? "").split(" ").filter((head) => head !== ""),
    language: data["language"] ?? document.documentElement.lang,
    zone: data["zone"] ?? "",
  };
}

/** Reads the words from `<script type="application/json" id="draft-strings">`. */
export function readStrings(): Strings {
  const block = document.getElementById("draft-strings")?.textContent ?? "{}";
  const language = document.documentElement.lang || "en";
  return new Strings(JSON.parse(block) as Record<string, string>, language);
}
