// @ts-check
import { activityStyles } from "../styles/activity.js";
import { installStyles } from "../styles/install.js";
import statusBar from "../styles/status_bar.css";
import theme from "../styles/theme.css";
import { createStatusView } from "../views/status_view.js";
import { keepStatic } from "./notebook.js";
import { openJob } from "./opened_job.js";

/**
 * `StatusBar` in a notebook. A widget that outlives its kernel would be an error in the saved notebook; so what the
 * notebook keeps is its plain line of HTML, and the live one is put over that wherever it stands on the page.
 *
 * @typedef {import("../views/status_view.js").Status} Status
 */

const TRAITS = ["connection", "counts", "jobs", "pending"];
const LOOK_EVERY = 250; // ms
const LOOKS = 60; // for the plain line, which comes with its cell

/** @type {Map<string, () => void>} puts live lines over the plain ones of a bar, by its key */
const covers = new Map();

/** A live line in `el`, and what ends it. @param {any} model @param {HTMLElement} el */
function mount(model, el) {
  installStyles(el, theme, ...activityStyles, statusBar);
  const view = createStatusView(el, {
    open: (id, place) =>
      openJob(model, id, place, (message) => {
        if (message.type === "retried") view.reopen(message.job);
        if (message.type === "gone") view.closeOpened("That job is not followed here any more");
      }),
  });
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

/** @param {{model: any}} context */
export function initialize({ model }) {
  const key = model.get("view_key");
  const mark = `[data-jobwidgets-bar="${CSS.escape(key)}"]`;
  /** @type {Map<HTMLElement, () => void>} plain lines, and what takes the live one off them */
  const covered = new Map();
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;

  function cover(looks = LOOKS) {
    clearTimeout(timer);
    for (const [line, uncover] of covered) {
      if (line.isConnected) continue;
      uncover();
      covered.delete(line);
    }
    for (const line of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(mark))) {
      if (covered.has(line) || !line.parentElement) continue;
      const home = line.parentElement.insertBefore(document.createElement("div"), line);
      const end = mount(model, home);
      line.hidden = true;
      line.style.display = "none";
      covered.set(line, () => {
        end();
        home.remove();
        line.style.display = "";
        line.hidden = false;
      });
    }
    if (!covered.size && looks > 0) timer = setTimeout(() => cover(looks - 1), LOOK_EVERY);
  }
  // The line is new on the page where its output was drawn again; whatever the bar tells is an occasion to look.
  const onChange = () => {
    if (![...covered.keys()].some((line) => line.isConnected)) cover(0);
  };
  model.on("change", onChange);
  covers.set(key, cover);
  cover();
  return () => {
    clearTimeout(timer);
    model.off("change", onChange);
    covers.delete(key);
    for (const uncover of covered.values()) uncover();
    covered.clear();
  };
}

/** @param {{model: any, el: HTMLElement}} context */
export function render({ model, el }) {
  const end = mount(model, el);
  // Not while the output is being drawn. `initialize` puts a live line over what remains.
  const timer = setTimeout(() => {
    const key = model.get("view_key");
    if (keepStatic(model.widget_manager, `data-jobwidgets-bar="${key}"`)) requestAnimationFrame(() => covers.get(key)?.());
  });
  return () => {
    clearTimeout(timer);
    end();
  };
}
