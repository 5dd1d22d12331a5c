// @ts-check
import { h, setText } from "../views/dom.js";

/** @typedef {import("./connection.js").Status} Status */

/** One line on the connection, with a countdown while there is none. @param {() => void} retry */
export function createConnectionLine(retry) {
  // Read out when the state changes, not every second: the countdown beside it is for the eye.
  const said = h("span", "", { role: "status" });
  const countdown = h("span", "jw-num", { "aria-hidden": "true" });
  const button = h("button", "jww-link", { type: "button", hidden: "" }, "Try now");
  const el = h("div", "jww-connection", {}, h("span", "jw-dot"), said, countdown, button);
  /** @type {Status|undefined} */
  let status;
  button.addEventListener("click", retry);

  function tick() {
    if (!status) return;
    const left = status.retryAt === null ? 0 : Math.ceil((status.retryAt - Date.now()) / 1000);
    setText(countdown, status.retryAt === null ? "" : left > 0 ? `next try in ${left} s` : "trying…");
    button.hidden = left < 2;
  }
  const clock = setInterval(tick, 500);

  return {
    el,
    /** @param {Status} now */
    set(now) {
      status = now;
      el.dataset.connection = now.state;
      el.title = now.error;
      setText(said, words(now));
      tick();
    },
    destroy: () => clearInterval(clock),
  };
}

/** @param {Status} status */
function words({ state, since }) {
  switch (state) {
    case "connected":
      return "Connected";
    case "connecting":
      return "Connecting…";
    case "reconnecting":
      return "Reconnecting";
    case "refused":
      return "Signed out";
    default:
      return `Offline since ${new Date(since).toLocaleTimeString(undefined, { timeStyle: "short" })}`;
  }
}
