// @ts-check
import { h, setText } from "./dom.js";
import { keepKeys } from "./keys.js";

/**
 * The status line: the connection, and what the session's jobs are doing. Does not know who feeds it.
 *
 * @typedef {{state: string, since: number, latency: number|null, error: string|null, retry_at: number|null,
 *   url: string, now?: number}} Connection  times in seconds since 1970, latency in seconds
 * @typedef {{running: number, queued: number, waiting: number, failed: number}} Counts
 * @typedef {{id: string, title: string, state: string, progress: number|null, step: string|null}} NamedJob
 * @typedef {{connection: Connection, counts: Counts, jobs: NamedJob[], pending: number}} Status
 */

const LABELS = { connecting: "Connecting", connected: "Connected", reconnecting: "Reconnecting", offline: "Offline" };
const KINDS = /** @type {const} */ (["running", "queued", "failed"]);

const DOING = { cancelling: "cancelling", waiting_input: "needs an answer" };

/** @param {number} seconds */
function ago(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return `${s} s`;
  return s < 3600 ? `${Math.floor(s / 60)} min` : `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

/** @param {number} seconds */
function latencyText(seconds) {
  return seconds < 1 ? `${Math.max(1, Math.round(seconds * 1000))} ms` : `${seconds.toFixed(1)} s`;
}

/** Where the page shows a job: its live view or its saved form, the last one outside of `bar`. @param {string} id @param {Element} bar */
function shownJob(id, bar) {
  const all = [...document.querySelectorAll(`[data-jobwidgets-job="${CSS.escape(id)}"]`)];
  return all.filter((node) => !bar.contains(node)).pop();
}

/** Scroll to it; where it asks something, ready to answer. @param {Element} node */
function reveal(node) {
  /** @type {HTMLElement|null} */ (node.querySelector(".jw-question :is(input, select, textarea, button)"))?.focus({
    preventScroll: true,
  });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  node.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  node.classList.remove("jw-flash");
  requestAnimationFrame(() => node.classList.add("jw-flash"));
}

/**
 * Draws the status line into `el`.
 * @param {HTMLElement} el
 * @param {{open?: (id: string, place: HTMLElement) => (() => void)}} [actions] `open` shows a job that the page does
 *   not show yet, and returns what ends that
 */
export function createStatusView(el, actions = {}) {
  /** @type {Status|undefined} */
  let status;
  let skew = 0;
  let asked = -1; // how many asked
  let shownLast = ""; // id of the asking job that was shown last
  let detached = false;
  const state = h("span", "jw-state");
  const when = h("span", "jw-num");
  const why = h("span", "jw-why jw-cut", { dir: "auto" });
  const list = h("span", "jw-jobs");
  const counts = new Map(
    KINDS.map((kind) => {
      const number = h("b");
      return [kind, { number, node: h("span", "jw-count", { "data-kind": kind }, number, ` ${kind}`) }];
    }),
  );
  const asking = /** @type {HTMLButtonElement} */ (h("button", "jw-asking", { type: "button", hidden: "" }));
  const said = h("span", "jw-said", { role: "status", "aria-live": "polite" });
  const line = h("div", "jw-line", {}, h("span", "jw-link", {}, h("span", "jw-dot"), state, when), why);
  line.append(h("span", "jw-space"), asking, list, ...[...counts.values()].map(({ node }) => node), said);
  const root = h("div", "jw jw-statusbar", { role: "group", "aria-label": "Jobs and connection" }, line);
  const place = h("div", "jw-place");
  const close = h("button", "jw-close", { type: "button" }, "Close");
  const opened = h("div", "jw-opened", { hidden: "" }, place, close);
  root.append(opened);
  keepKeys(root);
  el.append(root);
  /** @type {{id: string, end: () => void}|undefined} the job that is open below the line */
  let open;

  /** @type {Map<string, {button: HTMLButtonElement, name: HTMLElement, share: HTMLElement}>} */
  const named = new Map();

  /** Open a job below the line, or none. @param {string} [id] */
  function openBelow(id) {
    if (opened.contains(document.activeElement)) (named.get(open?.id ?? "")?.button ?? asking).focus({ preventScroll: true });
    open?.end();
    open = id !== undefined && actions.open ? { id, end: actions.open(id, place) } : undefined;
    opened.hidden = !open;
    for (const [job, { button }] of named) drawOpen(button, job);
  }
  /** @param {HTMLElement} button @param {string} id */
  const drawOpen = (button, id) => button.setAttribute("aria-expanded", String(open?.id === id));

  /** @param {string} id @param {string} title */
  function show(id, title) {
    if (open?.id === id) return openBelow();
    const shown = shownJob(id, root);
    if (shown) reveal(shown);
    else if (actions.open) {
      openBelow(id);
      requestAnimationFrame(() => open?.id === id && reveal(opened));
    } else setText(said, `${title} is not shown on this page`);
  }
  close.addEventListener("click", () => openBelow());
  asking.addEventListener("click", () => {
    // From one to the next, if several ask.
    const waiting = status?.jobs.filter((job) => job.state === "waiting_input") ?? [];
    const next = waiting[(waiting.findIndex((job) => job.id === shownLast) + 1) % waiting.length];
    if (!next) return;
    shownLast = next.id;
    show(next.id, next.title);
  });

  /** @param {number} count */
  function drawAsking(count) {
    const text = `${count} ${count === 1 ? "needs" : "need"} an answer`;
    if (asked >= 0 && count > asked) setText(said, text);
    asked = count;
    asking.hidden = !count;
    setText(asking, text);
  }

  /** @param {NamedJob[]} jobs */
  function drawJobs(jobs) {
    for (const [id, { button }] of named) {
      if (!jobs.some((job) => job.id === id)) {
        button.remove();
        named.delete(id);
      }
    }
    for (const job of jobs) {
      let known = named.get(job.id);
      if (!known) {
        const button = /** @type {HTMLButtonElement} */ (h("button", "jw-job", { type: "button" }));
        known = { button, name: h("span", "jw-cut", { dir: "auto" }), share: h("span", "jw-num") };
        button.append(known.name, known.share);
        button.addEventListener("click", () => {
          show(job.id, job.title);
        });
        named.set(job.id, known);
        list.append(button);
        drawOpen(button, job.id);
      }
      setText(known.name, job.title);
      const share = job.progress === null ? "" : `${Math.round(job.progress * 100)} %`;
      setText(known.share, { waiting_input: "asks", cancelling: "cancelling" }[job.state] ?? share);
      const doing = DOING[/** @type {keyof typeof DOING} */ (job.state)] ?? (job.step || "running");
      known.button.dataset.state = job.state;
      known.button.title = `${doing} · ${job.id}`;
      known.button.setAttribute("aria-label", `Show job ${job.title}, ${doing}`);
    }
  }

  function tick() {
    if (!status) return;
    const now = Date.now() / 1000 + skew;
    const { state: link, since, latency, error, retry_at, url } = status.connection;
    let beside = "";
    if (detached) beside = "";
    else if (link === "connected") beside = latency === null ? "" : latencyText(latency);
    else if (retry_at && retry_at > now) beside = `next try in ${Math.ceil(retry_at - now)} s`;
    else if (link === "offline") beside = `since ${ago(now - since)}`;
    else beside = ago(now - since);
    setText(when, beside);
    const waiting = status.pending ? `${status.pending} ${status.pending === 1 ? "action waits" : "actions wait"}` : "";
    const trouble = link === "connected" ? "" : [waiting, error].filter(Boolean).join(" · ");
    setText(why, detached ? "run the cell again" : trouble);
    why.title = trouble;
    const stamp = new Date((since - skew) * 1000).toLocaleTimeString();
    line.title = link === "connected" ? `${url}, connected since ${stamp}` : `${url}, away since ${stamp}`;
  }
  const clock = setInterval(() => !document.hidden && tick(), 1000);

  return {
    root,
    /** @param {Status} next */
    set(next) {
      const before = status?.connection.state;
      status = next;
      const { connection } = next;
      if (connection.now) skew = connection.now - Date.now() / 1000;
      root.dataset.state = detached ? "offline" : connection.state;
      const label = LABELS[/** @type {keyof typeof LABELS} */ (connection.state)] ?? connection.state;
      setText(state, detached ? "Kernel gone" : label);
      if (before !== undefined && before !== connection.state) setText(said, label);
      for (const [kind, { number, node }] of counts) {
        setText(number, String(next.counts[kind] ?? 0));
        node.hidden = !next.counts[kind] && kind !== "running";
      }
      drawAsking(next.counts.waiting ?? 0);
      drawJobs(next.jobs);
      tick();
    },
    /** @param {boolean} gone whether nobody feeds this view any more */
    setDetached(gone) {
      detached = gone;
      if (status) this.set(status);
    },
    /** Another job in the place of the one that is open; nothing if none is. @param {string} id */
    reopen(id) {
      if (open) openBelow(id);
    },
    /** The job that is open is not here any more. @param {string} why */
    closeOpened(why) {
      openBelow();
      setText(said, why);
    },
    destroy() {
      clearInterval(clock);
      open?.end();
      root.remove();
    },
  };
}
