// @ts-check
import { ActivityStore } from "../model/activity_store.js";
import { createActivityView } from "../views/activity_view.js";
import { createScrubberView } from "../views/scrubber_view.js";
import { libraryThrough } from "./library.js";

/**
 * `Scrubber` in a notebook: the view of a job as it was, and the controls to move through its events.
 * @typedef {import("../views/scrubber_view.js").Scrub} Scrub
 */

const TRAITS = ["title", "position", "length", "at", "created", "playing", "speed", "marks", "loading", "problem"];

/** @type {Map<string, ActivityStore>} */
const stores = new Map();

/** @param {{model: any}} context */
export function initialize({ model }) {
  const store = new ActivityStore((message) => {
    try {
      model.send(message);
    } catch {
      store.setDetached(true); // JupyterLab refuses to send to a kernel that was restarted
    }
  });
  const key = model.get("view_key");
  stores.set(key, store);
  const onMessage = (/** @type {any} */ message) => store.receive(message);
  const onLost = () => store.lost(true);
  model.on("msg:custom", onMessage);
  model.on("comm_live_update", onLost);
  store.hello();
  return () => {
    model.off("msg:custom", onMessage);
    model.off("comm_live_update", onLost);
    store.close();
    stores.delete(key);
  };
}

/** @param {{model: any, el: HTMLElement}} context */
export function render({ model, el }) {
  const store = /** @type {ActivityStore} */ (stores.get(model.get("view_key")));
  const tell = (/** @type {Record<string, unknown>} */ message) => store.send({ client: store.client, ...message });
  // Above the view, whose height changes: the slider stays where it is.
  const scrub = createScrubberView(el, {
    seek: (position) => tell({ type: "seek", position }),
    play: () => tell({ type: "play" }),
    pause: () => tell({ type: "pause" }),
    speed: (value) => tell({ type: "speed", value }),
  });
  const view = createActivityView(el, {
    // The past cannot be changed: the controls for it are hidden, and the kernel refuses what comes all the same.
    cancel: () => tell({ type: "cancel" }),
    answer: (key, value) => tell({ type: "answer", key, value }),
    library: libraryThrough(model),
  });
  view.root.classList.add("jw-past");
  view.root.querySelector(".jw-question")?.setAttribute("inert", "");
  const onChange = () => scrub.set(/** @type {Scrub} */ (Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]))));
  const setHead = view.setHead;
  view.setHead = (head) => {
    setHead(head);
    scrub.setState(head.state);
  };
  store.attach(view);
  model.on("change", onChange);
  onChange();
  return () => {
    model.off("change", onChange);
    store.detach(view);
    scrub.destroy();
    view.destroy();
  };
}
