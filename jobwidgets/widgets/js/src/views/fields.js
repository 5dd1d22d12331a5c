// @ts-check
import { jsonIn, numberIn, rangeOf, sketch, textIn } from "../model/schema.js";
import { h, setText } from "./dom.js";

/**
 * The controls an answer is given with.
 *
 * @typedef {import("../model/schema.js").Shape} Shape
 * @typedef {import("../model/schema.js").Property} Property
 * @typedef {HTMLInputElement|HTMLTextAreaElement|HTMLSelectElement} Control
 * @typedef {{el: HTMLElement, controls: Control[], hint: string, read: () => any, blank: () => boolean}} Field
 *   `read` throws what is wrong as a sentence; `blank`: nothing is filled in
 * @typedef {{el: HTMLElement, controls: Control[], read: () => any}} Form  `read` throws a sentence, "" if it stands beside a field
 */

const INPUT_TYPES = { date: "date", email: "email", uri: "url", "date-time": "text" };
const same = (/** @type {any} */ a, /** @type {any} */ b) => JSON.stringify(a) === JSON.stringify(b);
let made = 0;

/** @param {Shape} shape @param {Record<string, string>} attrs @param {any} initial @param {boolean} [optional] @returns {Field} */
export function createField(shape, attrs, initial, optional = false) {
  if (shape.kind === "choices") return select(shape, attrs, initial, optional);
  if (shape.kind === "boolean") return checkbox(attrs, initial);
  if (shape.kind === "several") return checkboxes(shape, attrs, initial);
  return input(shape, attrs, initial);
}

/** @param {Shape} shape @param {Record<string, string>} attrs @param {any} initial @param {boolean} optional @returns {Field} */
function select({ choices }, attrs, initial, optional) {
  const el = /** @type {HTMLSelectElement} */ (h("select", "jw-input", attrs));
  el.append(h("option", "", { value: "" }, optional ? "–" : "Choose…"));
  choices.forEach(({ value, label }, i) => {
    const option = /** @type {HTMLOptionElement} */ (h("option", "", { value: String(i), dir: "auto" }, label));
    option.selected = initial !== undefined && same(value, initial);
    el.append(option);
  });
  const read = () => {
    if (el.value === "") throw "Choose an answer.";
    return choices[Number(el.value)].value;
  };
  return { el, controls: [el], hint: "", read, blank: () => el.value === "" };
}

/** @param {Record<string, string>} attrs @param {any} initial @returns {Field} */
function checkbox(attrs, initial) {
  const el = /** @type {HTMLInputElement} */ (h("input", "jw-check", { ...attrs, type: "checkbox" }));
  el.checked = initial === true;
  return { el, controls: [el], hint: "", read: () => el.checked, blank: () => false };
}

/** @param {Shape} shape @param {Record<string, string>} attrs @param {any} initial @returns {Field} */
function checkboxes({ choices, schema }, attrs, initial) {
  const boxes = choices.map(({ value }) => {
    const box = /** @type {HTMLInputElement} */ (h("input", "jw-check", { type: "checkbox" }));
    box.checked = Array.isArray(initial) && initial.some((one) => same(one, value));
    return box;
  });
  const { id, ...rest } = attrs;
  const el = h("div", "jw-several", { ...rest, role: "group" });
  el.append(...boxes.map((box, i) => h("label", "", {}, box, h("bdi", "", {}, choices[i].label))));
  const chosen = () => choices.filter((_, i) => boxes[i].checked).map(({ value }) => value);
  boxes[0].id = id;
  return { el, controls: boxes, hint: "", read: () => counted(chosen(), schema), blank: () => !chosen().length };
}

/** @param {any[]} list @param {any} schema */
function counted(list, { minItems = 0, maxItems = Infinity }) {
  if (list.length < minItems) throw `At least ${minItems}, please.`;
  if (list.length > maxItems) throw `At most ${maxItems}, please.`;
  return list;
}

/** @param {Shape} shape @param {Record<string, string>} attrs @param {any} initial @returns {Field} */
function input({ kind, schema }, attrs, initial) {
  const several = kind === "json" || kind === "lines" || kind === "strings";
  const el = /** @type {HTMLInputElement} */ (h(several ? "textarea" : "input", `jw-input jw-${kind}`, { ...attrs, dir: "auto" }));
  if (several) el.setAttribute("rows", kind === "strings" ? "3" : "4");
  else Object.assign(el, { type: INPUT_TYPES[/** @type {keyof typeof INPUT_TYPES} */ (schema.format)] ?? "text", autocomplete: "off" });
  if (kind === "number") el.inputMode = "decimal";
  if (kind === "integer") el.inputMode = "numeric";
  if (kind === "json") el.spellcheck = false;
  if (kind === "json") el.value = sketch(schema);
  else if (Array.isArray(initial)) el.value = initial.join("\n");
  else if (initial !== undefined && initial !== null) el.value = String(initial);
  const lines = () => el.value.split("\n").map((line) => line.trim()).filter(Boolean);
  const read = {
    text: () => textIn(el.value, schema),
    lines: () => textIn(el.value, schema),
    number: () => numberIn(el.value, false, schema),
    integer: () => numberIn(el.value, true, schema),
    strings: () => counted(lines().map((line) => textIn(line, schema.items ?? {})), schema),
    json: () => jsonIn(el.value),
  };
  const hint = { text: "", lines: "", number: rangeOf(schema, false), integer: rangeOf(schema, true), strings: "One a line", json: "JSON" };
  const known = /** @type {keyof typeof read} */ (kind);
  return { el, controls: [el], hint: hint[known], read: read[known], blank: () => !el.value.trim() };
}

/** One field that is the whole answer. @param {Field} field @returns {Form} */
export function singleForm(field) {
  return { el: field.el, controls: field.controls, read: field.read };
}

/** The fields of an object. @param {Property[]} properties @returns {Form} */
export function objectForm(properties) {
  const el = h("div", "jw-form");
  const rows = properties.map((property) => formRow(property));
  el.append(...rows.map((row) => row.el));
  const read = () => {
    /** @type {Record<string, any>} */
    const answer = {};
    const wrong = rows.filter((row) => !row.into(answer));
    if (!wrong.length) return answer;
    wrong[0].field.controls[0].focus();
    throw wrong.length === 1 ? "" : `${wrong.length} fields need another look.`;
  };
  return { el, controls: rows.flatMap((row) => row.field.controls), read };
}

/** A property with its label, what is said about it, and what is wrong with it. @param {Property} property */
function formRow(property) {
  const { name, label, about, required, nullable, initial, kind } = property;
  const id = `jw-field-${++made}`;
  const ticks = kind === "several";
  const attrs = { id, "aria-describedby": `${id}-about ${id}-wrong` };
  const named = ticks ? { ...attrs, "aria-labelledby": `${id}-label` } : attrs;
  const field = createField(property, named, initial ?? undefined, !required);
  if (required && kind !== "boolean" && !ticks) field.controls[0].setAttribute("aria-required", "true");
  const text = h(ticks ? "span" : "label", "jw-field-label", { id: `${id}-label`, dir: "auto" }, label);
  if (!ticks) text.setAttribute("for", id);
  if (!required && kind !== "boolean") text.append(h("span", "jw-optional", {}, " optional"));
  const note = h("div", "jw-field-about", { id: `${id}-about`, dir: "auto" }, [about, field.hint].filter(Boolean).join(" · "));
  const wrong = h("div", "jw-field-wrong", { id: `${id}-wrong`, hidden: "" });
  const el = h("div", `jw-field jw-field-${kind}`, { "data-name": name }, text, field.el, note, wrong);

  /** @param {string} why */
  function refuse(why) {
    setText(wrong, why);
    wrong.hidden = !why;
    for (const control of field.controls) {
      if (why) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }
  /** Put the value into `answer`; says whether it could. @param {Record<string, any>} answer */
  function into(answer) {
    refuse("");
    try {
      if (!field.blank() || (required && (ticks || kind === "strings"))) answer[name] = field.read();
      else if (required && nullable) answer[name] = null;
      else if (required && initial === "") answer[name] = "";
      else if (required) throw kind === "choices" ? "Choose an answer." : "Fill this in.";
      return true;
    } catch (why) {
      refuse(String(why));
      return false;
    }
  }
  return { el, field, into };
}
