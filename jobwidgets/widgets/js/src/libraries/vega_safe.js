// @ts-check
import { plainCopy } from "./plain_copy.js";

/**
 * What a specification of Vega or Vega-Lite is made into before it is drawn: it hears nothing of the page around it,
 * and two specifications that differ in their data only can be told to.
 */

const ALTAIR_NAME = /^data-[0-9a-f]{32}$/; // hash of the data: another one at each update
const CONTINUOUS = new Set(["quantitative", "temporal"]);

/** @param {any} spec @returns {any} */
export function safeSpec(spec) {
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
    throw new TypeError("A Vega specification is an object.");
  }
  const names = new Map(Object.keys(spec.datasets ?? {}).filter((name) => ALTAIR_NAME.test(name)).map((name, i) => [name, `data${i}`]));
  const copy = plainCopy(spec, (value) => (typeof value === "string" ? (names.get(value) ?? value) : value));
  if (copy.datasets) {
    copy.datasets = Object.fromEntries(Object.entries(copy.datasets).map(([name, rows]) => [names.get(name) ?? name, rows]));
  }
  delete copy.usermeta;
  withoutEvents(copy);
  return copy;
}

/** Which events a plot may hear is ours to say. @param {any} spec */
export function withoutEvents(spec) {
  if (spec.config) delete spec.config.events;
  return spec;
}

/** Whether a Vega-Lite specification is one plot whose width is free. @param {any} spec */
export function fillsWidth(spec) {
  if (!spec.mark && !Array.isArray(spec.layer)) return false; // several plots side by side
  if (spec.width !== undefined) return spec.width === "container";
  return [spec, ...(spec.layer ?? [])].some((one) => {
    const x = one?.encoding?.x;
    return x && (CONTINUOUS.has(x.type) || x.bin || x.timeUnit);
  });
}

/** A compiled specification and its data, apart. @param {any} spec @returns {{key: string, data: {name: string, values: any, format: any}[]}} */
export function apart(spec) {
  /** @type {{name: string, values: any, format: any}[]} */
  const data = [];
  const rest = (spec.data ?? []).map((/** @type {any} */ source) => {
    if (source.values === undefined) return source;
    const { values, ...other } = source;
    data.push({ name: source.name, values, format: source.format });
    return other;
  });
  return { key: JSON.stringify({ ...spec, data: rest }), data };
}
