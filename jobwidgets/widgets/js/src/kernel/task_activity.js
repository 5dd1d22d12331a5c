// @ts-check
import { ActivityStore } from "../model/activity_store.js";
import { createActivityView, isOver } from "../views/activity_view.js";
import { libraryThrough } from "./library.js";
import { freezeInNotebook, savedForms, thawInNotebook } from "./notebook.js";
import { RetryButton } from "./retry_button.js";

export { freezeInNotebook };

/**
 * `TaskActivity` in a notebook: one store per model, fed by the kernel, and a view for every place it is shown.
 *
 * @typedef {import("../views/activity_view.js").ActivityView} ActivityView
 * @typedef {import("../views/activity_view.js").Head} Head
 */

const HEAD = ["job_id", "title", "state", "progress", "message", "step", "attempt", "info"];
const RETRIED = ["failed", "cancelled"];
const THAW_LATE = 1500; // ms after a retry: by then the kernel has put the live view there if it can
const FREEZE_LATE = 6000; // ms after the end: by then the kernel has replaced the output if it can

/** @type {Map<string, ActivityStore>} */
const stores = new Map();

/** @param {any} model @returns {Head} */
const headOf = (model) => /** @type {Head} */ (Object.fromEntries(HEAD.map((name) => [name, model.get(name)])));

/** Let the static form go on where the reader was. @param {string} key @param {ReturnType<ActivityView["readingState"]>} was */
function handOver(key, was, tries = 30) {
  const [found] = was.host ? savedForms(key, was.host) : [];
  if (!found) {
    if (tries > 0) requestAnimationFrame(() => handOver(key, was, tries - 1));
    return;
  }
  for (const fold of found.querySelectorAll("details")) {
    const channel = fold.dataset.jobwidgetsChannel;
    if (channel) fold.open = channel === "traceback" ? was.traceback : channel === was.chosen;
  }
  const text = found.querySelector("[data-jobwidgets-text]");
  const { following, top } = was.panes.answer ?? { following: true, top: 0 };
  if (text) text.scrollTop = following ? text.scrollHeight : top;
  const steps = found.querySelector("[data-jobwidgets-steps], ul");
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
  const retry = new RetryButton(key, () => model.send({ type: "retry", client: store.client }));
  const onHead = () => {
    const again = store.head?.job_id !== model.get("job_id");
    store.setHead(headOf(model));
    if (again) retry.remove();
    if (RETRIED.includes(model.get("state"))) retry.offer();
    else retry.remove();
  };
  const onMessage = (/** @type {any} */ message) => {
    store.receive(message);
    if (message.type === "ack" && message.of === "retry") retry.acknowledge(message);
  };
  // The front end says so when the kernel restarts; should it answer all the same, the snapshot says that.
  const onLost = () => {
    store.lost(true);
    retry.remove();
  };
  store.onOther = ({ type, model_id, data }) => {
    if (type === "frozen") freezeInNotebook(model.widget_manager, model_id, data);
    if (type === "live") setTimeout(() => thawInNotebook(model.widget_manager, key, data), THAW_LATE);
  };
  // "change" comes once for all traits of one message.
  model.on("change", onHead);
  model.on("msg:custom", onMessage);
  model.on("comm_live_update", onLost);
  store.hello();
  if (RETRIED.includes(model.get("state"))) retry.offer();
  return () => {
    model.off("change", onHead);
    model.off("msg:custom", onMessage);
    model.off("comm_live_update", onLost);
    retry.remove();
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
    answer: (question, value) => store.send({ type: "answer", client: store.client, key: question, value }),
    retry: () => store.send({ type: "retry", client: store.client }),
    library: libraryThrough(model),
  });
  store.attach(view);
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let late;
  const onState = () => {
    const over = isOver(model.get("state"));
    if (!over) clearTimeout(late);
    if (over === Boolean(late)) return;
    late = over ? setTimeout(() => store.send({ type: "freeze", client: store.client }), FREEZE_LATE) : undefined;
  };
  // Only a page can draw plots: the kernel asks for pictures of them, to be kept with the notebook.
  const onAsked = async (/** @type {any} */ message) => {
    if (message.type !== "pictures") return;
    for (const picture of await view.pictures()) store.send({ type: "picture", ...picture });
  };
  model.on("msg:custom", onAsked);
  model.on("change:state", onState);
  onState();
  return () => {
    model.off("msg:custom", onAsked);
    model.off("change:state", onState);
    clearTimeout(late);
    handOver(key, view.readingState());
    store.detach(view);
    view.destroy();
  };
}
