// @ts-check
import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import markdown from "highlight.js/lib/languages/markdown";
import python from "highlight.js/lib/languages/python";
import r from "highlight.js/lib/languages/r";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";

/** The languages whose code is coloured; everything else is shown as it is. */

const script = { bash, javascript, json, markdown, python, r, sql, typescript, xml, yaml };
const others = { c, cpp, css, diff, go, java, rust };
for (const [name, language] of Object.entries({ ...script, ...others })) hljs.registerLanguage(name, language);

const LONGEST = 16_000; // characters that are coloured within a frame
const LONGEST_LINE = 2_000; // minified code costs more than it tells

/**
 * Code as HTML with a span for each coloured word, or undefined if it stays plain.
 * @param {string} code @param {string} lang as a code fence names it
 */
export function highlighted(code, lang) {
  if (!lang || code.length > LONGEST || !hljs.getLanguage(lang)) return undefined;
  if (code.split("\n").some((line) => line.length > LONGEST_LINE)) return undefined;
  return hljs.highlight(code, { language: lang, ignoreIllegals: true }).value;
}
