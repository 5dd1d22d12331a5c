// @ts-check
import { ANSWER, channelText, shownStatus, stepList, superseded } from "./fold.js";

/**
 * The twin of widgets/facts.py and of the rows in widgets/activity_feed.py: what a reader is told of a job. Pure.
 * `tests/protocol/test_twins.py` compares them. JavaScript does not keep apart 1 and 1.0, and puts keys that are whole
 * numbers first; there the JSON shown may look a little different.
 *
 * @typedef {import("./fold.js").Snapshot} Snapshot
 * @typedef {import("./fold.js").StepNode} StepNode
 */

const MAX_DETAIL = 2_000;
const MAX_PROMPT = 10_000;
const MAX_RESULT = 50_000;
const MAX_SCHEMA = 20_000; // bytes
const MAX_CHILDREN = 50;
const MAX_ATTEMPTS = 50;
const MAX_ANSWERED = 20;
const MAX_ANSWER = 200;

const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g;
/** What Python takes for white space. */
const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const BLANKS = new RegExp(BLANK, "g");
const ENDS = new RegExp(`^${BLANK}|${BLANK}$`, "g");

/** Characters as Python counts them. @param {string} text */
export const lengthOf = (text) => text.length - (text.match(PAIRS)?.length ?? 0);

/** `text`, or its head and a note of what was left out. @param {string} text @param {number} limit */
export function clip(text, limit) {
  if (text.length <= limit) return text;
  const points = [...text];
  if (points.length <= limit) return text;
  const more = (points.length - limit).toLocaleString("en-US");
  return `${points.slice(0, limit).join("")}… (${more} more characters)`;
}

/** JSON as Python writes it. @param {any} value @param {number} [indent] @param {string} [before] */
function json(value, indent, before = "\n") {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = before + " ".repeat(indent ?? 0);
  /** @type {string[]} */
  const items = Array.isArray(value)
    ? value.map((one) => json(one, indent, inner))
    : Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${json(one, indent, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (!items.length) return open + close;
  return indent === undefined ? open + items.join(", ") + close : open + inner + items.join(`,${inner}`) + before + close;
}

/** Any JSON value for a reader: strings as they are, the rest as JSON. @param {any} value @param {number} limit @param {number} [indent] */
export function plain(value, limit, indent) {
  if (value === null || value === undefined) return "";
  return clip(typeof value === "string" ? value : json(value, indent), limit);
}

/** A step's detail without the mark that its result was kept from an earlier attempt, and that mark. @param {any} detail @returns {[any, boolean]} */
function shownDetail(detail) {
  if (typeof detail !== "object" || detail?.replayed !== true) return [detail, false];
  const { replayed: _, ...rest } = detail;
  return [Object.keys(rest).length ? rest : null, true];
}

/** @param {Snapshot} snapshot */
export function head(snapshot) {
  const { error, usage } = snapshot;
  const children = [...snapshot.children.values()];
  return {
    created: snapshot.created,
    started: snapshot.started,
    ended: snapshot.ended,
    updated: snapshot.updated,
    reason: snapshot.reason,
    question: question(snapshot),
    answered: snapshot.answered.slice(-MAX_ANSWERED).map(answeredRow),
    attempts: attempts(snapshot),
    children: children.slice(0, MAX_CHILDREN).map(({ id, type }) => ({ id, type: clip(type, 80) })),
    childCount: children.length,
    usage: usageFacts(usage),
    error: error && {
      type: clip(error.type, 300),
      message: clip(error.message, 10_000),
      traceback: error.traceback ? clip(error.traceback, MAX_RESULT) : null,
    },
    result: resultText(snapshot),
  };
}

/** What the job asks; null while it asks nothing. @param {Snapshot} snapshot */
function question({ input, state }) {
  if (!input || state !== "waiting_input") return null;
  const small = new TextEncoder().encode(JSON.stringify(input.schema)).length <= MAX_SCHEMA;
  // An empty list makes no form: the answer is typed as JSON, and the server checks it against the whole schema.
  const schema = small ? input.schema : [];
  return { key: input.key, prompt: clip(input.prompt, MAX_PROMPT), schema, expires: input.expires };
}

/** @param {import("./fold.js").Answered} one */
const answeredRow = ({ key, prompt, answer, timed_out }) => ({
  key,
  prompt: oneLine(prompt),
  answer: timed_out ? "" : answerText(answer),
  timedOut: timed_out,
});

/** An answer for a reader. @param {any} value */
function answerText(value) {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return value === null ? "null" : plain(value, MAX_ANSWER);
}

/** The head of a question in one line. @param {string} text */
const oneLine = (text) => clip(text.replace(ENDS, "").replace(BLANKS, " "), MAX_ANSWER);

/** @param {import("./fold.js").Usage} usage */
function usageFacts({ input_tokens, output_tokens, cost, max_tokens, max_cost }) {
  if (!input_tokens && !output_tokens && !cost && max_tokens === null && max_cost === null) return null;
  return { inputTokens: input_tokens, outputTokens: output_tokens, cost, maxTokens: max_tokens, maxCost: max_cost };
}

/** The attempts after the first, and why they were made. @param {Snapshot} snapshot */
function attempts(snapshot) {
  const later = snapshot.attempts.filter((start) => start.attempt > 1).slice(-MAX_ATTEMPTS);
  return later.map(({ attempt, why }) => ({ n: attempt, why: why ? clip(why, MAX_DETAIL) : null }));
}

/** The result for a reader; null where there is none or the text above it says the same. @param {Snapshot} snapshot */
function resultText(snapshot) {
  if (snapshot.result === null) return null;
  const text = plain(snapshot.result, MAX_RESULT, 2);
  return text.replace(ENDS, "") === channelText(snapshot, ANSWER).replace(ENDS, "") ? null : text;
}

/** A step as the view draws it. @param {Snapshot} snapshot @param {StepNode} step */
export function stepRow(snapshot, step) {
  const [detail, replayed] = shownDetail(step.detail);
  return {
    id: step.id,
    parent: step.parent,
    order: step.order,
    name: clip(step.name, 300),
    status: /** @type {any} */ (shownStatus(snapshot, step)),
    detail: plain(detail, MAX_DETAIL),
    arguments: plain(step.arguments, MAX_DETAIL),
    result: plain(step.result, MAX_DETAIL),
    error: clip(step.error ?? "", MAX_DETAIL),
    started: step.started,
    ended: step.ended,
    superseded: superseded(snapshot, step.attempt, step.checkpoint),
    replayed,
  };
}

/** An artifact as the view draws it; `version` grows with every change. @param {Snapshot} snapshot @param {import("./fold.js").ArtifactRef} ref @param {number} version */
export function artifactRow(snapshot, ref, version) {
  return {
    id: ref.id,
    name: clip(ref.name, 300),
    mediaType: clip(ref.media_type, 300),
    data: ref.data,
    version,
    superseded: superseded(snapshot, ref.attempt, ref.checkpoint),
  };
}

/** All steps in the order they began. @param {Snapshot} snapshot */
export const stepRows = (snapshot) => stepList(snapshot).map((step) => stepRow(snapshot, step));
