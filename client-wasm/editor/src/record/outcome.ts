// What a check came to: what is shown of it, and whether it contradicts what was known.

import type { Alarm, Last, Remembered, Side } from "./memory";
import type { Checked, Failure, Head, Outcome } from "./said";

/** Reads the three lines of a checkpoint that say which it is. */
export function headOf(note: string): Head | null {
  const [, size = "", root = ""] = note.split("\n");
  return /^\d+$/.test(size) && root !== "" ? { size: Number(size), root } : null;
}

/** Puts what both parts of a check found together. */
export function summed({ ledger, bundle }: Outcome): Checked[] {
  const served = new Map(ledger.report.checks.map((it) => [it.check, it]));
  return (bundle ?? ledger.report).checks.map((own) => {
    const other = served.get(own.check);
    if (bundle === undefined || other === undefined) return own;
    // The ledger as it is served is compared with the bundle, and with what was known.
    if (own.check === "consistency") return { ...own, held: own.held + other.held, failed: own.failed + other.failed };
    return { ...own, failed: Math.max(own.failed, other.failed) };
  });
}

function failures({ ledger, bundle }: Outcome): Failure[] {
  const all = [...(bundle?.failures ?? []), ...ledger.report.failures];
  const distinct = new Map(all.map((it) => [`${it.check} ${it.seq ?? ""} ${it.what}`, it]));
  return [...distinct.values()];
}

/** Says what is to be shown of a check. */
export function shown(outcome: Outcome, at: string, witnessesAsked: boolean): Last {
  const { ledger, bundle } = outcome;
  return {
    at,
    holds: ledger.report.holds && (bundle?.holds ?? true),
    size: ledger.report.entries,
    ...(bundle === undefined ? {} : { bundle: bundle.entries }),
    made: bundle === undefined ? ledger.made : bundle.checks.map((it) => it.check),
    checks: summed(outcome),
    failures: failures(outcome),
    witnessesAsked,
  };
}

/** Finds what contradicts what was known: another key, or a record that does not continue it. */
export function contradiction(outcome: Outcome, known: Remembered | null, files: readonly string[], at: string): Alarm | null {
  const now = headOf(outcome.note) ?? { size: 0, root: "" };
  const side: Side = { key: outcome.key, ...now, note: outcome.note };
  if (known !== null && known.key !== outcome.key) {
    return { kind: "key", at, knownSince: known.at, known: sideOf(known), shown: side };
  }
  const [first] = outcome.ledger.contradicted;
  if (first === undefined) return null;
  const isFirst = (note: string): boolean => {
    const head = headOf(note);
    return head !== null && head.size === first.size && head.root === first.root;
  };
  const notes = [known?.note, ...files, outcome.bundleNote];
  const note = notes.find((it): it is string => it !== undefined && isFirst(it)) ?? "";
  const since = known !== null && isFirst(known.note) ? known.at : at;
  return { kind: "head", at, knownSince: since, known: { key: known?.key ?? outcome.key, ...first, note }, shown: side };
}

function sideOf({ key, size, root, note }: Remembered): Side {
  return { key, size, root, note };
}
