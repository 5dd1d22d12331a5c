// @ts-check
/** @typedef {import("./figure.d.ts").Theme} Theme */

/** @type {Theme} of pictures: they are shown on white */
export const PAPER = { foreground: "#1f2328", dim: "#59636e", line: "#d8dbe0", accent: "#1976d2", font: "sans-serif" };
/** Of series: they can be told apart on light and on dark. */
export const COLOURS = ["#3b82d6", "#e8833a", "#3fa66b", "#d9575f", "#8f74c9", "#a1745a", "#d678b3", "#80868f", "#b0a52b", "#2fa9b8"];

/** The only images a plot may hold. */
export const LOCAL_IMAGE = /^data:image\/(png|jpeg|gif|webp);base64,/i;
