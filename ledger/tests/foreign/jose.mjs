// Judges signed statements with jose: one JSON object a line in, one answer a line out.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { flattenedVerify, importJWK } = await import(pathToFileURL(process.argv[2]));

async function judge({ statement, statement_key: x }) {
  const key = await importJWK({ kty: "OKP", crv: "Ed25519", x }, "EdDSA");
  const { protectedHeader } = await flattenedVerify(JSON.parse(statement), key, { algorithms: ["EdDSA"] });
  return protectedHeader.typ === "clausewise-position+jws" ? "ok" : "another type";
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(await judge(JSON.parse(line)).catch((error) => `refused: ${error.message}`));
}
