// @ts-check
import { isObject, propertiesOf, shapeOf } from "../model/schema.js";
import { NO_ANSWER, duration, h, setText } from "./dom.js";
import { createField, objectForm, singleForm } from "./fields.js";

/**
 * What a job asks, and the form its answer is given in, made from the answer's JSON schema. The server checks
 * answers; here only what cannot be sent at all is refused.
 *
 * @typedef {{key: string, prompt: string, schema: any, expires: number|null}} Question  expires in seconds since 1970
 */

const MOST_BUTTONS = 5;
const SEVERAL_LINES = ["json", "lines", "strings"];
let made = 0;

/**
 * @param {(key: string, value: any) => void} submit passes an answer on
 * @param {(text: string) => void} announce says it to screen readers
 */
export function createQuestionForm(submit, announce) {
  const n = ++made;
  const prompt = h("div", "jw-prompt", { id: `jw-prompt-${n}`, dir: "auto" });
  const fields = h("div", "jw-fields");
  const about = h("span", "jw-about", { id: `jw-about-${n}`, dir: "auto" });
  const left = h("span", "jw-num jw-left");
  const became = h("span", "jw-became");
  const refused = h("div", "jw-refused", { id: `jw-refused-${n}`, dir: "auto", hidden: "" });
  const foot = h("div", "jw-foot", {}, about, left);
  const el = h("div", "jw-question", { role: "group", "aria-labelledby": prompt.id, hidden: "" });
  el.append(prompt, fields, refused, foot);

  /** @type {Question|null} */
  let question = null;
  /** @type {HTMLElement[]} what can be focused */
  let controls = [];
  /** @type {import("./fields.js").Form|undefined} */
  let form;
  /** @type {""|"sending"|"late"|"sent"} */
  let phase = "";
  let detached = false;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;

  const busy = () => phase !== "" || detached;

  /** @param {any} value @param {HTMLElement} [chosen] */
  function send(value, chosen) {
    if (!question || busy()) return;
    refuse("");
    phase = "sending";
    chosen?.classList.add("jw-chosen");
    draw();
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (phase !== "sending") return;
      phase = "late";
      draw();
    }, NO_ANSWER);
    submit(question.key, value);
  }

  function sendForm() {
    if (!form || busy()) return;
    let value;
    try {
      value = form.read();
    } catch (why) {
      // Nothing to say here: it stands beside the field, which has the focus.
      refuse(String(why));
      if (!form.el.contains(document.activeElement) || !form.el.matches(".jw-form")) form.controls[0].focus();
      return;
    }
    send(value);
  }

  /** @param {string} why */
  function refuse(why) {
    setText(refused, why);
    refused.hidden = !why;
    if (why) announce(why);
    if (form?.el.matches(".jw-form")) return; // its fields speak for themselves
    for (const control of form?.controls ?? []) {
      if (why) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }

  function draw() {
    // Not disabled: that would take the focus from whoever has just pressed Enter.
    for (const control of controls) {
      control.setAttribute("aria-disabled", String(busy()));
      if (control instanceof HTMLSelectElement || control.matches("[type=checkbox]")) {
        /** @type {HTMLSelectElement|HTMLInputElement} */ (control).disabled = busy();
      } else if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) control.readOnly = busy();
      if (!phase) control.classList.remove("jw-chosen");
    }
    el.classList.toggle("jw-answered", busy());
    const late = "The kernel is busy: the answer is queued there";
    setText(became, { "": "", sending: "Sending…", late, sent: "Answer sent" }[phase]);
  }

  /** @param {Question} asked */
  function build(asked) {
    const schema = isObject(asked.schema) ? asked.schema : {};
    const note = typeof schema.description === "string" ? schema.description : "";
    const shape = shapeOf(asked.schema);
    const properties = shape.kind === "json" ? propertiesOf(asked.schema) : null;
    setText(prompt, asked.prompt);
    fields.replaceChildren();
    form = undefined;
    let hint = "";
    if (properties) buildForm(objectForm(properties));
    else if (!shape.nullable && shape.choices.length && shape.choices.length <= MOST_BUTTONS && shape.kind !== "several") {
      buildButtons(shape.choices, schema.default);
    } else hint = buildSingle(shape, schema);
    setText(about, [note, hint].filter(Boolean).join(" · "));
  }

  /** @param {import("../model/schema.js").Choice[]} choices @param {any} ready the default */
  function buildButtons(choices, ready) {
    controls = choices.map(({ value, label }) => {
      const suggested = ready !== undefined && JSON.stringify(value) === JSON.stringify(ready);
      const button = h("button", suggested ? "jw-choice jw-suggested" : "jw-choice", { type: "button" });
      button.append(h("bdi", "", {}, label));
      button.addEventListener("click", () => send(value, button));
      return button;
    });
    fields.append(...controls, became);
  }

  /** @param {import("./fields.js").Form} made */
  function buildForm(made) {
    form = made;
    const sendButton = h("button", "jw-send", { type: "button" }, "Send");
    sendButton.addEventListener("click", sendForm);
    for (const control of made.controls) control.addEventListener("keydown", (event) => onKey(/** @type {KeyboardEvent} */ (event)));
    controls = [...made.controls, sendButton];
    fields.append(made.el, sendButton, became);
  }

  /** @param {import("../model/schema.js").Shape} shape @param {any} schema @returns {string} a hint */
  function buildSingle(shape, schema) {
    const label = typeof schema.title === "string" ? schema.title : "Answer";
    const attrs = { "aria-label": label, "aria-describedby": `${prompt.id} ${about.id} ${refused.id}` };
    const field = createField(shape.kind === "boolean" ? { ...shape, kind: "choices" } : shape, attrs, schema.default, shape.nullable);
    const read = field.read;
    if (shape.nullable) field.read = () => (field.blank() ? null : read());
    const box = field.controls[0];
    if (typeof schema.title === "string" && "placeholder" in box) box.placeholder = schema.title;
    buildForm(singleForm(field));
    const sends = SEVERAL_LINES.includes(shape.kind) ? "Ctrl+Enter sends" : "";
    return [field.hint, sends].filter(Boolean).join("; ");
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    // Enter while composing (Chinese, Japanese, Korean) picks a word.
    if (event.key !== "Enter" || event.isComposing) return;
    const target = /** @type {Element} */ (event.target);
    if (target.matches("select") || (target.matches("textarea") && !event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    sendForm();
  }

  return {
    el,
    get asking() {
      return question !== null;
    },
    /**
     * @param {Question|null} next null: nothing is asked (any more)
     * @param {boolean} answering whether an answer is on its way, from whichever page
     */
    set(next, answering) {
      if (next?.key !== question?.key) {
        question = next;
        phase = "";
        refuse("");
        if (next) build(next);
      }
      el.hidden = !next;
      if (answering && !phase) phase = "sent";
      draw();
    },
    /** What became of an answer. @param {{key?: string, ok: boolean, error?: string}} ack */
    acknowledge({ key, ok, error }) {
      if (!question || (key && key !== question.key)) return;
      clearTimeout(timer);
      phase = ok ? "sent" : "";
      draw();
      refuse(ok ? "" : (error ?? "The answer was not taken."));
      if (ok) announce("Answer sent");
    },
    /** @param {boolean} gone whether nobody passes an answer on any more */
    setDetached(gone) {
      detached = gone;
      draw();
    },
    /** @param {number} now seconds since 1970 */
    tick(now) {
      const rest = question?.expires ? question.expires - now : null;
      setText(left, rest === null ? "" : rest > 0 ? `${duration(rest, true)} left` : "Time is up");
      left.classList.toggle("jw-soon", rest !== null && rest < 30);
    },
    destroy() {
      clearTimeout(timer);
    },
  };
}
