// @ts-check
import { activityStyles } from "../styles/activity.js";
import { installStyles } from "../styles/install.js";
import theme from "../styles/theme.css";
import web from "../styles/web.css";
import { h } from "../views/dom.js";
import { ApiError, BASE, boardUrl, createApi } from "./api.js";
import { showBoard } from "./board.js";
import { Connection } from "./connection.js";
import { createConnectionLine } from "./connection_line.js";
import { showJob } from "./job_page.js";
import { createSignIn } from "./sign_in.js";
import { forget, identityFor, takeFromAddress } from "./token.js";

/**
 * The web page: which place the address names, who looks at it, and the frame around it.
 *
 * @typedef {import("./token.js").Identity} Identity
 * @typedef {{main: HTMLElement, ask: import("./api.js").Ask, connection: Connection, identity: Identity}} Place
 */

const TRY_AGAIN = 3000; // ms until a page that could not be loaded is tried again

/** @type {() => void} ends what is shown */
let leave = () => {};

/** The job that the address names; null for the board. */
function addressedJob() {
  const [kind, id] = location.pathname.slice(BASE.pathname.length).split("/");
  return kind === "jobs" && id ? decodeURIComponent(id) : null;
}

/** @param {Node[]} right @param {boolean} home */
function frame(right, home) {
  const name = home ? h("a", "jww-brand", { href: boardUrl() }, "jobwidgets") : h("span", "jww-brand", {}, "jobwidgets");
  const main = h("main", "", { id: "main" });
  document.body.replaceChildren(h("header", "jww-top", {}, name, h("span", "jww-space"), ...right), main);
  return main;
}

/** @param {string} why */
function signIn(why) {
  leave();
  leave = () => {};
  document.title = "Sign in · jobwidgets";
  const form = createSignIn(why, enter);
  frame([], false).append(form.el);
  form.focus();
}

async function enter() {
  leave();
  leave = () => {};
  const job = addressedJob();
  const identity = identityFor(job);
  if (!identity) return signIn("");

  const lose = (/** @type {string} */ why) => {
    forget(identity);
    signIn(identity.job === null ? why : "This link is no longer good. Whoever sent it can make a new one.");
  };
  const line = createConnectionLine(() => connection.open());
  const connection = new Connection(identity.token, (status) => {
    line.set(status);
    if (status.state === "refused") lose(status.error);
  });
  const out = h("button", "jww-plain", { type: "button" }, "Sign out");
  out.addEventListener("click", () => lose(""));
  const main = frame(identity.job === null ? [line.el, out] : [line.el], identity.job === null);
  let left = false;
  let end = () => {};
  leave = () => {
    left = true;
    end();
    connection.close();
    line.destroy();
  };
  const ask = guarded(createApi(identity.token), lose);
  connection.open();
  while (!left) {
    try {
      const place = { main, ask, connection, identity };
      const close = await (job === null ? showBoard(place) : showJob(place, job));
      if (left) close();
      else end = close;
      return;
    } catch (why) {
      if (!(why instanceof ApiError)) throw why;
      if (left) return;
      main.replaceChildren(h("p", "jww-trouble", { role: "alert" }, why.message));
      if (why.status >= 400 && why.status < 500) return;
      await new Promise((done) => setTimeout(done, TRY_AGAIN));
      if (!left) main.replaceChildren();
    }
  }
}

/** A token that is refused sends its reader to the form, whoever asked. @param {import("./api.js").Ask} ask @param {(why: string) => void} lose @returns {import("./api.js").Ask} */
function guarded(ask, lose) {
  return async (method, path, body) => {
    try {
      return await ask(method, path, body);
    } catch (why) {
      if (why instanceof ApiError && why.status === 401) lose(why.message);
      throw why;
    }
  };
}

/**
 * A tab that the browser opens by itself knows nothing of the one it came from, and would ask for the token again; one
 * that the page opens begins with a copy of what this one keeps.
 * @param {MouseEvent} event
 */
function openInNewTab(event) {
  const link = /** @type {Element} */ (event.target).closest("a");
  const wanted = event.button === 1 || (event.button === 0 && (event.ctrlKey || event.metaKey || event.shiftKey));
  if (!link || !wanted || !link.href.startsWith(BASE.href)) return;
  event.preventDefault();
  open(link.href);
}
document.addEventListener("click", openInNewTab);
document.addEventListener("auxclick", openInNewTab);

document.body.classList.add("jw", "jw-web");
installStyles(document.body, theme, ...activityStyles, web);
takeFromAddress(location, history);
// A link with a token, opened over a page of the same job, only changes the fragment.
addEventListener("hashchange", () => {
  if (!location.hash.startsWith("#token=")) return;
  takeFromAddress(location, history);
  enter();
});
enter();
