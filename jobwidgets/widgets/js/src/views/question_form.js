// @ts-check
import { NO_ANSWER, duration, h, setText } from "./dom.js";

/**
 * What a job asks, and the form its answer is given in, made from the answer's JSON schema. The server checks
 * answers; here only what cannot be sent at all is refused.
 *
 * @typedef {{key: string, prompt: string, schema: any, expires: number|null}} Question  expires in seconds since 1970
 * @typedef {{value: any, label: string}} Choice
 * @typedef {{kind: "choices", choices: Choice[]} | {kind: "text"|"lines"|"number"|"integer"|"json"}} Form
 * @typedef {{read: () => any, focus: () => void}} Field  `read` throws what is wrong with the answer as a sentence
 */

const MOST_BUTTONS = 5;
const LONG_TEXT = 200; // a string that may be longer gets several lines
let made = 0;

const isObject = (/** @type {any} */ value) => typeof value === "object" && value !== null && !Array.isArray(value);
const labelOf = (/** @type {any} */ value) => (typeof value === "string" ? value : JSON.stringify(value));

/** @param {any} schema a JSON schema; null and {} take anything, which is then typed as text @returns {Form} */
export function formOf(schema) {
  if (schema === null || schema === undefined || schema === true) return { kind: "text" };
  if (!isObject(schema)) return { kind: "json" };
  if (Array.isArray(schema.enum) && schema.enum.length) {
    return { kind: "choices", choices: schema.enum.map((/** @type {any} */ value) => ({ value, label: labelOf(value) })) };
  }
  const named = schema.oneOf ?? schema.anyOf;
  if (Array.isArray(named) && named.length && named.every((one) => isObject(one) && "const" in one)) {
    const choices = named.map((one) => ({ value: one.const, label: String(one.title ?? labelOf(one.const)) }));
    return { kind: "choices", choices };
  }
  switch (schema.type) {
    case "boolean":
      return { kind: "choices", choices: [{ value: true, label: "Yes" }, { value: false, label: "No" }] };
    case "string":
      return { kind: schema.maxLength > LONG_TEXT ? "lines" : "text" };
    case "number":
    case "integer":
      return { kind: schema.type };
    case undefined: {
      const says = Object.keys(schema).filter((word) => !["title", "description", "default", "$schema"].includes(word));
      return { kind: says.length ? "json" : "text" };
    }
    default:
      return { kind: "json" };
  }
}

/** What the JSON field begins with: the default, an example, or the object's properties. @param {any} schema */
function sketch(schema) {
  if (!isObject(schema)) return "";
  const known = schema.default ?? schema.examples?.[0];
  if (known !== undefined) return JSON.stringify(known, null, 2);
  if (schema.type === "array") return "[]";
  if (!isObject(schema.properties)) return "";
  const empty = { string: "", boolean: false, array: [], object: {} };
  const entries = Object.entries(schema.properties).map(([name, one]) => {
    const given = one?.default ?? one?.enum?.[0] ?? empty[/** @type {keyof typeof empty} */ (one?.type)];
    return [name, given ?? null];
  });
  return JSON.stringify(Object.fromEntries(entries), null, 2);
}

/** @param {string} text @param {boolean} whole */
function numberIn(text, whole) {
  const number = text.trim() === "" ? NaN : Number(text);
  if (!Number.isFinite(number)) throw "Type a number.";
  if (whole && !Number.isInteger(number)) throw "Type a whole number.";
  return number;
}

/** @param {string} text */
function jsonIn(text) {
  try {
    return JSON.parse(text);
  } catch (why) {
    throw `This is not JSON: ${/** @type {Error} */ (why).message}`;
  }
}

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
  /** @type {Field|undefined} */
  let field;
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

  function sendField() {
    if (!field || busy()) return;
    let value;
    try {
      value = field.read();
    } catch (why) {
      refuse(String(why));
      field.focus();
      return;
    }
    send(value);
  }

  /** @param {string} why */
  function refuse(why) {
    setText(refused, why);
    refused.hidden = !why;
    if (why) announce(why);
    for (const control of controls) {
      if (control.tagName === "BUTTON") continue;
      if (why) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }

  function draw() {
    // Not disabled: that would take the focus from whoever has just pressed Enter.
    for (const control of controls) {
      control.setAttribute("aria-disabled", String(busy()));
      if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) control.readOnly = busy();
      if (control instanceof HTMLSelectElement) control.disabled = busy();
      if (!phase) control.classList.remove("jw-chosen");
    }
    el.classList.toggle("jw-answered", busy());
    const late = "The kernel is busy: the answer is queued there";
    setText(became, { "": "", sending: "Sending…", late, sent: "Answer sent" }[phase]);
  }

  /** @param {Question} asked */
  function build(asked) {
    const form = formOf(asked.schema);
    const schema = isObject(asked.schema) ? asked.schema : {};
    const ready = schema.default;
    const note = typeof schema.description === "string" ? schema.description : "";
    const label = typeof schema.title === "string" ? schema.title : "Answer";
    const attrs = { "aria-label": label, "aria-describedby": `${prompt.id} ${about.id} ${refused.id}` };
    setText(prompt, asked.prompt);
    fields.replaceChildren();
    controls = [];
    field = undefined;
    const sendButton = h("button", "jw-send", { type: "button" }, "Send");
    sendButton.addEventListener("click", sendField);

    if (form.kind === "choices" && form.choices.length <= MOST_BUTTONS) {
      for (const { value, label } of form.choices) {
        const suggested = ready !== undefined && JSON.stringify(value) === JSON.stringify(ready);
        const button = h("button", suggested ? "jw-choice jw-suggested" : "jw-choice", { type: "button" });
        button.append(h("bdi", "", {}, label));
        button.addEventListener("click", () => send(value, button));
        controls.push(button);
      }
      fields.append(...controls, became);
      setText(about, note);
      return;
    }
    let hint = "";
    if (form.kind === "choices") {
      const select = /** @type {HTMLSelectElement} */ (h("select", "jw-input", attrs));
      select.append(h("option", "", { value: "" }, "Choose…"));
      form.choices.forEach(({ value, label }, i) => {
        const option = /** @type {HTMLOptionElement} */ (h("option", "", { value: String(i), dir: "auto" }, label));
        option.selected = ready !== undefined && JSON.stringify(value) === JSON.stringify(ready);
        select.append(option);
      });
      const read = () => {
        if (select.value === "") throw "Choose an answer.";
        return form.choices[Number(select.value)].value;
      };
      field = { read, focus: () => select.focus() };
      controls = [select, sendButton];
    } else {
      const several = form.kind === "json" || form.kind === "lines";
      const tag = several ? "textarea" : "input";
      const input = /** @type {HTMLInputElement} */ (h(tag, `jw-input jw-${form.kind}`, { ...attrs, dir: "auto" }));
      if (several) input.setAttribute("rows", "4");
      else Object.assign(input, { type: "text", autocomplete: "off" });
      if (form.kind === "number") input.inputMode = "decimal";
      if (form.kind === "integer") input.inputMode = "numeric";
      if (form.kind === "json") input.spellcheck = false;
      input.value = form.kind === "json" ? sketch(asked.schema) : ready === undefined ? "" : String(ready);
      if (typeof schema.title === "string") input.placeholder = schema.title;
      input.addEventListener("keydown", (event) => {
        // Enter while composing (Chinese, Japanese, Korean) picks a word.
        if (event.key !== "Enter" || event.isComposing) return;
        if (several && !event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        sendField();
      });
      const read = {
        text: () => input.value,
        lines: () => input.value,
        number: () => numberIn(input.value, false),
        integer: () => numberIn(input.value, true),
        json: () => jsonIn(input.value),
      };
      field = { read: read[form.kind], focus: () => input.focus() };
      controls = [input, sendButton];
      hint = form.kind === "json" ? "JSON; Ctrl+Enter sends" : form.kind === "lines" ? "Ctrl+Enter sends" : "";
      if (form.kind === "number" || form.kind === "integer") hint = range(schema, form.kind);
    }
    fields.append(...controls, became);
    setText(about, [note, hint].filter(Boolean).join(" · "));
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

/** @param {any} schema @param {string} kind */
function range({ minimum, maximum }, kind) {
  const what = kind === "integer" ? "A whole number" : "A number";
  const [low, high] = [minimum, maximum].map((bound) => (typeof bound === "number" ? String(bound) : ""));
  if (low && high) return `${what} from ${low} to ${high}`;
  return low ? `${what} from ${low} up` : high ? `${what} up to ${high}` : what;
}
