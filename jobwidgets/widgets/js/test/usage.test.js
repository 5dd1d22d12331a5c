// @ts-nocheck: what is under test is checked where it is written
import { describe, expect, it } from "vitest";
import { createUsage, money, usageText } from "../src/views/usage.js";

const usage = (more) => ({ inputTokens: 812, outputTokens: 392, cost: 0, maxTokens: null, maxCost: null, ...more });

describe("usage", () => {
  it("tells tokens, cost and the budget", () => {
    expect(usageText(usage({})).text).toBe("1,204 tokens");
    expect(usageText(usage({ maxTokens: 5000, cost: 0.0213 })).text).toBe("1,204 of 5,000 tokens · $0.02");
    expect(usageText(usage({ cost: 0.05, maxCost: 0.5 })).text).toBe("1,204 tokens · $0.05 of $0.50");
    expect(usageText(usage({})).detail).toBe("812 in, 392 out");
  });

  it("shows small sums as more than nothing", () => {
    expect([0, 0.00001, 0.0042, 0.01, 1234.5].map(money)).toEqual(["$0.00", "<$0.0001", "$0.0042", "$0.01", "$1,234.50"]);
  });

  it("has a meter only with a budget, which warns near its end", () => {
    const view = createUsage();
    const meter = view.el.querySelector("[role=meter]");
    view.set(null);
    expect(view.el.hidden).toBe(true);
    view.set(usage({}));
    expect([view.el.hidden, meter.hidden]).toEqual([false, true]);
    for (const [max, level, now] of [[5000, "fine", "24"], [1500, "near", "80"], [1200, "over", "100"]]) {
      view.set(usage({ maxTokens: max }));
      expect([meter.hidden, meter.dataset.level, meter.getAttribute("aria-valuenow")]).toEqual([false, level, now]);
    }
  });
});
