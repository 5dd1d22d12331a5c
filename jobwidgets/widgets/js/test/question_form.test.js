// @ts-nocheck: what is under test is checked where it is written
import { beforeEach, describe, expect, it } from "vitest";
import { propertiesOf, shapeOf } from "../src/model/schema.js";
import { createQuestionForm } from "../src/views/question_form.js";

const object = (properties, more = {}) => ({ type: "object", properties, ...more });
let form, sent, said;
const ask = (schema, key = "q") => form.set({ key, prompt: "What?", schema, expires: null }, false);
const field = (name) => form.el.querySelector(`[data-name="${name}"]`);
const control = (name) => field(name).querySelector("input, textarea, select");
const wrong = (name) => field(name).querySelector(".jw-field-wrong").textContent;
const send = () => form.el.querySelector(".jw-send").click();

beforeEach(() => {
  [sent, said] = [[], []];
  form = createQuestionForm((key, value) => sent.push([key, value]), (text) => said.push(text));
  document.body.replaceChildren(form.el);
});

describe("which form a schema makes", () => {
  it("knows scalars, choices and lists", () => {
    const kinds = [
      [{ type: "string" }, "text"], [{ type: "string", maxLength: 5000 }, "lines"], [{ type: "integer" }, "integer"],
      [{ enum: [1, "x"] }, "choices"], [{ oneOf: [{ const: 1, title: "One" }] }, "choices"], [null, "text"], [{}, "text"],
      [{ type: "array", items: { type: "string" } }, "strings"], [{ type: "array", items: { enum: ["a"] } }, "several"],
      [{ type: "array", items: { type: "object" } }, "json"], [{ not: {} }, "json"], [[], "json"],
      [{ anyOf: [{ type: "integer" }, { type: "null" }] }, "integer"], [{ type: ["string", "null"] }, "text"],
    ];
    for (const [schema, kind] of kinds) expect(shapeOf(schema).kind, JSON.stringify(schema)).toBe(kind);
  });

  it("follows references within the schema, and no others", () => {
    const defs = { Tone: { enum: ["plain", "formal"], title: "Tone" } };
    const schema = object({ tone: { $ref: "#/$defs/Tone", default: "plain" } }, { $defs: defs });
    expect(propertiesOf(schema)[0]).toMatchObject({ kind: "choices", label: "Tone", initial: "plain" });
    expect(propertiesOf(object({ x: { $ref: "https://elsewhere.invalid/x" } }))).toBe(null);
    const round = { $ref: "#/properties/x" };
    expect(propertiesOf(object({ x: round }))).toBe(null);
  });

  it("leaves deep and odd objects to JSON", () => {
    const odd = [
      object({ x: object({ y: { type: "string" } }) }), object({ x: {} }, { allOf: [{}] }), object({}),
      object({ x: { type: "string" } }, { required: ["y"] }), object({ x: { type: "string" } }, { additionalProperties: { type: "integer" } }),
      object(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`p${i}`, { type: "string" }]))),
    ];
    for (const schema of odd) expect(propertiesOf(schema), JSON.stringify(schema).slice(0, 80)).toBe(null);
  });
});

describe("the form of an object", () => {
  const schema = object(
    {
      topic: { type: "string", title: "Topic", description: "What it is about.", minLength: 3 },
      depth: { type: "integer", minimum: 1, maximum: 5, default: 2 },
      tone: { enum: ["plain", "formal"] },
      budget: { anyOf: [{ type: "number" }, { type: "null" }] },
      web: { type: "boolean", default: true },
      sites: { type: "array", items: { type: "string" } },
      parts: { type: "array", items: { enum: ["a", "b", "c"] }, default: ["b"] },
    },
    { required: ["topic", "depth", "tone"] },
  );

  it("labels and describes every control", () => {
    ask(schema);
    for (const name of ["topic", "depth", "tone", "budget", "web", "sites"]) {
      const one = control(name);
      expect(field(name).querySelector("label").htmlFor).toBe(one.id);
      for (const id of one.getAttribute("aria-describedby").split(" ")) expect(document.getElementById(id), id).not.toBe(null);
    }
    expect(field("topic").textContent).toContain("What it is about.");
    expect(control("topic").getAttribute("aria-required")).toBe("true");
    expect(field("budget").textContent).toContain("optional");
    expect(field("parts").querySelector("[role=group]").getAttribute("aria-labelledby")).toBeTruthy();
  });

  it("sends values of the schema's types, and leaves out what is empty", () => {
    ask(schema);
    control("topic").value = "Queues";
    control("tone").value = "1";
    control("sites").value = "a.org\n\n b.org ";
    send();
    expect(sent).toEqual([["q", { topic: "Queues", depth: 2, tone: "formal", web: true, sites: ["a.org", "b.org"], parts: ["b"] }]]);
  });

  it("says what is wrong beside each field and goes to the first", () => {
    ask(schema);
    control("topic").value = "Qu";
    control("depth").value = "9";
    send();
    expect(sent).toEqual([]);
    expect([wrong("topic"), wrong("depth"), wrong("tone"), wrong("web")]).toEqual([
      "At least 3 characters, please.", "A whole number from 1 to 5, please.", "Choose an answer.", "",
    ]);
    expect(document.activeElement).toBe(control("topic"));
    expect(control("topic").getAttribute("aria-invalid")).toBe("true");
    expect(said).toEqual(["3 fields need another look."]);
    control("topic").value = "Queues";
    control("depth").value = "5";
    control("tone").value = "0";
    send();
    expect(control("topic").hasAttribute("aria-invalid")).toBe(false);
    expect(sent).toHaveLength(1);
  });

  it("can be sent with Enter, but not from several lines", () => {
    ask(object({ x: { type: "string" }, y: { type: "string", maxLength: 999 } }));
    const enter = (name, more = {}) => control(name).dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...more }));
    enter("y");
    expect(sent).toEqual([]);
    enter("x", { isComposing: true });
    expect(sent).toEqual([]);
    enter("x");
    expect(sent).toEqual([["q", {}]]);
  });

  it("shows what the server refuses and can be sent again", () => {
    ask(object({ x: { type: "string" } }));
    control("x").value = "moon";
    send();
    expect(control("x").readOnly).toBe(true);
    form.acknowledge({ key: "q", ok: false, error: "There is no such region." });
    expect(form.el.querySelector(".jw-refused").textContent).toBe("There is no such region.");
    expect(control("x").readOnly).toBe(false);
    send();
    expect(sent).toHaveLength(2);
  });
});

it("what can be null is null when it is left empty", () => {
  ask({ type: ["integer", "null"] });
  send();
  expect(sent).toEqual([["q", null]]);
});

it("text from a job is only ever text", () => {
  const hostile = "<img src=x onerror=boom()>";
  ask({ ...object({ [hostile]: { type: "string", title: hostile, description: hostile, default: hostile } }), description: hostile });
  expect(form.el.querySelector("img")).toBe(null);
  expect(form.el.textContent).toContain(hostile);
});
