// @ts-check
import { h, setText } from "./dom.js";

/**
 * The questions that were closed, a line each: the last few, and the earlier ones on request.
 *
 * @typedef {{key: string, prompt: string, answer: string, timedOut: boolean}} Answered
 */

const SHOWN = 3;
const NOT_IN_TIME = "not answered in time";

/** @param {Answered} one */
export const answerOf = (one) => (one.timedOut ? NOT_IN_TIME : one.answer);

/** @param {Answered} one */
function line(one) {
  const answer = answerOf(one);
  const shown = h("bdi", `jw-told-answer${one.timedOut ? " jw-late" : ""}`, {}, answer);
  const row = h("li", "jw-told", { dir: "auto" }, h("bdi", "jw-cut", {}, one.prompt), h("span", "jw-arrow", { "aria-hidden": "true" }, "→"), shown);
  row.title = `${one.prompt} → ${answer}`;
  return row;
}

export function createAnswered() {
  const list = h("ul", "jw-told-list");
  const more = h("button", "jw-told-more", { type: "button", hidden: "", "aria-expanded": "false" });
  const el = h("div", "jw-answers", { role: "group", "aria-label": "Answered questions", hidden: "" }, more, list);
  /** @type {Answered[]} */
  let all = [];
  let open = false;
  let drawn = "";
  more.addEventListener("click", () => {
    open = !open;
    draw();
  });

  function draw() {
    const hidden = open ? 0 : Math.max(0, all.length - SHOWN);
    list.replaceChildren(...all.slice(hidden).map(line));
    more.hidden = all.length <= SHOWN;
    more.setAttribute("aria-expanded", String(open));
    setText(more, open ? "Fewer answers" : `${hidden} earlier ${hidden === 1 ? "answer" : "answers"}`);
    el.hidden = !all.length;
  }

  return {
    el,
    /** @param {Answered[]} [next] oldest first */
    set(next = []) {
      const now = JSON.stringify(next);
      if (now === drawn) return;
      drawn = now;
      all = next;
      draw();
    },
  };
}
