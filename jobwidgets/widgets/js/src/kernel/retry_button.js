// @ts-check
import { activityStyles } from "../styles/activity.js";
import { installStyles } from "../styles/install.js";
import theme from "../styles/theme.css";
import { NO_ANSWER, h, setText } from "../views/dom.js";
import { keepKeys } from "../views/keys.js";
import { savedForms } from "./notebook.js";

/**
 * A live "Retry" in the saved form of a job: the form itself is plain HTML and knows no kernel.
 * It is looked for a while, because the form takes the place of the live view a moment after the end, and appears with
 * the notebook after a reload; and it goes away with the kernel.
 */

const LOOK_EVERY = 250; // ms
const LOOKS = 60;

export class RetryButton {
  /** @param {string} key marks the saved form @param {() => void} ask may throw: nobody is there any more */
  constructor(key, ask) {
    this.key = key;
    this.ask = ask;
    this.error = "";
    this.busy = false;
    /** @type {Set<HTMLElement>} */
    this.shown = new Set();
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.late = undefined;
  }

  /** Show it in every saved form of the job, as soon as there is one. */
  offer(looks = LOOKS) {
    clearTimeout(this.timer);
    for (const place of this.shown) if (!place.isConnected) this.shown.delete(place);
    for (const form of savedForms(this.key)) {
      if (!form.querySelector(".jw-at-end")) this.add(form);
    }
    if (!this.shown.size && looks > 0) {
      this.timer = setTimeout(() => this.offer(looks - 1), LOOK_EVERY);
    }
  }

  /** @param {HTMLElement} form */
  add(form) {
    const header = form.querySelector("[data-jobwidgets-header]") ?? form.firstElementChild;
    if (!header) return;
    installStyles(form, theme, ...activityStyles);
    const button = h("button", "jw-cancel jw-retry", { type: "button" });
    const said = h("span", "jw-refused jw-cut", { role: "status" });
    const place = h("span", "jw jw-activity jw-at-end", {}, said, button);
    keepKeys(place);
    button.addEventListener("click", () => this.press());
    // Where the live view has its buttons: before the time and the id.
    header.insertBefore(place, header.lastElementChild?.previousElementSibling ?? null);
    this.shown.add(place);
    this.draw();
  }

  press() {
    if (this.busy) return;
    try {
      this.ask();
    } catch {
      this.remove();
      return;
    }
    this.busy = true;
    this.error = "";
    this.draw();
    clearTimeout(this.late);
    this.late = setTimeout(() => this.busy && this.draw("The kernel is busy: the wish is queued there"), NO_ANSWER);
  }

  /** What became of it. @param {{ok: boolean, error?: string}} ack */
  acknowledge({ ok, error }) {
    clearTimeout(this.late);
    if (!ok) this.busy = false;
    this.error = ok ? "" : (error ?? "The job was not launched again.");
    this.draw();
  }

  /** @param {string} [note] */
  draw(note = "") {
    for (const place of this.shown) {
      const [said, button] = /** @type {HTMLElement[]} */ ([...place.children]);
      setText(said, this.error || note);
      said.title = this.error;
      setText(button, this.busy ? "Launching…" : "Retry");
      button.setAttribute("aria-disabled", String(this.busy));
    }
  }

  remove() {
    clearTimeout(this.timer);
    clearTimeout(this.late);
    for (const place of this.shown) place.remove();
    this.shown.clear();
    this.busy = false;
  }
}
