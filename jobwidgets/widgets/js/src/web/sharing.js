// @ts-check
import { h, setText } from "../views/dom.js";
import { ApiError, jobPath, jobUrl } from "./api.js";
import { moment } from "./words.js";

const DAY = 86400;
/** @type {[number, string][]} */
const SPANS = [
  [DAY, "a day"],
  [7 * DAY, "a week"],
  [30 * DAY, "a month"],
];

/** Makes links that show this job and nothing else. @param {string} id @param {import("./api.js").Ask} ask */
export function createSharing(id, ask) {
  const span = /** @type {HTMLSelectElement} */ (
    h("select", "jww-field", { "aria-label": "How long the link is good" }, ...SPANS.map(([s, name]) => h("option", "", { value: String(s) }, name)))
  );
  span.value = String(7 * DAY);
  const make = /** @type {HTMLButtonElement} */ (h("button", "jww-plain", { type: "button" }, "Make a link"));
  const link = /** @type {HTMLInputElement} */ (h("input", "jww-field", { readonly: "", "aria-label": "Link", hidden: "" }));
  const said = h("p", "jww-help", { role: "status" });
  const el = h(
    "details",
    "jww-sharing",
    {},
    h("summary", "", {}, "Share"),
    h("p", "", {}, "Whoever has the link can look at this job: what it was asked, what it says and returns. They can do nothing, and see no other job. A link cannot be taken back."),
    h("div", "jww-line", {}, h("span", "", {}, "Good for"), span, make),
    link,
    said,
  );
  make.addEventListener("click", async () => {
    make.disabled = true;
    try {
      const { token, expires } = await ask("POST", `${jobPath(id)}/share`, { expires: Number(span.value) });
      link.value = `${jobUrl(id)}#token=${token}`;
      link.hidden = false;
      link.select();
      setText(said, `${(await copied(link)) ? "Copied. " : ""}Good until ${moment(expires)}.`);
    } catch (why) {
      if (!(why instanceof ApiError)) throw why;
      setText(said, why.message);
    } finally {
      make.disabled = false;
    }
  });
  return el;
}

/** Copies what is selected, also where the page may not use the clipboard (plain http). @param {HTMLInputElement} link */
async function copied(link) {
  try {
    await navigator.clipboard.writeText(link.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
