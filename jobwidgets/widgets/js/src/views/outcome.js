// @ts-check
import { h, setText } from "./dom.js";

/** How it ended: the error, the result. @typedef {import("./activity_view.js").Info} Info */

export function createOutcome() {
  const errorType = h("strong");
  const errorText = h("bdi");
  const trace = h("pre", "jw-trace", { tabindex: "0", role: "region", "aria-label": "Traceback" });
  const fold = h("details", "", { "data-channel": "traceback" }, h("summary", "", {}, "Traceback"), trace);
  const error = h("div", "jw-error", { hidden: "" }, h("div", "", {}, errorType, " ", errorText), fold);
  const resultText = h("pre", "", { tabindex: "0", role: "region", "aria-label": "Result" });
  const result = h("div", "jw-result", { hidden: "" }, h("span", "", {}, "Result"), resultText);
  return {
    error,
    result,
    /** @param {Info} info */
    set(info) {
      error.hidden = !info.error;
      setText(errorType, info.error?.type ?? "");
      setText(errorText, info.error?.message ?? "");
      fold.hidden = !info.error?.traceback;
      setText(trace, info.error?.traceback ?? "");
      result.hidden = info.result === null || info.result === undefined;
      setText(resultText, info.result ?? "");
    },
  };
}
