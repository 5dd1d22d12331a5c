// @ts-check
import { ActivityStore } from "../model/activity_store.js";
import { createActivityView } from "../views/activity_view.js";
import { libraryThrough } from "./library.js";

/**
 * One job that a page has opened within a widget that is about several: what is said in its conversation travels as
 * `activity {job, message}`, both ways.
 *
 * @param {any} model
 * @param {string} job its id
 * @param {HTMLElement} place
 * @param {(message: any) => void} onOther hears `retried {job}` and `gone`
 */
export function openJob(model, job, place, onOther) {
  const store = new ActivityStore((message) => {
    try {
      model.send({ type: "activity", job, message });
    } catch {
      store.setDetached(true); // JupyterLab refuses to send to a kernel that was restarted
    }
  });
  const tell = (/** @type {Record<string, unknown>} */ message) => store.send({ client: store.client, ...message });
  store.onOther = onOther;
  const onMessage = (/** @type {any} */ message) => {
    if (message?.type === "activity" && message.job === job) store.receive(message.message);
  };
  const onLost = () => store.lost(true);
  model.on("msg:custom", onMessage);
  model.on("comm_live_update", onLost);
  const view = createActivityView(place, {
    cancel: () => tell({ type: "cancel" }),
    answer: (key, value) => tell({ type: "answer", key, value }),
    retry: () => tell({ type: "retry" }),
    library: libraryThrough(model),
  });
  store.hello();
  store.attach(view);
  return () => {
    model.off("msg:custom", onMessage);
    model.off("comm_live_update", onLost);
    store.detach(view);
    store.close();
    view.destroy();
  };
}
