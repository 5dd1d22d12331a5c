// @ts-check

const NEVER = new Set(["__proto__", "constructor", "prototype"]);

/**
 * A deep copy of JSON in which `keep` decides about each value: undefined leaves it out of an object (null in a list).
 * What a job sends must not reach prototypes.
 * @param {any} value @param {(value: any, key: string) => any} keep @param {string} [key]
 * @returns {any}
 */
export function plainCopy(value, keep, key = "") {
  const kept = keep(value, key);
  if (typeof kept !== "object" || kept === null) return kept;
  if (Array.isArray(kept)) return kept.map((item) => plainCopy(item, keep, key) ?? null);
  /** @type {Record<string, any>} */
  const copy = {};
  for (const name of Object.keys(kept)) {
    if (NEVER.has(name)) continue;
    const item = plainCopy(kept[name], keep, name);
    if (item !== undefined) copy[name] = item;
  }
  return copy;
}
