// @ts-check
import { LOCAL_IMAGE } from "./look.js";
import { plainCopy } from "./plain_copy.js";

/**
 * A figure as it may be drawn: nothing remote is fetched for it, and a reader's click on one of its buttons fetches
 * nothing either.
 *
 * @typedef {{data: any[], layout: Record<string, any>, frames: any[]|undefined, removed: boolean}} SafeFigure
 */

const REACHES_IMAGES = /images?\b/i;

/** @param {any} spec @returns {SafeFigure} */
export function safeFigure(spec) {
  if (typeof spec !== "object" || spec === null || !Array.isArray(spec.data ?? [])) {
    throw new TypeError("A Plotly figure is an object with a list `data`.");
  }
  let removed = false;
  const copy = plainCopy({ data: spec.data ?? [], layout: spec.layout ?? {}, frames: spec.frames }, (value, key) => {
    if (typeof value === "string") {
      if (key === "source" && !LOCAL_IMAGE.test(value)) return void (removed = true);
      // Texts of a figure may hold tags with styles, and those may name remote images.
      return value.replace(/style(?=\s*=)/gi, (found) => `-${found}`);
    }
    // What a button or slider does to the figure when it is used comes past this copy.
    if (key === "args" || key === "args2") return REACHES_IMAGES.test(JSON.stringify(value)) ? void (removed = true) : value;
    return value;
  });
  const { images } = copy.layout;
  if (removed && Array.isArray(images)) copy.layout.images = images.filter((image) => image?.source);
  return { ...copy, removed };
}
