// @ts-check
/**
 * The twin of protocol/state.py: what a job looks like, and how one event changes it. Pure. Field names are those of
 * the wire. `tests/protocol/test_twins.py` proves that both give the same for random histories.
 *
 * @typedef {{id: string, name: string, order: number, parent: string|null, status: string, detail: any,
 *   attempt: number, checkpoint: number, started: number, ended: number|null, arguments: any, result: any,
 *   error: string|null}} StepNode
 * @typedef {{channel: string, attempt: number, checkpoint: number, text: string}} TextSegment
 * @typedef {{attempt: number, checkpoint: number, at: number, worker: string|null, why: string|null}} AttemptStart
 * @typedef {{input_tokens: number, output_tokens: number, cost: number, max_tokens: number|null,
 *   max_cost: number|null}} Usage
 * @typedef {{key: string, prompt: string, schema: any, asked: number, expires: number|null}} PendingInput
 * @typedef {{key: string, prompt: string, answer: any, timed_out: boolean, at: number, order: number}} Answered
 * @typedef {{id: string, type: string, order: number, at: number}} ChildRef
 * @typedef {{id: string, name: string, media_type: string, data: any, attempt: number, checkpoint: number}} ArtifactRef
 * @typedef {{type: string, message: string, traceback?: string|null}} JobError
 * @typedef {{value: number|null, total: number, message: string|null}} ProgressValue
 *
 * @typedef {object} Snapshot  a job after its first `seq` events of `epoch`; times in seconds since 1970
 * @property {string} job
 * @property {string} type
 * @property {number} epoch
 * @property {number} seq
 * @property {number} attempt
 * @property {string} state
 * @property {string|null} reason
 * @property {ProgressValue|null} progress
 * @property {Map<string, StepNode>} steps
 * @property {TextSegment[]} text
 * @property {Usage} usage
 * @property {PendingInput|null} input
 * @property {Map<string, ArtifactRef>} artifacts
 * @property {any} result
 * @property {JobError|null} error
 * @property {number} failures
 * @property {JobError|null} last_error
 * @property {Map<string, ChildRef>} children
 * @property {Answered[]} answered
 * @property {number} checkpoint
 * @property {AttemptStart[]} attempts
 * @property {number} created
 * @property {number|null} started
 * @property {number|null} ended
 * @property {number} updated
 *
 * @typedef {{kind: string, job: string, epoch?: number, seq?: number, attempt?: number, at?: number} & Record<string, any>} Event
 */

export const ANSWER = "answer";
const LOG = "log";
const OVER = new Set(["completed", "failed", "cancelled"]);
const MAX_ANSWERED = 50;
const MAX_ANSWERED_PROMPT = 500;
const MAX_ANSWERED_ANSWER = 2000;

/** @param {string} state */
export const isOver = (state) => OVER.has(state);

const STEP = {
  parent: null,
  status: "running",
  detail: null,
  attempt: 0,
  checkpoint: 0,
  started: 0,
  ended: null,
  arguments: null,
  result: null,
  error: null,
};
const USAGE = { input_tokens: 0, output_tokens: 0, cost: 0, max_tokens: null, max_cost: null };
const ARTIFACT = { data: null, attempt: 0, checkpoint: 0 };
const CHILD = { order: 0, at: 0 };
const START = { worker: null, why: null };
const PROGRESS = { value: null, total: 1, message: null };
const INPUT = { schema: null, asked: 0, expires: null };
const ANSWERED = { answer: null, timed_out: false, at: 0, order: 0 };

/** Values of an object by key, each with its defaults. @param {any} object @param {any} defaults @returns {Map<string, any>} */
const mapped = (object, defaults) =>
  new Map(Object.entries(object ?? {}).map(([key, value]) => [key, { ...defaults, ...value }]));
/** @param {any[]|undefined} list @param {any} defaults @returns {any[]} */
const listed = (list, defaults) => (list ?? []).map((one) => ({ ...defaults, ...one }));

/** A snapshot as it came, with what the wire leaves out. @param {any} wire @returns {Snapshot} */
export function decodeSnapshot(wire) {
  return {
    job: wire.job,
    type: wire.type ?? "",
    epoch: wire.epoch ?? 0,
    seq: wire.seq ?? 0,
    attempt: wire.attempt ?? 0,
    state: wire.state ?? "queued",
    reason: wire.reason ?? null,
    progress: wire.progress ? { ...PROGRESS, ...wire.progress } : null,
    steps: mapped(wire.steps, STEP),
    text: wire.text ?? [],
    usage: { ...USAGE, ...wire.usage },
    input: wire.input ? { ...INPUT, ...wire.input } : null,
    artifacts: mapped(wire.artifacts, ARTIFACT),
    result: wire.result ?? null,
    error: wire.error ?? null,
    failures: wire.failures ?? 0,
    last_error: wire.last_error ?? null,
    children: mapped(wire.children, CHILD),
    answered: listed(wire.answered, ANSWERED),
    checkpoint: wire.checkpoint ?? 0,
    attempts: listed(wire.attempts, START),
    created: wire.created ?? 0,
    started: wire.started ?? null,
    ended: wire.ended ?? null,
    updated: wire.updated ?? 0,
  };
}

/** What `attempt` wrote after `checkpoint`, if a later attempt began at or before it. @param {Snapshot} snapshot @param {number} attempt @param {number} checkpoint */
export function superseded({ attempts }, attempt, checkpoint) {
  return attempts.some((start) => start.attempt > attempt && start.checkpoint <= checkpoint);
}

/** The text of a channel without what a later attempt superseded. @param {Snapshot} snapshot @param {string} [channel] */
export function channelText(snapshot, channel = ANSWER) {
  const valid = snapshot.text.filter((s) => s.channel === channel && !superseded(snapshot, s.attempt, s.checkpoint));
  return valid.map((segment) => segment.text).join("");
}

/** The steps in the order they began. @param {Snapshot} snapshot */
export const stepList = ({ steps }) => [...steps.values()].sort((a, b) => a.order - b.order);

/** Its status, or `interrupted` for a running step whose attempt or job is over. @param {Snapshot} snapshot @param {StepNode} step */
export function shownStatus(snapshot, step) {
  const over = isOver(snapshot.state) || superseded(snapshot, step.attempt, step.checkpoint);
  return step.status === "running" && over ? "interrupted" : step.status;
}

/** The step that began last among those still running. @param {Snapshot} snapshot @returns {StepNode|null} */
export function currentStep(snapshot) {
  let found = null;
  for (const step of snapshot.steps.values()) {
    if ((!found || step.order > found.order) && shownStatus(snapshot, step) === "running") found = step;
  }
  return found;
}

/** Between 0 and 1, or null when it cannot be told. @param {Snapshot} snapshot */
export function fraction({ progress }) {
  if (!progress || progress.value === null || progress.total <= 0) return null;
  return Math.min(1, Math.max(0, progress.value / progress.total));
}

/** Events are missing in between, or are of another epoch: only a new snapshot helps. */
export class GapError extends Error {}

/**
 * The snapshot after events that follow it; those at or before it change nothing. Steps, artifacts, children and the
 * list of texts are copied once, however many of the events change them.
 * @param {Snapshot} snapshot @param {Iterable<Event>} events @returns {Snapshot}
 */
export function fold(snapshot, events) {
  const { epoch } = snapshot;
  const draft = { ...snapshot };
  for (const event of events) {
    const at = event.seq ?? 0;
    if ((event.epoch ?? 0) === epoch && at <= draft.seq) continue;
    if ((event.epoch ?? 0) !== epoch || at !== draft.seq + 1)
      throw new GapError(`expected event ${draft.seq + 1}, got ${at}`);
    change(draft, snapshot, event);
    draft.seq = at;
    draft.updated = event.at ?? 0;
  }
  return draft.seq === snapshot.seq ? snapshot : draft;
}

/** What an event changes in the draft, which shares with the snapshot before it what no event has changed yet. @param {Snapshot} draft @param {Snapshot} before @param {Event} event */
function change(draft, before, event) {
  const { attempt = 0, at = 0 } = event;
  switch (event.kind) {
    case "text":
      return write(draft, before, attempt, event.channel ?? ANSWER, event.delta);
    case "log":
      return write(draft, before, attempt, LOG, `${(event.level ?? "info").toUpperCase()} ${event.message}\n`);
    case "progress":
      draft.progress = { value: event.value ?? null, total: event.total ?? 1, message: event.message ?? null };
      return;
    case "step":
      if (draft.steps === before.steps) draft.steps = new Map(before.steps);
      draft.steps.set(event.id, step(draft, event, attempt, at));
      return;
    case "state":
      Object.assign(draft, move(draft, event, at));
      return;
    case "artifact": {
      const { id, name, media_type, data = null } = event;
      if (draft.artifacts === before.artifacts) draft.artifacts = new Map(before.artifacts);
      draft.artifacts.set(id, { id, name, media_type, data, attempt, checkpoint: draft.checkpoint });
      return;
    }
    case "usage":
      draft.usage = spend(draft.usage, event);
      return;
    case "input-requested": {
      const { key, prompt, schema = null, expires = null } = event;
      draft.input = { key, prompt, schema, asked: at, expires };
      return;
    }
    case "input-answered":
      draft.answered = closed(draft, event, at);
      draft.input = null;
      return;
    case "checkpoint":
      draft.checkpoint = event.number;
      return;
    case "child":
      if (draft.children === before.children) draft.children = new Map(before.children);
      draft.children.set(event.child, { id: event.child, type: event.type, order: draft.children.size, at });
      return;
    case "attempt": {
      const { checkpoint = 0, worker = null } = event;
      const start = { attempt, checkpoint, at, worker, why: attempt > 1 ? draft.reason : null };
      draft.attempts = [...draft.attempts, start];
      draft.attempt = attempt;
      draft.checkpoint = checkpoint;
    }
    // of any other kind, this version does not know it
  }
}

/** @param {Snapshot} draft @param {Snapshot} before @param {number} attempt @param {string} channel @param {string} delta */
function write(draft, before, attempt, channel, delta) {
  if (!delta) return;
  const { checkpoint } = draft;
  if (draft.text === before.text) draft.text = [...before.text];
  const { text } = draft;
  const i = text.findLastIndex((s) => s.channel === channel && s.attempt === attempt && s.checkpoint === checkpoint);
  if (i < 0) text.push({ channel, attempt, checkpoint, text: delta });
  else text[i] = { channel, attempt, checkpoint, text: text[i].text + delta };
}

/** @param {Snapshot} snapshot @param {Event} event @param {number} attempt @param {number} at @returns {StepNode} */
function step({ steps, checkpoint }, event, attempt, at) {
  const { id, name, status = "running", parent = null } = event;
  const known = steps.get(id);
  return {
    ...(known ?? { ...STEP, id, order: steps.size, parent, attempt, checkpoint, started: at }),
    name,
    status,
    ended: status === "running" ? null : at,
    detail: event.detail ?? known?.detail ?? null,
    arguments: event.arguments ?? known?.arguments ?? null,
    result: event.result ?? known?.result ?? null,
    error: event.error ?? known?.error ?? null,
  };
}

/** @param {Snapshot} snapshot @param {Event} event @param {number} at @returns {Partial<Snapshot>} */
function move(snapshot, event, at) {
  if (isOver(snapshot.state)) return {}; // terminal states absorb
  const { state, reason = null, result = null, error = null } = event;
  const over = isOver(state);
  return {
    state,
    reason,
    result,
    error: over ? error : null,
    failures: snapshot.failures + (error ? 1 : 0),
    last_error: error ?? snapshot.last_error,
    // A job that goes on or is over asks nothing any more.
    input: state === "waiting_input" ? snapshot.input : null,
    started: state === "running" && snapshot.started === null ? at : snapshot.started,
    ended: over ? at : null,
  };
}

/** @param {Usage} usage @param {Event} event @returns {Usage} */
function spend(usage, { input_tokens = 0, output_tokens = 0, cost = 0, max_tokens = null, max_cost = null }) {
  return {
    input_tokens: usage.input_tokens + input_tokens,
    output_tokens: usage.output_tokens + output_tokens,
    cost: usage.cost + cost,
    max_tokens: max_tokens ?? usage.max_tokens,
    max_cost: max_cost ?? usage.max_cost,
  };
}

/** @param {Snapshot} snapshot @param {Event} event @param {number} at @returns {Answered[]} */
function closed({ input, answered }, { key, answer = null, timed_out = false }, at) {
  const prompt = input && input.key === key ? cut(input.prompt, MAX_ANSWERED_PROMPT) : "";
  const json = JSON.stringify(answer);
  const short = [...json].length > MAX_ANSWERED_ANSWER ? cut(json, MAX_ANSWERED_ANSWER) : answer;
  const order = answered.length ? answered[answered.length - 1].order + 1 : 0;
  return [...answered, { key, prompt, answer: short, timed_out, at, order }].slice(-MAX_ANSWERED);
}

/** @param {string} text @param {number} most in code points */
function cut(text, most) {
  const points = [...text];
  return points.length <= most ? text : `${points.slice(0, most - 1).join("")}…`;
}
