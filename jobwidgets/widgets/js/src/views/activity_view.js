// @ts-check
import { NO_ANSWER, duration, h, setText } from "./dom.js";
import { createQuestionForm } from "./question_form.js";
import { TextPane } from "./text_pane.js";

/**
 * The live view of one job: `createActivityView` draws and knows neither protocol nor transport;
 * `model/activity_store.js` feeds it. What comes from a job is only ever set as text.
 *
 * @typedef {"running"|"completed"|"failed"|"cancelled"|"interrupted"} StepStatus
 * @typedef {{id: string, parent: string|null, order: number, name: string, status: StepStatus, detail: string,
 *   started: number, ended: number|null, superseded: boolean, replayed: boolean}} StepRow  times in seconds since 1970
 * @typedef {import("./text_pane.js").TextSpan} TextSpan
 * @typedef {import("./question_form.js").Question} Question
 * @typedef {{type: string, message: string, traceback: string|null}} JobError
 * @typedef {{created: number, started: number|null, ended: number|null, reason: string|null,
 *   question: Question|null, answering?: boolean, told?: {prompt: string, text: string}|null,
 *   attempts: {n: number, why: string|null}[], children: {id: string, type: string}[], childCount: number,
 *   error: JobError|null, result: string|null, pending?: boolean, problem?: string|null, now?: number}} Info
 * @typedef {{job_id: string, title: string, state: string, progress: number|null, message: string|null,
 *   step: string|null, attempt: number, info: Info}} Head
 * @typedef {{ok: boolean, error?: string, of?: "answer", key?: string}} Ack  of a wish to cancel, or of an answer
 */

const LABELS = {
  queued: "Queued",
  running: "Running",
  waiting_input: "Needs an answer",
  cancelling: "Cancelling",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
};
const MARKS = { completed: "✓", failed: "✕", cancelled: "–", interrupted: "–", running: "" };
const ANSWER = "answer";

const short = (/** @type {string} */ id) => (id.length > 12 ? `…${id.slice(-6)}` : id);
export const isOver = (/** @type {string} */ state) => ["completed", "failed", "cancelled"].includes(state);

function copyIcon() {
  const NS = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(NS, "svg");
  const path = document.createElementNS(NS, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("fill", "none");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "1.4");
  path.setAttribute("d", "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3");
  svg.append(path);
  return svg;
}

/** Copies also where the page may not use the clipboard (plain http, no permission). @param {string} text */
async function copy(text) {
  try {
    return await navigator.clipboard.writeText(text);
  } catch {
    const area = /** @type {HTMLTextAreaElement} */ (h("textarea", "", { style: "position:fixed;opacity:0" }));
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

/**
 * Draws one job into `el`.
 * @param {HTMLElement} el
 * @param {{cancel: () => void, answer: (key: string, value: any) => void}} actions
 */
export function createActivityView(el, actions) {
  const timers = new Set();
  /** @type {Set<() => void>} */
  let work = new Set();
  let frame = 0;
  let destroyed = false;
  /** @type {Head|undefined} */
  let head;
  /** @type {string|undefined} of the question that was asked last */
  let key;
  let skew = 0; // seconds the kernel's clock is ahead of this one
  /** @type {""|"asking"|"late"|"asked"} */
  let phase = "";
  let refusal = "";
  let detached = false;
  let stepsFollow = true;
  let stepsLast = 0;
  /** @type {Element|null} */
  let host = null; // the output this view is in

  // ----- structure
  const title = h("strong", "jw-title jw-cut");
  const pill = h("span", "jw-pill");
  const attempt = h("span", "jw-num jw-again jw-cut", { hidden: "" });
  const cancel = /** @type {HTMLButtonElement} */ (h("button", "jw-cancel", { type: "button" }, "Cancel"));
  const elapsed = h("span", "jw-num jw-elapsed");
  const shortId = h("span");
  const id = h("button", "jw-id", { type: "button" }, shortId, copyIcon());
  const fill = h("div", "jw-fill");
  const bar = h("div", "jw-bar", { role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" }, fill);
  const note = h("span", "jw-note jw-cut", { dir: "auto" });
  const percent = h("span", "jw-num");
  const status = h("div", "jw-status", {}, note, percent);
  const errorType = h("strong");
  const errorText = h("bdi");
  const trace = h("pre", "jw-trace", { tabindex: "0", "aria-label": "Traceback" });
  const traceFold = h("details", "", { "data-channel": "traceback" }, h("summary", "", {}, "Traceback"), trace);
  const error = h("div", "jw-error", { hidden: "" }, h("div", "", {}, errorType, " ", errorText), traceFold);
  const said = h("span", "jw-said", { role: "status", "aria-live": "polite" });
  const form = createQuestionForm(actions.answer, (text) => setText(said, text));
  const told = h("div", "jw-told", { hidden: "", dir: "auto" });
  const steps = h("ul", "jw-steps", { hidden: "", "aria-label": "Steps", tabindex: "0" });
  const texts = h("div");
  const resultText = h("pre", "", { tabindex: "0", "aria-label": "Result" });
  const result = h("div", "jw-result", { hidden: "" }, h("span", "", {}, "Result"), resultText);
  const children = h("div", "jw-children", { hidden: "", role: "group", "aria-label": "Child jobs" });
  const card = h(
    "div",
    "jw-card",
    {},
    h("div", "jw-header", {}, h("span", "jw-dot"), title, pill, attempt, h("span", "jw-space"), cancel, elapsed, id),
    bar,
    status,
    form.el,
    told,
    error,
    steps,
    children,
    texts,
    result,
    said,
  );
  const root = h("div", "jw jw-activity", { role: "group", "data-lm-suppress-shortcuts": "true" }, card);
  root.setAttribute("data-jp-suppress-context-menu", "");
  el.append(root);

  /** @type {Map<string, TextPane>} */
  const panes = new Map();
  /** @type {Map<string, {pane: TextPane, count: HTMLElement}>} */
  const folded = new Map();
  /** @type {Map<string, {row: StepRow, li: HTMLElement, took: HTMLElement}>} */
  const rows = new Map();

  // ----- keys: nothing typed in here is a shortcut of the page around it
  const stop = (/** @type {Event} */ event) => event.stopPropagation();
  for (const type of ["keydown", "keypress", "keyup"]) root.addEventListener(type, stop);

  // ----- one paint per frame, whatever came in
  /** @param {() => void} job */
  function schedule(job) {
    work.add(job);
    if (!frame) frame = requestAnimationFrame(paint);
  }
  function paint() {
    frame = 0;
    const now = work;
    work = new Set();
    for (const job of now) job();
  }
  /** @param {() => void} job @param {number} ms */
  function later(job, ms) {
    const timer = setTimeout(() => (timers.delete(timer), job()), ms);
    timers.add(timer);
    return timer;
  }

  /** `static_html.attempt_name` says the same. @param {number} n */
  function attemptName(n) {
    const why = head?.info.attempts?.find((one) => one.n === n)?.why;
    return why ? `attempt ${n} · ${why}` : `attempt ${n}`;
  }

  const paneWork = new Map();
  /** @type {Set<number>} superseded segments */
  const old = new Set();
  /** @param {string} channel @returns {TextPane} */
  function pane(channel) {
    const known = panes.get(channel);
    if (known) return known;
    const name = channel.charAt(0).toUpperCase() + channel.slice(1);
    const made = new TextPane(name, () => schedule(paneWork.get(channel)), attemptName);
    panes.set(channel, made);
    paneWork.set(channel, () => {
      made.paint();
      const fold = folded.get(channel);
      if (fold) setText(fold.count, `${made.lines.toLocaleString()} ${made.lines === 1 ? "line" : "lines"}`);
    });
    if (channel === ANSWER) {
      texts.prepend(h("div", "jw-answer", {}, made.scroller, made.jump));
    } else {
      const count = h("span", "jw-num");
      const fold = h("details", "jw-folded", { "data-channel": channel });
      fold.append(h("summary", "", {}, h("bdi", "", {}, name), " ", count), made.scroller, made.jump);
      fold.addEventListener("toggle", () => made.following && made.toEnd());
      folded.set(channel, { pane: made, count });
      texts.append(fold);
    }
    return made;
  }

  /** @param {StepRow} row */
  function depth(row) {
    let n = 0;
    for (let at = row; at.parent && rows.has(at.parent) && n < 12; n++) {
      at = /** @type {{row: StepRow}} */ (rows.get(at.parent)).row;
    }
    return n;
  }

  /** The row after which a new one belongs: the last one inside its parent. @param {StepRow} row */
  function place(row) {
    const parent = row.parent && rows.get(row.parent);
    if (!parent) return null;
    const own = depth(parent.row);
    let next = parent.li.nextElementSibling;
    while (next && Number(/** @type {HTMLElement} */ (next).dataset.depth) > own) next = next.nextElementSibling;
    return next;
  }

  /** @param {StepRow[]} changed */
  function drawSteps(changed) {
    for (const row of changed) {
      let known = rows.get(row.id);
      if (!known) {
        const took = h("span", "jw-num");
        const icon = h("span", "jw-icon", { role: "img" });
        const li = h("li", "jw-step", {}, icon, h("span", "jw-name jw-cut"), h("span", "jw-detail jw-cut"), took);
        known = { row, li, took };
        const before = place(row);
        rows.set(row.id, known);
        const level = depth(row);
        li.dataset.depth = String(level);
        li.style.setProperty("--depth", String(level));
        steps.insertBefore(li, before);
      }
      known.row = row;
      const [icon, name, detail] = /** @type {HTMLElement[]} */ ([...known.li.children]);
      icon.dataset.status = row.status;
      icon.setAttribute("aria-label", row.status);
      setText(icon, MARKS[row.status] ?? "");
      setText(name, row.name);
      const about = [row.replayed ? "kept from an earlier attempt" : "", row.detail].filter(Boolean).join(" · ");
      setText(detail, about);
      detail.title = about;
      if (row.superseded) {
        known.li.classList.add("jw-superseded");
        icon.setAttribute("aria-label", `${row.status}, superseded`);
        name.replaceChildren(h("del", "", {}, row.name));
      }
    }
    steps.hidden = rows.size === 0;
    tick();
    if (stepsFollow) schedule(stepsToEnd);
  }
  const stepsToEnd = () => (steps.scrollTop = steps.scrollHeight);
  steps.addEventListener("scroll", () => {
    if (steps.scrollHeight - steps.scrollTop - steps.clientHeight < 8) stepsFollow = true;
    else if (steps.scrollTop < stepsLast - 1) stepsFollow = false;
    stepsLast = steps.scrollTop;
  });

  // ----- the head
  /** `static_html._note` says the same. @param {Head} now @returns {[string, boolean?]} text, and whether it is urgent */
  function noteOf({ state, message, step, info, job_id }) {
    if (detached && !isOver(state)) return [`The kernel is gone; the job goes on: jw.attach("${job_id}")`, true];
    if (info.problem && !isOver(state)) return [`Not followed any more: ${info.problem}`, true];
    if (refusal && !isOver(state)) return [`Not cancelled: ${refusal}`, true];
    if (state === "cancelling") return ["Waiting for the job to stop"];
    if (!isOver(state)) {
      if (phase === "asking") return ["Asking to cancel…"];
      if (phase === "late") return ["The kernel is busy: the wish to cancel is queued there", true];
      if (phase === "asked") return ["Asked to cancel; waiting for the server"];
    }
    const why = info.reason ? ` (${info.reason})` : "";
    switch (state) {
      case "queued":
        return [info.pending ? "Waiting for the server" : "Waiting for a worker"];
      case "waiting_input":
        return [message || step || ""]; // the question stands below
      case "completed":
        return [message || "Done"];
      case "failed":
        return [message || `Failed${why}`];
      case "cancelled":
        return [`Stopped before the end${why}`];
      default:
        return [message || step || "Working"];
    }
  }

  /** @param {Head} next */
  function setHead(next) {
    const before = head?.state;
    head = next;
    const { state, info } = next;
    if (info.now) skew = info.now - Date.now() / 1000;
    root.dataset.state = state;
    root.dataset.jobwidgetsJob = next.job_id;
    root.setAttribute("aria-label", `Job ${next.title}`);
    setText(title, next.title);
    title.title = next.title;
    const label = LABELS[/** @type {keyof typeof LABELS} */ (state)] ?? state;
    setText(pill, label);
    attempt.hidden = next.attempt < 2;
    setText(attempt, attemptName(next.attempt));
    attempt.title = attempt.textContent ?? "";
    for (const one of panes.values()) one.showAttempts();
    if (before === undefined) setText(shortId, short(next.job_id));
    id.title = `Copy the id ${next.job_id}`;
    id.setAttribute("aria-label", `Copy the job id ${next.job_id}`);
    const asked = info.question && info.question.key !== key;
    key = info.question?.key;
    if (before !== undefined && asked) setText(said, `Job ${next.title} asks: ${info.question?.prompt}`);
    if (before !== undefined && before !== state) {
      if (!asked) setText(said, `Job ${next.title}: ${label}`);
      if (state === "cancelling" || isOver(state)) refusal = "";
      if (state !== "running" && state !== "queued") phase = "";
    }
    drawProgress(next);
    drawQuestion(info);
    drawChildren(info);
    drawControls();
    error.hidden = !info.error;
    if (info.error) {
      setText(errorType, info.error.type);
      setText(errorText, info.error.message);
      traceFold.hidden = !info.error.traceback;
      setText(trace, info.error.traceback ?? "");
    }
    result.hidden = info.result === null || info.result === undefined;
    setText(resultText, info.result ?? "");
    tick();
  }

  /** @param {Head} now */
  function drawProgress({ state, progress, message }) {
    const busy = progress === null && (state === "running" || state === "cancelling");
    const share = state === "completed" ? 1 : (progress ?? 0);
    bar.classList.toggle("jw-busy", busy);
    fill.style.width = busy ? "" : `${(share * 100).toFixed(1)}%`;
    if (busy) bar.removeAttribute("aria-valuenow");
    else bar.setAttribute("aria-valuenow", String(Math.round(share * 100)));
    bar.setAttribute("aria-label", "Progress");
    if (message) bar.setAttribute("aria-valuetext", busy ? message : `${Math.round(share * 100)} %, ${message}`);
    else bar.removeAttribute("aria-valuetext");
    setText(percent, progress === null || state === "completed" ? "" : `${Math.round(progress * 100)} %`);
  }

  /** @param {Info} info */
  function drawQuestion({ question = null, answering = false, told: line }) {
    // Whoever is in the form when it goes away is left where the next question would be.
    if (!question && form.el.contains(document.activeElement)) id.focus({ preventScroll: true });
    form.set(question, answering);
    told.hidden = Boolean(question) || !line;
    if (told.hidden) told.replaceChildren();
    else if (told.title !== `${line?.prompt} ${line?.text}`) {
      told.replaceChildren(h("bdi", "jw-cut", {}, line?.prompt ?? ""), " ", h("bdi", "jw-told-answer", {}, line?.text ?? ""));
      setText(said, line?.text ?? "");
    }
    told.title = told.hidden ? "" : `${line?.prompt} ${line?.text}`;
  }

  let listed = "";
  /** @param {Info} info */
  function drawChildren({ children: all = [], childCount = 0 }) {
    const now = `${childCount} ${all.length}`;
    children.hidden = !childCount;
    if (now === listed) return; // children are only ever added
    listed = now;
    const label = h("span", "jw-label", {}, childCount === 1 ? "Child job" : `${childCount} child jobs`);
    const more = childCount > all.length ? [h("span", "jw-num", {}, `and ${childCount - all.length} more`)] : [];
    children.replaceChildren(label, ...all.map(childButton), ...more);
  }
  /** @param {{id: string, type: string}} child */
  function childButton(child) {
    const code = h("span", "jw-code", {}, short(child.id));
    const button = h("button", "jw-child", { type: "button", title: `Copy the id ${child.id}` }, h("bdi", "jw-cut", {}, child.type), code);
    button.setAttribute("aria-label", `Copy the id of child job ${child.type}, ${child.id}`);
    button.addEventListener("click", () => copyId(child.id, code));
    return button;
  }

  function drawControls() {
    if (!head) return;
    const [text, urgent] = noteOf(head);
    setText(note, text);
    note.title = text;
    status.classList.toggle("jw-urgent", Boolean(urgent));
    status.hidden = !text && !percent.textContent;
    const cancelling = head.state === "cancelling" || phase !== "";
    const gone = isOver(head.state) || detached;
    if (gone && document.activeElement === cancel) id.focus({ preventScroll: true });
    cancel.hidden = gone;
    cancel.setAttribute("aria-disabled", String(cancelling));
    cancel.disabled = cancelling && document.activeElement !== cancel;
    setText(cancel, head.state === "cancelling" ? "Cancelling" : phase === "asked" ? "Asked" : phase ? "Asking…" : "Cancel");
    cancel.setAttribute("aria-label", cancelling ? `${cancel.textContent}: job ${head.title}` : `Cancel job ${head.title}`);
  }

  function tick() {
    if (!head) return;
    if (root.isConnected) host = root.closest(".jp-OutputArea, .cell, body");
    const now = Date.now() / 1000 + skew;
    const { created, started, ended } = head.info;
    const begin = started || created;
    const over = isOver(head.state);
    form.tick(now);
    setText(elapsed, begin ? duration((over && ended ? ended : now) - begin, !over) : "");
    for (const { row, took } of rows.values()) {
      if (row.ended && row.started) setText(took, duration(row.ended - row.started));
      else if (row.status === "running" && row.started && !over) setText(took, duration(now - row.started, true));
      else setText(took, "");
    }
  }
  const clock = setInterval(() => head && !isOver(head.state) && !document.hidden && tick(), 1000);

  cancel.addEventListener("click", () => {
    if (phase || !head || head.state === "cancelling") return;
    phase = "asking";
    refusal = "";
    drawControls();
    actions.cancel();
    later(() => {
      if (phase !== "asking") return;
      phase = "late";
      drawControls();
    }, NO_ANSWER);
  });
  /** @param {string} what @param {HTMLElement} shown where its short form is */
  async function copyId(what, shown) {
    const text = shown.textContent ?? "";
    if (text.startsWith("copied")) return;
    await copy(what);
    setText(said, "Job id copied");
    setText(shown, "copied".padEnd(text.length, "\u2007"));
    later(() => setText(shown, text), 1200);
  }
  id.addEventListener("click", () => head && copyId(head.job_id, shortId));

  return {
    root,
    setHead,
    /** @param {StepRow[]} changed */
    setSteps: drawSteps,
    /** @param {TextSpan[]} spans */
    addText(spans) {
      for (const span of spans) pane(span.ch).apply(span, old.has(span.seg));
    },
    /** @param {Iterable<number>} segments what a later attempt superseded, known yet or not */
    supersede(segments) {
      for (const number of segments) {
        old.add(number);
        for (const one of panes.values()) one.supersede(number);
      }
    },
    /** Forget steps and text; all of them follow. */
    clear() {
      rows.clear();
      steps.replaceChildren();
      old.clear();
      for (const one of panes.values()) one.clear();
    },
    /** @param {Ack} ack what became of the wish to cancel, or of an answer */
    acknowledge(ack) {
      if (ack.of === "answer") return form.acknowledge(ack);
      phase = ack.ok ? (phase ? "asked" : "") : "";
      refusal = ack.error ?? "";
      drawControls();
    },
    /** @param {boolean} gone whether nobody feeds this view any more */
    setDetached(gone) {
      detached = gone;
      form.setDetached(gone);
      drawControls();
    },
    /**
     * What the reader opened and where they read, for whoever takes this view's place. Asked when the view has
     * already left the page: positions are those last seen.
     */
    readingState() {
      return {
        following: panes.get(ANSWER)?.following ?? true,
        top: panes.get(ANSWER)?.last ?? 0,
        open: [...root.querySelectorAll("details[open]")].map((d) => /** @type {HTMLElement} */ (d).dataset.channel),
        steps: stepsLast,
        host,
      };
    },
    destroy() {
      destroyed = true;
      clearInterval(clock);
      form.destroy();
      for (const timer of timers) clearTimeout(timer);
      for (const one of panes.values()) one.resized.disconnect();
      if (frame) cancelAnimationFrame(frame);
      root.remove();
    },
    get destroyed() {
      return destroyed;
    },
  };
}

/** @typedef {ReturnType<typeof createActivityView>} ActivityView */
