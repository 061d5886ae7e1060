// Building elements without markup in strings: nothing here parses HTML.

type Attributes = Readonly<Record<string, string | boolean | null>>;
type Child = Node | string | null;

/** Makes an element; attributes that are null or false are left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  setAttributes(made, attributes);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Sets attributes; null and false remove them. */
export function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) target.removeAttribute(name);
    else if (target.getAttribute(name) !== String(value)) target.setAttribute(name, value === true ? "" : value);
  }
}

/** Makes a button that does something. */
export function button(label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element("button", { type: "button", class: "button small", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

/** Whether shortcuts use the Command key. */
export const isMac = /Mac|iP(hone|ad|od)/.test(navigator.platform);
