// @ts-check
import { ActivityStore } from "../model/activity_store.js";
import { createActivityView, isOver } from "../views/activity_view.js";

/**
 * `TaskActivity` in a notebook: one store per model, fed by the kernel, and a view for every place it is shown.
 *
 * @typedef {import("../views/activity_view.js").ActivityView} ActivityView
 * @typedef {import("../views/activity_view.js").Head} Head
 */

const HEAD = ["job_id", "title", "state", "progress", "message", "step", "attempt", "info"];
const FREEZE_LATE = 6000; // ms after the end: by then the kernel has replaced the output if it can

/** @type {Map<string, ActivityStore>} */
const stores = new Map();

/** @param {any} model @returns {Head} */
const headOf = (model) => /** @type {Head} */ (Object.fromEntries(HEAD.map((name) => [name, model.get(name)])));

/**
 * Put the saved form into the notebook where the kernel cannot reach the output (the page was reloaded since).
 * Only where the front end lets us at its document: JupyterLab and Notebook; elsewhere nothing happens.
 * @param {any} manager @param {string} modelId @param {Record<string, string>} data
 */
function freezeInNotebook(manager, modelId, data) {
  for (const cell of manager?.context?.model?.cells ?? []) {
    const outputs = cell.outputs;
    for (let i = 0; i < (outputs?.length ?? 0); i++) {
      const shown = outputs.get(i).data?.["application/vnd.jupyter.widget-view+json"];
      if (shown?.model_id === modelId) {
        outputs.set(i, { output_type: "display_data", data, metadata: {} });
      }
    }
  }
}

/** Let the static form go on where the reader was. @param {string} key @param {ReturnType<ActivityView["readingState"]>} was */
function handOver(key, was, tries = 30) {
  const found = was.host?.querySelector(`[data-jobwidgets-end="${CSS.escape(key)}"]`);
  if (!found) {
    if (tries > 0) requestAnimationFrame(() => handOver(key, was, tries - 1));
    return;
  }
  for (const fold of found.querySelectorAll("details")) {
    fold.open = was.open.includes(fold.dataset.jobwidgetsChannel);
  }
  const text = found.querySelector("[data-jobwidgets-text]");
  if (text) text.scrollTop = was.following ? text.scrollHeight : was.top;
  const steps = found.querySelector("ul");
  if (steps) steps.scrollTop = was.steps;
}

/** @param {{model: any}} context */
export function initialize({ model }) {
  const key = model.get("view_key");
  const store = new ActivityStore((message) => {
    try {
      model.send(message);
    } catch {
      store.setDetached(true); // JupyterLab refuses to send to a kernel that was restarted
    }
  });
  stores.set(key, store);
  store.setHead(headOf(model));
  if (model.get("final")) store.load(model.get("final"));
  const onHead = () => store.setHead(headOf(model));
  const onMessage = (/** @type {any} */ message) => store.receive(message);
  // The front end says so when the kernel restarts; should it answer all the same, the snapshot says that.
  const onLost = () => store.lost(true);
  store.onFrozen = ({ model_id, data }) => freezeInNotebook(model.widget_manager, model_id, data);
  // "change" comes once for all traits of one message.
  model.on("change", onHead);
  model.on("msg:custom", onMessage);
  model.on("comm_live_update", onLost);
  store.hello();
  return () => {
    model.off("change", onHead);
    model.off("msg:custom", onMessage);
    model.off("comm_live_update", onLost);
    store.close();
    stores.delete(key);
  };
}

/** @param {{model: any, el: HTMLElement}} context */
export function render({ model, el }) {
  const key = model.get("view_key");
  const store = /** @type {ActivityStore} */ (stores.get(key));
  const view = createActivityView(el, {
    cancel: () => store.send({ type: "cancel", client: store.client }),
    answer: (key, value) => store.send({ type: "answer", client: store.client, key, value }),
  });
  store.attach(view);
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let late;
  const onState = () => {
    if (late || !isOver(model.get("state"))) return;
    late = setTimeout(() => store.send({ type: "freeze", client: store.client }), FREEZE_LATE);
  };
  model.on("change:state", onState);
  onState();
  return () => {
    model.off("change:state", onState);
    clearTimeout(late);
    handOver(key, view.readingState());
    store.detach(view);
    view.destroy();
  };
}
