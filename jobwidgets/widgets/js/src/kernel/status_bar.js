// @ts-check
import { createStatusView } from "../views/status_view.js";

/** `StatusBar` in a notebook. @typedef {import("../views/status_view.js").Status} Status */

const TRAITS = ["connection", "counts", "jobs", "pending"];

/** @param {{model: any, el: HTMLElement}} context */
export function render({ model, el }) {
  const view = createStatusView(el);
  const onChange = () => {
    view.setDetached(false);
    view.set(/** @type {Status} */ (Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]))));
  };
  // The front end says so when the kernel restarts; should it answer all the same, `onChange` hears it.
  const onLost = () => {
    view.setDetached(true);
    hello();
  };
  const hello = () => {
    try {
      model.send({ type: "hello" });
    } catch {
      view.setDetached(true); // JupyterLab refuses to send to a kernel that was restarted
    }
  };
  model.on("change", onChange);
  model.on("comm_live_update", onLost);
  onChange();
  hello();
  return () => {
    model.off("change", onChange);
    model.off("comm_live_update", onLost);
    view.destroy();
  };
}
