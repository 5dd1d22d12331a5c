// @ts-check
import { h, setText } from "./dom.js";

/**
 * Tokens and cost, with the budget if there is one.
 *
 * @typedef {{inputTokens: number, outputTokens: number, cost: number, maxTokens: number|null, maxCost: number|null}} Usage
 *   costs in US dollars; `maxTokens` is for both directions together
 */

const NEAR = 0.8; // of the budget: from here on it warns

const count = (/** @type {number} */ n) => n.toLocaleString("en-US");

/** Two digits at least, and so many that small sums are not nothing. @param {number} dollars */
export function money(dollars) {
  if (dollars === 0 || dollars >= 0.01) return `$${dollars.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  return dollars < 0.0001 ? "<$0.0001" : `$${dollars.toFixed(4).replace(/0+$/, "")}`;
}

/** @param {Usage} usage @returns {{text: string, detail: string, share: number|null}} `share` of the budget, null without one */
export function usageText({ inputTokens, outputTokens, cost, maxTokens, maxCost }) {
  const tokens = inputTokens + outputTokens;
  const parts = [];
  if (tokens || maxTokens) parts.push(maxTokens ? `${count(tokens)} of ${count(maxTokens)} tokens` : `${count(tokens)} tokens`);
  if (cost || maxCost) parts.push(maxCost ? `${money(cost)} of ${money(maxCost)}` : money(cost));
  const shares = [maxTokens ? tokens / maxTokens : null, maxCost ? cost / maxCost : null].filter((one) => one !== null);
  return {
    text: parts.join(" · "),
    detail: tokens ? `${count(inputTokens)} in, ${count(outputTokens)} out` : "",
    share: shares.length ? Math.max(...shares) : null,
  };
}

export function createUsage() {
  const text = h("span", "jw-num jw-usage-text");
  const detail = h("span", "jw-num jw-usage-detail");
  const fill = h("span", "jw-meter-fill");
  const meter = h("span", "jw-meter", { role: "meter", "aria-label": "Budget used", "aria-valuemin": "0", "aria-valuemax": "100" }, fill);
  const el = h("div", "jw-usage", { hidden: "" }, text, detail, meter);
  return {
    el,
    /** @param {Usage|null|undefined} usage */
    set(usage) {
      const said = usage ? usageText(usage) : { text: "", detail: "", share: null };
      el.hidden = !said.text;
      setText(text, said.text);
      setText(detail, said.detail);
      meter.hidden = said.share === null;
      if (said.share === null) return;
      const percent = Math.min(100, Math.round(said.share * 100));
      fill.style.width = `${percent}%`;
      meter.setAttribute("aria-valuenow", String(percent));
      meter.setAttribute("aria-valuetext", `${Math.round(said.share * 100)} % of the budget: ${said.text}`);
      meter.dataset.level = said.share >= 1 ? "over" : said.share >= NEAR ? "near" : "fine";
    },
  };
}
