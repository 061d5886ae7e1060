// Characters that no text of the record may contain (`domain::text::refused_character`).

const REFUSED =
  // Controls other than line feed and tab; bidi embeddings, overrides and isolates; halves of pairs.
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Whether a text holds a character that is not permitted. */
export function isRefused(text: string): boolean {
  REFUSED.lastIndex = 0;
  return REFUSED.test(text);
}

/** The text with line ends made one, and without what is not permitted; and how many were left out. */
export function permitted(text: string): { text: string; refused: number } {
  const lines = text.replace(/\r\n?|\u0085|\u2028|\u2029/g, "\n");
  let refused = 0;
  const clean = lines.replace(REFUSED, () => {
    refused += 1;
    return "";
  });
  return { text: clean, refused };
}

/** Whether an address may stand in a link (`domain::text::Run::permits_link`). */
export function permitsLink(address: string): boolean {
  return (
    /^(https?:\/\/|mailto:)/i.test(address) &&
    new TextEncoder().encode(address).length <= 2048 &&
    !/[\s\u0000-\u001F\u007F-\u009F<>"]/.test(address)
  );
}
