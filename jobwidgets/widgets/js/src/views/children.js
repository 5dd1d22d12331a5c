// @ts-check
import { h, setText } from "./dom.js";
import { shortId } from "./clipboard.js";

/**
 * The jobs that a job launched: a chip each with state and progress where they are known.
 *
 * @typedef {{id: string, type: string, state?: string, progress?: number|null}} Child
 */

const LABELS = {
  queued: "queued",
  running: "running",
  waiting_input: "needs an answer",
  cancelling: "cancelling",
  completed: "completed",
  failed: "failed",
  cancelled: "cancelled",
};

/**
 * @param {(id: string, shown: HTMLElement) => void} choose what a click on a child does
 * @param {boolean} opens whether that opens it; else its id is copied
 */
export function createChildren(choose, opens) {
  const label = h("span", "jw-label");
  const more = h("span", "jw-num", { hidden: "" });
  const el = h("div", "jw-children", { hidden: "", role: "group", "aria-label": "Child jobs", tabindex: "0" }, label, more);
  /** @type {Map<string, {button: HTMLElement, name: HTMLElement, share: HTMLElement, said: HTMLElement}>} */
  const known = new Map();

  /** @param {Child} child */
  function make(child) {
    const code = h("span", "jw-code", {}, shortId(child.id));
    const [name, share] = [h("bdi", "jw-cut"), h("span", "jw-num")];
    const does = h("span", "jw-said", {}, opens ? "Open child job " : "Copy the id of child job ");
    const said = h("span", "jw-said");
    const button = h("button", "jw-child", { type: "button" }, h("span", "jw-child-dot"), does, name, " ", code, " ", share, said);
    button.addEventListener("click", () => choose(child.id, code));
    more.before(button);
    const made = { button, name, share, said };
    known.set(child.id, made);
    return made;
  }

  return {
    el,
    /** @param {{children?: Child[], childCount?: number}} info */
    set({ children = [], childCount = 0 }) {
      el.hidden = !childCount;
      setText(label, childCount === 1 ? "Child job" : `${childCount} child jobs`);
      for (const child of children) {
        const { button, name, share, said } = known.get(child.id) ?? make(child);
        const state = child.state ? (LABELS[/** @type {keyof typeof LABELS} */ (child.state)] ?? child.state) : "";
        button.dataset.state = child.state ?? "";
        setText(name, child.type);
        setText(share, child.state === "running" && typeof child.progress === "number" ? `${Math.round(child.progress * 100)} %` : "");
        setText(said, state && ` ${state}`);
        button.title = [state, opens ? child.id : `copy the id ${child.id}`].filter(Boolean).join(" · ");
      }
      more.hidden = childCount <= children.length;
      setText(more, `and ${childCount - children.length} more`);
    },
    /** Another job: it has others. */
    clear() {
      for (const { button } of known.values()) button.remove();
      known.clear();
    },
  };
}
