// @ts-check
import { h, setText } from "./dom.js";
import { TextPane } from "./text_pane.js";

/**
 * What a job says, a tab for each channel: the answer first, then as they spoke, the log last. One channel alone
 * has no tabs. The text of a tab that is not shown is drawn when it is chosen.
 *
 * @typedef {import("./text_pane.js").TextSpan} TextSpan
 * @typedef {{following: boolean, top: number}} Reading  whether the end is followed, else the position
 * @typedef {{chosen: string|null, panes: Record<string, Reading>}} ReadingState  chosen: by the reader, null for none
 * @typedef {{ch: string, pane: TextPane, tab: HTMLElement, news: HTMLElement, panel: HTMLElement}} Channel
 */

const FIRST = "answer";
const LAST = "log";
const MARKDOWN = new Set([FIRST, "reasoning"]);
let made = 0; // ids must differ on a page, and names of channels are no ids

/** @param {string} ch */
const rank = (ch) => (ch === FIRST ? 0 : ch === LAST ? 2 : 1);
/** @param {string} ch */
const titled = (ch) => ch.charAt(0).toUpperCase() + ch.slice(1);

/**
 * Draws the channels of one job at the end of `el`.
 * @param {HTMLElement} el
 * @param {{nameOf: (attempt: number) => string, schedule: (job: () => void) => void}} options
 *   the name of an attempt; how to have something drawn in the next frame, once however often it is asked for
 */
export function createChannels(el, { nameOf, schedule }) {
  const tabs = h("div", "jw-tabs", { role: "tablist", "aria-label": "Text", hidden: "" });
  const caption = h("bdi", "jw-caption", { "aria-hidden": "true", hidden: "" }); // the box has its name
  const root = h("div", "jw-channels", { hidden: "" }, tabs, caption);
  el.append(root);
  /** @type {Channel[]} in the order of the tabs */
  let all = [];
  /** @type {string|null} */
  let chosen = null; // by the reader
  /** @type {string|undefined} */
  let shown;
  /** @type {Record<string, Reading>} where a reader was in channels that have not spoken yet */
  let before = {};

  /** @param {string} ch @returns {Channel} */
  function channel(ch) {
    return all.find((one) => one.ch === ch) ?? add(ch);
  }

  /** @param {string} ch @returns {Channel} */
  function add(ch) {
    const id = `jw-channel-${++made}`;
    const draw = () => pane.paint();
    const pane = new TextPane(titled(ch), () => shown === ch && schedule(draw), nameOf, { markdown: MARKDOWN.has(ch) });
    const news = h("span", "jw-news", { hidden: "" }, h("span", "jw-said", {}, ", new text"));
    const name = h("bdi", "jw-cut", {}, titled(ch));
    const tab = h("button", "jw-tab", { type: "button", role: "tab", id, "aria-controls": `${id}-panel` }, name, news);
    const panel = h("div", "jw-panel", { id: `${id}-panel`, "data-channel": ch }, pane.el);
    const one = { ch, pane, tab, news, panel };
    tab.addEventListener("click", () => choose(ch));
    const next = all.find((other) => rank(other.ch) > rank(ch));
    tabs.insertBefore(tab, next?.tab ?? null);
    root.insertBefore(panel, next?.panel ?? null);
    all.splice(next ? all.indexOf(next) : all.length, 0, one);
    show(all.find((other) => other.ch === chosen)?.ch ?? all[0].ch);
    if (before[ch]) pane.restore(before[ch]);
    return one;
  }

  /** @param {string} ch */
  function choose(ch) {
    chosen = ch;
    show(ch);
  }

  /** @param {string} ch */
  function show(ch) {
    const changed = shown !== ch;
    shown = ch;
    root.hidden = false;
    const several = all.length > 1;
    tabs.hidden = !several;
    caption.hidden = several || ch === FIRST;
    setText(caption, titled(ch));
    for (const { tab, panel, news, pane, ch: other } of all) {
      const selected = other === ch;
      tab.setAttribute("aria-selected", String(selected));
      tab.tabIndex = selected ? 0 : -1;
      panel.hidden = !selected;
      if (several) panel.setAttribute("role", "tabpanel");
      if (several) panel.setAttribute("aria-labelledby", tab.id);
      if (!selected) continue;
      news.hidden = true;
      if (changed) pane.show();
    }
  }

  tabs.addEventListener("keydown", (event) => {
    const at = all.findIndex(({ ch }) => ch === shown);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const { ch, tab } = all[to % all.length];
    choose(ch);
    tab.focus();
  });

  return {
    el: root,
    /** @param {TextSpan[]} spans @param {Set<number>} old superseded segments */
    addText(spans, old) {
      for (const span of spans) {
        const one = channel(span.ch);
        one.pane.apply(span, old.has(span.seg));
        if (span.ch !== shown && span.text) one.news.hidden = false;
      }
    },
    /** @param {Iterable<number>} segments what a later attempt superseded, known yet or not */
    supersede(segments) {
      for (const number of segments) for (const { pane } of all) pane.supersede(number);
    },
    /** Forget the texts; all of them follow. The tabs stay. */
    clear() {
      for (const { pane, news } of all) {
        pane.clear();
        news.hidden = true;
      }
    },
    /** The names of attempts may have changed. */
    showAttempts() {
      for (const { pane } of all) pane.showAttempts();
    },
    /** No more text comes: draw the last words as they are. */
    settle() {
      for (const { pane } of all) pane.settle();
    },
    /** What the reader chose and where they read, also after the view has left the page. @returns {ReadingState} */
    readingState() {
      const panes = all.map(({ ch, pane }) => [ch, { following: pane.following, top: pane.last }]);
      return { chosen, panes: Object.fromEntries(panes) };
    },
    /** Go on where a reader was, as soon as the text is there. @param {ReadingState} state */
    restore(state) {
      chosen = state.chosen;
      if (all.some(({ ch }) => ch === chosen)) show(/** @type {string} */ (chosen));
      before = state.panes;
      for (const { ch, pane } of all) if (before[ch]) pane.restore(before[ch]);
    },
    destroy() {
      for (const { pane } of all) pane.destroy();
      all = [];
      root.remove();
    },
  };
}

/** @typedef {ReturnType<typeof createChannels>} Channels */
