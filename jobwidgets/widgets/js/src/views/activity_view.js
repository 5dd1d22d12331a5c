// @ts-check
import { createAnswered } from "./answered.js";
import { createArtifacts } from "./artifacts.js";
import { createChannels } from "./channels.js";
import { createChildren } from "./children.js";
import { h, setText } from "./dom.js";
import { createFrames } from "./frames.js";
import { createJobHeader } from "./job_header.js";
import { keepKeys } from "./keys.js";
import { createOutcome } from "./outcome.js";
import { createProgress } from "./progress.js";
import { createQuestionForm } from "./question_form.js";
import { createStepsTree } from "./steps_tree.js";
import { createUsage } from "./usage.js";
import { LABELS, attemptName, isOver, noteOf } from "./words.js";

/**
 * The live view of one job: `createActivityView` draws and knows neither protocol nor transport;
 * `model/activity_store.js` feeds it. What comes from a job is only ever set as text.
 *
 * @typedef {import("./steps_tree.js").StepRow} StepRow
 * @typedef {import("./text_pane.js").TextSpan} TextSpan
 * @typedef {import("./question_form.js").Question} Question
 * @typedef {{type: string, message: string, traceback: string|null}} JobError
 * @typedef {{created: number, started: number|null, ended: number|null, reason: string|null,
 *   question: Question|null, answering?: boolean, answered?: import("./answered.js").Answered[],
 *   attempts: {n: number, why: string|null}[], children: import("./children.js").Child[], childCount: number,
 *   usage?: import("./usage.js").Usage|null, done?: number|null, error: JobError|null, result: string|null,
 *   pending?: boolean, problem?: string|null, now?: number, pace?: number}} Info
 *   times in seconds since 1970, `now` by the clock of whoever feeds it; `done`: things done, where they are counted
 * @typedef {{job_id: string, title: string, state: string, progress: number|null, message: string|null,
 *   step: string|null, attempt: number, info: Info}} Head
 * @typedef {{ok: boolean, error?: string, of?: "answer"|"retry", key?: string}} Ack  of a wish (to cancel, if not said), or of an answer
 * @typedef {{cancel: () => void, answer: (key: string, value: any) => void, retry?: () => void, open?: (job: string) => void,
 *   library?: (name: string) => Promise<any>}} Actions
 *   `retry`: offered where a job failed or was cancelled; `open` shows a child job, else its id is copied; `library`
 *   brings what an artifact is drawn with
 */

export { isOver };

/** Draws one job into `el`. @param {HTMLElement} el @param {Actions} actions */
export function createActivityView(el, actions) {
  const frames = createFrames();
  /** @type {Head|undefined} */
  let head;
  let skew = 0; // seconds the job's clock was ahead of this one, when it was told
  let heard = 0; // when that was, on this clock
  let pace = 1; // seconds on the job's clock in one of ours: a recording has a clock of its own
  let detached = false;
  /** @type {Element|null} */
  let host = null; // the output this view is in
  /** @type {Set<number>} superseded segments */
  const old = new Set();

  const said = h("span", "jw-said", { role: "status", "aria-live": "polite" });
  const announce = (/** @type {string} */ text) => setText(said, text);
  const header = createJobHeader(actions, { announce, later: frames.later, changed: drawNote });
  const progress = createProgress();
  const form = createQuestionForm(actions.answer, announce);
  const answered = createAnswered();
  const outcome = createOutcome();
  const steps = createStepsTree(frames.schedule);
  const children = createChildren(actions.open ?? header.copyId, Boolean(actions.open));
  const texts = h("div", "jw-texts");
  const channels = createChannels(texts, { nameOf: (n) => attemptName(head?.info, n), schedule: frames.schedule });
  const artifacts = createArtifacts(actions);
  const usage = createUsage();
  const card = h("div", "jw-card", {}, header.el, progress.bar, progress.line, form.el, answered.el, outcome.error, steps.el);
  card.append(children.el, texts, artifacts.el, outcome.result, usage.el, said);
  const root = h("div", "jw jw-activity", { role: "group" }, card);
  keepKeys(root);
  el.append(root);

  const nowIs = () => {
    const here = Date.now() / 1000;
    return here + skew + (here - heard) * (pace - 1);
  };

  function drawNote() {
    if (!head) return;
    const { state, info, job_id } = head;
    /** @type {[string, boolean]} text, and whether it is urgent */
    let note = header.note ?? [noteOf(head), false];
    if (!isOver(state) && detached) note = [`The kernel is gone; the job goes on: jw.attach("${job_id}")`, true];
    else if (!isOver(state) && info.problem) note = [`Not followed any more: ${info.problem}`, true];
    progress.say(...note);
  }

  /** Say what is new to who cannot see it: a new state or question, nothing else. @param {Head|undefined} before @param {Head} now */
  function announceChange(before, now) {
    if (!before || before.job_id !== now.job_id) return;
    const { question } = now.info;
    if (question && question.key !== before.info.question?.key) announce(`Job ${now.title} asks: ${question.prompt}`);
    else if (before.state !== now.state) {
      announce(`Job ${now.title}: ${LABELS[/** @type {keyof typeof LABELS} */ (now.state)] ?? now.state}`);
    }
  }

  /** @param {Head} next */
  function setHead(next) {
    const before = head;
    head = next;
    const { info } = next;
    if (info.now) {
      heard = Date.now() / 1000;
      skew = info.now - heard;
      pace = info.pace ?? 1;
    }
    root.dataset.state = next.state;
    root.dataset.jobwidgetsJob = next.job_id;
    root.setAttribute("aria-label", `Job ${next.title}`);
    if (before && before.job_id !== next.job_id) children.clear();
    announceChange(before, next);
    progress.set(next, nowIs());
    header.set(next);
    channels.showAttempts();
    // Whoever is in the form when it goes away is left in the first line.
    if (!info.question && form.el.contains(document.activeElement)) header.focus();
    form.set(info.question ?? null, info.answering ?? false);
    answered.set(info.answered);
    children.set(info);
    outcome.set(info);
    usage.set(info.usage);
    if (isOver(next.state)) channels.settle();
    tick();
  }

  function tick() {
    if (!head) return;
    if (root.isConnected) host = root.closest(".jp-OutputArea, .cell, body");
    const now = nowIs();
    form.tick(now);
    header.tick(now);
    progress.tick(now);
    steps.tick(now, isOver(head.state));
  }
  const clock = setInterval(() => head && !isOver(head.state) && !document.hidden && tick(), 1000);

  return {
    root,
    setHead,
    /** @param {StepRow[]} changed */
    setSteps: (changed) => steps.set(changed),
    /** @param {any[]} changed */
    setArtifacts: (changed) => artifacts.set(changed),
    pictures: () => artifacts.pictures(),
    /** @param {TextSpan[]} spans */
    addText: (spans) => channels.addText(spans, old),
    /** @param {Iterable<number>} segments what a later attempt superseded, known yet or not */
    supersede(segments) {
      const numbers = [...segments];
      for (const number of numbers) old.add(number);
      channels.supersede(numbers);
    },
    /** Forget steps, text and artifacts; all of them follow. */
    clear() {
      steps.clear();
      old.clear();
      channels.clear();
      artifacts.clear();
    },
    /** @param {Ack} ack what became of a wish, or of an answer */
    acknowledge(ack) {
      if (ack.of === "answer") form.acknowledge(ack);
      else header.acknowledge(ack);
    },
    /** @param {boolean} gone whether nobody feeds this view any more */
    setDetached(gone) {
      detached = gone;
      form.setDetached(gone);
      header.setDetached(gone);
    },
    /**
     * What the reader opened and where they read, for whoever takes this view's place. Asked when the view has
     * already left the page: positions are those last seen.
     */
    readingState() {
      const traceback = Boolean(outcome.error.querySelector("details[open]"));
      return { ...channels.readingState(), traceback, steps: steps.last, host };
    },
    destroy() {
      clearInterval(clock);
      form.destroy();
      frames.destroy();
      channels.destroy();
      artifacts.destroy();
      root.remove();
    },
  };
}

/** @typedef {ReturnType<typeof createActivityView>} ActivityView */
