// @ts-check
import { createActivityView } from "../views/activity_view.js";
import { h } from "../views/dom.js";
import { LABELS } from "../views/words.js";
import { isOver } from "../model/fold.js";
import { BASE, boardUrl, jobPath, jobUrl } from "./api.js";
import { LiveJob } from "./live_job.js";
import { createSharing } from "./sharing.js";
import { moment } from "./words.js";

/**
 * The page of one job: its activity, live, and below it what it was launched with.
 *
 * @typedef {import("./main.js").Place} Place
 */

/** @param {Place} place @param {string} id */
export async function showJob({ main, ask, connection, identity }, id) {
  const readOnly = identity.job !== null;
  const record = await ask("GET", jobPath(id)); // raises what the caller shows
  main.classList.toggle("jww-readonly", readOnly);
  const shown = h("div", "jw-live");
  main.append(crumb(readOnly, identity.expires), h("h1", "jw-said", {}, `Job ${record.type}`), shown, ...about(record, readOnly));
  if (!readOnly) main.append(createSharing(id, ask));

  const go = (/** @type {string} */ other) => location.assign(jobUrl(other));
  const job = new LiveJob(record, ask, connection.subscriptions, {
    onChange: (snapshot) => (document.title = titleOf(snapshot)),
    onRetried: go,
  });
  const view = createActivityView(shown, {
    cancel: () => job.hear({ type: "cancel" }),
    answer: (key, value) => job.hear({ type: "answer", key, value }),
    retry: readOnly ? undefined : () => job.hear({ type: "retry" }),
    open: readOnly ? undefined : go,
    library,
  });
  job.store.attach(view);
  return () => {
    job.close();
    view.destroy();
  };
}

/** The module of a library that draws a kind of artifact. @param {string} name */
const library = (name) => import(new URL(`static/${name}.js`, BASE).href);

/** @param {boolean} readOnly @param {number} expires */
function crumb(readOnly, expires) {
  if (!readOnly) return h("nav", "jww-crumb", { "aria-label": "Where you are" }, h("a", "", { href: boardUrl() }, "← All jobs"));
  return h("p", "jww-crumb", {}, h("strong", "", {}, "Shared with you"), ` to look at, until ${moment(expires)}`);
}

/** @param {import("../model/fold.js").Snapshot} snapshot */
function titleOf({ state, type, progress }) {
  const percent = progress?.value != null && !isOver(state) ? ` ${Math.round((100 * progress.value) / progress.total)} %` : "";
  return `${LABELS[/** @type {keyof typeof LABELS} */ (state)] ?? state}${percent} · ${type} · jobwidgets`;
}

/** @param {any} record @param {boolean} readOnly */
function about(record, readOnly) {
  const link = (/** @type {string} */ id) => (readOnly ? h("span", "", {}, id) : h("a", "", { href: jobUrl(id) }, id));
  /** @type {[string, (Node|string)|undefined|false][]} */
  const facts = [
    ["Launched", moment(record.created)],
    ["Not before", record.not_before && moment(record.not_before)],
    ["From", record.origin],
    ["Tags", record.tags?.join(", ")],
    ["Priority", record.priority !== "normal" && record.priority],
    ["Launched by job", record.parent && link(record.parent)],
    ["Schedule", record.schedule],
    ["Repeats", record.retry_of && link(record.retry_of)],
    ["Id", h("code", "", {}, record.id)],
  ];
  const list = h("dl", "jww-facts");
  for (const [name, value] of facts) if (value) list.append(h("dt", "", {}, name), h("dd", "", { dir: "auto" }, value));
  const sections = [h("section", "jww-about", { "aria-label": "About this job" }, list)];
  if (Object.keys(record.params ?? {}).length) {
    const text = h("pre", "", { tabindex: "0", "aria-label": "Parameters" }, JSON.stringify(record.params, null, 2));
    sections.unshift(h("section", "jww-params", {}, h("h2", "", {}, "Parameters"), text));
  }
  return sections;
}
