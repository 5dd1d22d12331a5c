// @ts-check
import { duration, h, setText } from "./dom.js";
import { detailsOf, drawDetails } from "./step_details.js";

/**
 * Steps and tool calls as a WAI-ARIA tree. A branch that runs is open; one that has ended folds if it is large, unless
 * the reader opened it. A row opens to show what it was called with and what came of it.
 *
 * @typedef {"running"|"completed"|"failed"|"cancelled"|"interrupted"} StepStatus
 * @typedef {{id: string, parent: string|null, order: number, name: string, status: StepStatus, detail: string,
 *   arguments?: string, result?: string, error?: string, started: number|null, ended: number|null,
 *   superseded: boolean, replayed: boolean}} StepRow  times in seconds since 1970; texts are "" for none
 */

const LARGE = 20; // children of a branch that folds when it has ended
const DEEPEST = 12; // levels that are indented
const MARKS = { completed: "✓", failed: "✕", cancelled: "–", interrupted: "–", running: "" };
const KEPT = "kept from an earlier attempt";

/** One row and what is below it. */
class Item {
  /** @param {string} id */
  constructor(id) {
    this.id = id;
    /** @type {StepRow} */
    this.row = /** @type {any} */ (undefined);
    /** @type {Item|null} */
    this.parent = null;
    /** @type {Item[]} in the order they began */
    this.children = [];
    /** @type {boolean|undefined} what the reader wants of the branch; undefined: they did not say */
    this.wanted = undefined;
    this.detailed = false;
    this.twist = h("span", "jw-twist", { "aria-hidden": "true" });
    this.icon = h("span", "jw-icon", { role: "img" });
    this.name = h("span", "jw-name jw-cut", { dir: "auto" });
    this.count = h("span", "jw-num jw-count", { hidden: "" });
    this.detail = h("span", "jw-detail jw-cut", { dir: "auto" });
    this.took = h("span", "jw-num");
    this.line = h("div", "jw-row", {}, this.twist, this.icon, this.name, this.count, this.detail, this.took);
    // Its children stand beside it and not in it: they are no part of its name.
    this.node = h("div", "jw-item", { role: "treeitem", tabindex: "-1" }, this.line);
    this.el = h("li", "jw-step", { role: "none" }, this.node);
    /** @type {HTMLElement|undefined} */
    this.group = undefined;
    /** @type {HTMLElement|undefined} */
    this.panel = undefined;
  }

  get depth() {
    let depth = 0;
    for (let at = this.parent; at; at = at.parent) depth++;
    return depth;
  }

  /** Whether its children are shown. */
  get open() {
    if (!this.children.length) return false;
    return this.wanted ?? (this.row.status === "running" || this.children.length <= LARGE);
  }

  get expandable() {
    return this.children.length > 0 || detailsOf(this.row).length > 0;
  }

  draw() {
    const { row } = this;
    const { status } = row;
    this.icon.dataset.status = status;
    setText(this.icon, MARKS[status] ?? "");
    if (!row.superseded) setText(this.name, row.name);
    else if (!this.name.querySelector("del")) this.name.replaceChildren(h("del", "", {}, row.name));
    else setText(/** @type {Node} */ (this.name.firstChild), row.name);
    this.line.classList.toggle("jw-superseded", row.superseded);
    const about = [row.replayed ? KEPT : "", row.detail || (status === "failed" && row.error) || row.arguments || ""];
    setText(this.detail, about.filter(Boolean).join(" · "));
    this.detail.classList.toggle("jw-bad", status === "failed" && !row.detail && Boolean(row.error));
    if (!this.expandable) this.detail.title = this.detail.textContent ?? "";
    else this.detail.removeAttribute("title");
    this.icon.setAttribute("aria-label", row.superseded ? `${status}, superseded` : status);
    this.fold();
    if (this.panel && this.detailed) drawDetails(this.panel, row);
  }

  /** Show and hide what belongs to it. */
  fold() {
    const { open, expandable } = this;
    if (this.group) this.group.hidden = !open;
    this.count.hidden = open || !this.children.length;
    setText(this.count, this.count.hidden ? "" : `(${this.children.length.toLocaleString("en-US")})`);
    if (this.detailed && !this.panel) {
      this.panel = h("div", "jw-step-more");
      drawDetails(this.panel, this.row);
      this.line.after(this.panel);
    }
    if (this.panel) this.panel.hidden = !this.detailed;
    const shown = this.children.length ? open : this.detailed;
    if (expandable) this.node.setAttribute("aria-expanded", String(shown));
    else this.node.removeAttribute("aria-expanded");
    this.line.classList.toggle("jw-opens", expandable);
    this.twist.dataset.open = expandable ? String(shown) : "";
  }

  place() {
    const { depth } = this;
    this.node.setAttribute("aria-level", String(depth + 1));
    this.el.style.setProperty("--depth", String(Math.min(depth, DEEPEST)));
    for (const child of this.children) child.place();
  }

  /** How long it took, or takes. @param {number} now seconds since 1970 @param {boolean} over whether the job has ended */
  tick(now, over) {
    const { started, ended, status } = this.row;
    if (ended && started) setText(this.took, duration(ended - started));
    else setText(this.took, status === "running" && started && !over ? duration(now - started, true) : "");
  }

  /** Take in `child`, after the siblings that began before it. @param {Item} child */
  adopt(child) {
    if (!this.group) {
      this.group = h("ul", "jw-group", { role: "group" });
      this.el.append(this.group);
    }
    insert(this.children, this.group, child);
    child.parent = this;
    child.place();
    this.fold();
  }

  /** @param {Item} other */
  isWithin(other) {
    for (let at = /** @type {Item|null} */ (this); at; at = at.parent) if (at === other) return true;
    return false;
  }
}

/** @param {Item[]} siblings @param {HTMLElement} box @param {Item} item */
function insert(siblings, box, item) {
  let at = siblings.length;
  while (at > 0 && siblings[at - 1].row.order > item.row.order) at--;
  box.insertBefore(item.el, siblings[at]?.el ?? null);
  siblings.splice(at, 0, item);
}

/** @param {(job: () => void) => void} schedule does a job with the next frame, once however often it is asked for */
export function createStepsTree(schedule) {
  const tree = h("ul", "jw-steps", { role: "tree", "aria-label": "Steps", hidden: "" });
  /** @type {Map<string, Item>} */
  const items = new Map();
  /** @type {WeakMap<Element, Item>} */
  const byElement = new WeakMap();
  /** @type {Item[]} */
  const roots = [];
  /** @type {Map<string, Set<Item>>} those at the top whose parent is not known yet */
  const orphans = new Map();
  /** @type {Set<Item>} whose duration grows */
  const running = new Set();
  /** @type {Item|undefined} the one that Tab reaches */
  let current;
  let follow = true;
  let last = 0;

  // ----- rows
  /** @param {StepRow} row */
  function add(row) {
    const item = new Item(row.id);
    item.row = row;
    items.set(row.id, item);
    byElement.set(item.node, item);
    const parent = row.parent === row.id ? undefined : items.get(row.parent ?? "");
    if (parent) parent.adopt(item);
    else {
      insert(roots, tree, item);
      item.place();
      if (row.parent) orphans.set(row.parent, (orphans.get(row.parent) ?? new Set()).add(item));
    }
    for (const orphan of orphans.get(row.id) ?? []) {
      if (item.isWithin(orphan)) continue;
      roots.splice(roots.indexOf(orphan), 1);
      item.adopt(orphan);
    }
    orphans.delete(row.id);
    return item;
  }

  /** @param {StepRow[]} changed */
  function set(changed) {
    for (const row of changed) {
      const known = items.get(row.id);
      if (known) known.row = row;
      const item = known ?? add(row);
      if (row.status === "running") running.add(item);
      else running.delete(item);
      item.tick(now, over);
      item.draw();
    }
    tree.hidden = items.size === 0;
    if (!current && roots.length) setCurrent(roots[0]);
    if (current && !isShown(current)) setCurrent(shownAbove(current));
    if (follow) schedule(toEnd);
  }

  // ----- time
  let now = 0;
  let over = false;
  /** @param {number} time seconds since 1970 @param {boolean} ended whether the job is over */
  function tick(time, ended) {
    [now, over] = [time, ended];
    for (const item of running) item.tick(time, ended);
  }

  // ----- scrolling: the end is followed until the reader scrolls away
  const toEnd = () => {
    tree.scrollTop = tree.scrollHeight;
    last = tree.scrollTop;
  };
  tree.addEventListener("scroll", () => {
    if (tree.scrollHeight - tree.scrollTop - tree.clientHeight < 8) follow = true;
    else if (tree.scrollTop < last - 1) follow = false;
    last = tree.scrollTop;
  });

  // ----- focus and keys
  /** @param {Item} item */
  function isShown(item) {
    for (let at = item.parent; at; at = at.parent) if (!at.open) return false;
    return true;
  }
  /** @param {Item} item */
  function shownAbove(item) {
    let found = item;
    for (let at = item.parent; at; at = at.parent) if (!at.open) found = at;
    return found;
  }
  /** @param {Item} item */
  function setCurrent(item) {
    const focused = current?.node === document.activeElement && current !== item;
    current?.node.setAttribute("tabindex", "-1");
    current = item;
    item.node.setAttribute("tabindex", "0");
    if (focused) item.node.focus({ preventScroll: true });
  }
  /** @param {Item|undefined} item */
  function goTo(item) {
    if (!item) return;
    setCurrent(item);
    follow = false;
    item.node.focus({ preventScroll: true });
    item.line.scrollIntoView({ block: "nearest" });
  }
  /** @param {Item} item @returns {Item} */
  const lastWithin = (item) => (item.open ? lastWithin(/** @type {Item} */ (item.children.at(-1))) : item);
  /** @param {Item} item */
  const siblingsOf = (item) => item.parent?.children ?? roots;
  /** @param {Item} item @returns {Item|undefined} */
  function next(item) {
    if (item.open) return item.children[0];
    for (let at = /** @type {Item|null} */ (item); at; at = at.parent) {
      const siblings = siblingsOf(at);
      const after = siblings[siblings.indexOf(at) + 1];
      if (after) return after;
    }
  }
  /** @param {Item} item @returns {Item|undefined} */
  function previous(item) {
    const siblings = siblingsOf(item);
    const before = siblings[siblings.indexOf(item) - 1];
    return before ? lastWithin(before) : (item.parent ?? undefined);
  }

  /** @param {Item} item @param {boolean} [open] */
  function toggleBranch(item, open = !item.open) {
    if (!item.children.length) return;
    item.wanted = open;
    follow = false;
    item.fold();
    if (current && !isShown(current)) setCurrent(item);
  }
  /** @param {Item} item @param {boolean} [open] */
  function toggleDetails(item, open = !item.detailed) {
    if (!detailsOf(item.row).length) return;
    item.detailed = open;
    follow = false;
    item.fold();
  }
  /** What a click on a row or Enter does. @param {Item} item */
  function activate(item) {
    if (detailsOf(item.row).length) toggleDetails(item);
    else toggleBranch(item);
  }

  /** @param {Item} item */
  function right(item) {
    if (item.open) goTo(item.children[0]);
    else if (item.children.length) toggleBranch(item, true);
    else toggleDetails(item, true);
  }
  /** @param {Item} item */
  function left(item) {
    if (item.open) toggleBranch(item, false);
    else if (item.detailed) toggleDetails(item, false);
    else goTo(item.parent ?? undefined);
  }
  /** @type {Record<string, (item: Item) => void>} */
  const keys = {
    ArrowDown: (item) => goTo(next(item)),
    ArrowUp: (item) => goTo(previous(item)),
    ArrowRight: right,
    ArrowLeft: left,
    Home: () => goTo(roots[0]),
    End: () => goTo(lastWithin(/** @type {Item} */ (roots.at(-1)))),
    Enter: activate,
    " ": activate,
    "*": (item) => siblingsOf(item).forEach((one) => toggleBranch(one, true)),
  };
  tree.addEventListener("keydown", (event) => {
    // Only where the row itself has the focus: what is shown below it has keys of its own.
    const item = byElement.get(/** @type {Element} */ (event.target));
    const act = keys[event.key];
    const other = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key !== "*");
    if (!item || !act || other) return;
    event.preventDefault();
    act(item);
  });
  tree.addEventListener("focusin", (event) => {
    const item = byElement.get(/** @type {Element} */ (event.target));
    if (item) setCurrent(item);
  });
  tree.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const line = target.closest(".jw-row");
    const item = line?.parentElement && byElement.get(line.parentElement);
    if (!item) return;
    setCurrent(item);
    item.node.focus({ preventScroll: true });
    if (target.closest(".jw-twist") && item.children.length) toggleBranch(item);
    else activate(item);
  });

  return {
    el: tree,
    set,
    tick,
    clear() {
      tree.replaceChildren();
      tree.hidden = true;
      items.clear();
      orphans.clear();
      running.clear();
      roots.length = 0;
      current = undefined;
    },
    /** Where the reader was, also when the tree has left the page. */
    get last() {
      return last;
    },
  };
}
