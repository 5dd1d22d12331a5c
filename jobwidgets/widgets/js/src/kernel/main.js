// @ts-check
import { activityStyles } from "../styles/activity.js";
import { installStyles } from "../styles/install.js";
import scrubber from "../styles/scrubber.css";
import table from "../styles/table.css";
import theme from "../styles/theme.css";
import * as JobTable from "./job_table.js";
import * as Scrubber from "./scrubber.js";
import * as StatusBar from "./status_bar.js";
import * as TaskActivity from "./task_activity.js";

/**
 * All views of a notebook: the module of the hidden widget `Code`. `stub.js` waits for them.
 *
 * @typedef {import("./stub.js").Widget} Widget
 */

/** @param {Widget} widget @param {string[]} styles @returns {Widget} */
function styled(widget, ...styles) {
  return {
    ...widget,
    render(context) {
      installStyles(context.el, theme, ...styles);
      return widget.render(context);
    },
  };
}

const views = {
  TaskActivity: styled(TaskActivity, ...activityStyles),
  Scrubber: styled(Scrubber, ...activityStyles, scrubber),
  StatusBar, // which is drawn where no view is rendered as well
  JobTable: styled(JobTable, ...activityStyles, table),
};

export default {
  views,
  /** @param {{model: any}} context */
  initialize({ model }) {
    const page = /** @type {any} */ (globalThis);
    const registry = (page[Symbol.for("jobwidgets.views")] ??= new Map());
    const key = model.get("key");
    const waiting = registry.get(key);
    if (waiting) waiting.resolve(views);
    else registry.set(key, { promise: Promise.resolve(views), resolve() {} });
  },
};
