// @ts-check
/**
 * What every widget of a kernel carries as its `_esm`: it waits for the views, which travel once per kernel in a
 * widget of their own, and hands over to them. A page has one registry for all, by the hash of the views.
 */

const KEY = "__KEY__"; // both are filled in by Python
const VIEW = "__VIEW__";
const ASK_AFTER = 1500; // ms until the kernel is asked for the views itself; twice as long each time
const ASK_LATEST = 48_000; // for a busy kernel answers late, and each time with all of the views

/**
 * @typedef {{initialize?: (context: {model: any}) => (() => void)|void,
 *   render: (context: {model: any, el: HTMLElement}) => (() => void)|void}} Widget
 * @typedef {Record<string, Widget>} Views
 * @typedef {{promise: Promise<Views>, resolve: (views: Views) => void, wait: number, next: number}} Entry
 *   wait: ms between the last question of the page's widgets and the next one, which is at `next`
 */

/** @returns {Entry} */
function entry() {
  const page = /** @type {any} */ (globalThis);
  const name = Symbol.for("jobwidgets.views");
  /** @type {Map<string, Entry>} */
  const registry = (page[name] ??= new Map());
  let found = registry.get(KEY);
  if (!found) {
    /** @type {(views: Views) => void} */
    let resolve = () => {};
    const promise = new Promise((/** @type {(views: Views) => void} */ done) => (resolve = done));
    registry.set(KEY, (found = { promise, resolve, wait: ASK_AFTER, next: Date.now() + ASK_AFTER }));
  }
  return found;
}

/** Some front ends make a widget's model only when somebody wants it. @param {any} model */
function wake(model) {
  const id = String(model.get("_code") ?? "").replace("IPY_MODEL_", "");
  if (id) Promise.resolve(model.widget_manager?.get_model?.(id)).catch(() => {});
}

/** @param {any} model @param {AbortSignal} over the widget is gone @returns {Promise<Views>} */
async function viewsFor(model, over) {
  const page = entry();
  const { promise, resolve } = page;
  let here = false;
  promise.then(() => (here = true));
  try {
    wake(model);
  } catch {
    // A front end that has no such thing: the views are asked for below.
  }
  const onMessage = async (/** @type {any} */ message) => {
    if (message?.type !== "code" || message.key !== KEY || here) return;
    const url = URL.createObjectURL(new Blob([message.text], { type: "text/javascript" }));
    resolve((await import(/* @vite-ignore */ url)).default.views);
    URL.revokeObjectURL(url);
  };
  // One question for all widgets of the page: whoever is answered, all get the views.
  const ask = () => {
    if (here || Date.now() < page.next) return;
    try {
      model.send({ type: "code" });
    } catch {
      return; // JupyterLab refuses to send to a kernel that was restarted; another widget's may be alive
    }
    page.wait = Math.min(2 * page.wait, ASK_LATEST);
    page.next = Date.now() + page.wait;
  };
  const timer = setInterval(ask, ASK_AFTER);
  const stop = () => {
    clearInterval(timer);
    model.off("msg:custom", onMessage);
  };
  model.on("msg:custom", onMessage);
  over.addEventListener("abort", stop);
  try {
    return await promise;
  } finally {
    stop();
  }
}

/** Run `begin` once the views are there, unless it is over before; returns what ends it. @param {() => (() => void)|void} begin @param {Promise<any>} ready */
function once(begin, ready) {
  let over = false;
  /** @type {(() => void)|void} */
  let end;
  ready.then(() => {
    if (!over) end = begin();
  });
  return () => {
    over = true;
    end?.();
  };
}

export default () => {
  /** @type {Views} */
  let views;
  /** @type {Promise<void>} */
  let ready;
  return {
    /** Returns at once: the front end gives it two seconds. @param {{model: any}} context */
    initialize(context) {
      const over = new AbortController();
      ready = viewsFor(context.model, over.signal).then((found) => void (views = found));
      const end = once(() => views[VIEW].initialize?.(context), ready);
      return () => {
        over.abort();
        end();
      };
    },
    /** @param {{model: any, el: HTMLElement}} context */
    render(context) {
      return once(() => views[VIEW].render(context), ready);
    },
  };
};
