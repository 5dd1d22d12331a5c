// Run by test_twins.py: reads {snapshot, events}[] as JSON from standard input and writes what the JavaScript twins
// make of each.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const model = pathToFileURL(process.argv[2] + "/");
const { currentStep, decodeSnapshot, fold, fraction } = await import(new URL("fold.js", model));
const { artifactRow, head, stepRows } = await import(new URL("facts.js", model));

const plainMaps = (key, value) => (value instanceof Map ? Object.fromEntries(value) : value);
const answers = JSON.parse(readFileSync(0, "utf8")).map(({ snapshot, events }) => {
  let oneByOne = decodeSnapshot(snapshot);
  for (const event of events) oneByOne = fold(oneByOne, [event]);
  const before = decodeSnapshot(snapshot);
  const now = fold(before, events);
  return {
    before,
    snapshot: now,
    oneByOne,
    head: head(now),
    rows: stepRows(now),
    artifacts: [...now.artifacts.values()].map((ref) => artifactRow(now, ref, 1)),
    step: currentStep(now)?.id ?? null,
    fraction: fraction(now),
  };
});
process.stdout.write(JSON.stringify(answers, plainMaps));
