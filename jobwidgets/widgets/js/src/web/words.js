// @ts-check
// What the page says of states, times and parameters.
import { plain } from "../model/facts.js";

/** How long ago, roughly. @param {number} then in seconds since 1970 @param {number} now */
export function ago(then, now) {
  const seconds = Math.max(0, now - then);
  if (seconds < 10) return "just now";
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  return new Date(then * 1000).toLocaleDateString(undefined, { day: "numeric", month: "short", year: "numeric" });
}

/** @param {number} then in seconds since 1970 */
export const moment = (then) =>
  new Date(then * 1000).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Parameters in one line. @param {Record<string, any>|undefined} params */
export function brief(params) {
  const parts = Object.entries(params ?? {}).map(([name, value]) => `${name}: ${plain(value, 120) || "null"}`);
  return parts.join(" · ").replace(/\s+/g, " ").slice(0, 300);
}
