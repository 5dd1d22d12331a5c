// @ts-check
import { expect, test } from "vitest";
import { completed } from "../src/model/markdown_tail.js";

test.each([
  ["some **bold", "some **bold**"],
  ["some **bold ", "some **bold**"],
  ["some **bold*", "some **bold**"],
  ["some **bold**", "some **bold**"],
  ["some *weak and **both", "some *weak and **both***"],
  ["some ~~wrong", "some ~~wrong~~"],
  ["2 * 3 and a_b", "2 * 3 and a_b"],
  ["code `a **b", "code `a **b`"],
  ["code `", "code "],
  ["code ``a`b", "code ``a`b``"],
  ["a `b` c", "a `b` c"],
  ["ends `code`", "ends `code`"],
  ["see [the pa", "see the pa"],
  ["see [the paper](https://exa", "see the paper"],
  ["see [the paper](https://example.org)", "see [the paper](https://example.org)"],
  ["see ![a chart](https://exa", "see"],
  ["costs $a_1 * b", "costs $a_1 * b"],
])("what is open at the end of %j is closed", (text, expected) => {
  expect(completed(text)).toBe(expected);
});

const BEGUN = ["-", "- ", "1", "12.", "3. ", "#", "##", ">", "`", "``", "```", "```py", "~~~", "|", "---", "===", "$$"];

test.each([...BEGUN, "- [", "- [ ]"])(
  "%j waits for the next characters",
  (line) => {
    expect(completed(`before\n${line}`)).toBe("before");
    expect(completed(line)).toBe("");
  },
);

test("the first line of a table is its head already", () => {
  expect(completed("| a | b")).toBe("| a | b\n|---|---|");
  expect(completed("| a | b |\n|--")).toBe("| a | b |\n|---|---|");
  expect(completed("| a | b |\n|---|---|\n| 1")).toBe("| a | b |\n|---|---|\n| 1");
});

test("mathematics on lines of its own has an end", () => {
  expect(completed("$$\na_1 - b")).toBe("$$\na_1 - b\n$$");
  expect(completed("x\n\\[\na_1 - b")).toBe("x\n\\[\na_1 - b\n\\]");
  expect(completed("$$\na\n$$\n")).toBe("$$\na\n$$");
  expect(completed("$$\na\n$")).toBe("$$\na\n$$");
});
