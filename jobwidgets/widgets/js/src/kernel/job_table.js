// @ts-check
import { ActivityStore } from "../model/activity_store.js";
import { TableStore } from "../model/table_store.js";
import { createActivityView } from "../views/activity_view.js";
import { createTableView } from "../views/table_view.js";
import { libraryThrough } from "./library.js";
import { freezeInNotebook } from "./task_activity.js";

/**
 * `JobTable` in a notebook: one store per model, a view for every place it is shown, and in each the job that is open.
 *
 * The page says: hello, views {count}, bye, select {job}, cancel {job}, cancel_all, retry {job}, freeze, and
 * activity {job, message}: what an `ActivityStore` says to the job that is open. It is told: `table` (all rows, in
 * parts), `rows` (what changed), `end`, `ack`, `frozen`, and `activity`.
 */

const TRAITS = ["title", "counts", "progress"];
const LIVE = ["queued", "running", "waiting_input", "cancelling"];
const FREEZE_LATE = 6000; // ms after the end: by then the kernel has replaced the output if it can

/** @typedef {{store: TableStore, activity: ActivityStore|undefined, job: string|null, changed: Set<() => void>}} Shared */

/** @type {Map<string, Shared>} */
const tables = new Map();

/** The conversation about the job that is open, one for all views of the page. @param {Shared} shared @param {string|null} job */
function open(shared, job) {
  if (shared.job === job) return;
  shared.activity?.close();
  shared.activity = undefined;
  shared.job = job;
  if (job !== null) {
    shared.activity = new ActivityStore((message) => shared.store.send({ type: "activity", job, message }));
    shared.activity.hello();
  }
  for (const tell of shared.changed) tell();
}

/** @param {{model: any}} context */
export function initialize({ model }) {
  const key = model.get("view_key");
  const store = new TableStore((message) => {
    try {
      model.send(message);
    } catch {
      store.setDetached(true); // JupyterLab refuses to send to a kernel that was restarted
    }
  });
  /** @type {Shared} */
  const shared = { store, activity: undefined, job: null, changed: new Set() };
  tables.set(key, shared);
  store.onOther = (message) => {
    if (message.type === "activity" && message.job === shared.job) shared.activity?.receive(message.message);
    if (message.type === "frozen") freezeInNotebook(model.widget_manager, message.model_id, message.data);
  };
  const onMessage = (/** @type {any} */ message) => store.receive(message);
  const onSelected = () => open(shared, model.get("selected"));
  // The front end says so when the kernel restarts; should it answer all the same, the rows say that.
  const onLost = () => {
    store.lost(true);
    shared.activity?.lost(true);
  };
  model.on("msg:custom", onMessage);
  model.on("change:selected", onSelected);
  model.on("comm_live_update", onLost);
  store.hello();
  onSelected();
  return () => {
    model.off("msg:custom", onMessage);
    model.off("change:selected", onSelected);
    model.off("comm_live_update", onLost);
    shared.activity?.close();
    store.close();
    tables.delete(key);
  };
}

/** Let the static table go on where the reader was. @param {string} key @param {{top: number, host: Element|null}} was */
function handOver(key, was, tries = 30) {
  const found = was.host?.querySelector(`[data-jobwidgets-end="${CSS.escape(key)}"] [data-jobwidgets-rows]`);
  if (found) found.scrollTop = was.top;
  else if (tries > 0) requestAnimationFrame(() => handOver(key, was, tries - 1));
}

/** @param {{model: any, el: HTMLElement}} context */
export function render({ model, el }) {
  const key = model.get("view_key");
  const shared = /** @type {Shared} */ (tables.get(key));
  const { store } = shared;
  const view = createTableView(el, {
    select: (job) => store.send({ type: "select", job }),
    cancel: (job) => store.send({ type: "cancel", job }),
    cancelAll: () => store.send({ type: "cancel_all" }),
    retry: (job) => store.send({ type: "retry", job }),
  });
  /** @type {(() => void)|undefined} */
  let closeJob;
  const onJob = () => {
    closeJob?.();
    closeJob = undefined;
    view.setSelected(shared.job);
    const { activity } = shared;
    if (!activity) return;
    const one = createActivityView(view.panel, {
      cancel: () => activity.send({ type: "cancel", client: activity.client }),
      answer: (name, value) => activity.send({ type: "answer", client: activity.client, key: name, value }),
      retry: () => activity.send({ type: "retry", client: activity.client }),
      library: libraryThrough(model),
    });
    activity.attach(one);
    closeJob = () => {
      activity.detach(one);
      one.destroy();
    };
  };
  const onTraits = () => view.set(/** @type {any} */ (Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]))));
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let late;
  const onCounts = () => {
    const counts = model.get("counts");
    const over = !LIVE.some((state) => counts[state]);
    if (!over) clearTimeout(late);
    if (over === Boolean(late)) return;
    late = over ? setTimeout(() => store.send({ type: "freeze" }), FREEZE_LATE) : undefined;
  };
  model.on("change", onTraits);
  model.on("change:counts", onCounts);
  shared.changed.add(onJob);
  onTraits();
  store.attach(view);
  onJob();
  onCounts();
  return () => {
    model.off("change", onTraits);
    model.off("change:counts", onCounts);
    shared.changed.delete(onJob);
    clearTimeout(late);
    handOver(key, view.readingState());
    closeJob?.();
    store.detach(view);
    view.destroy();
  };
}
