// @ts-check
/**
 * Which form the JSON schema of an answer makes. Pure. The server checks answers; here only what cannot be meant is
 * refused, and what no form fits is typed as JSON.
 *
 * @typedef {{value: any, label: string}} Choice
 * @typedef {{kind: "choices"|"text"|"lines"|"number"|"integer"|"boolean"|"strings"|"several"|"json", choices: Choice[],
 *   schema: any, nullable: boolean}} Shape  "strings": a list of texts; "several": some of the choices; "schema": resolved
 * @typedef {Shape & {name: string, label: string, about: string, required: boolean, initial: any}} Property
 */

const LONG_TEXT = 200; // a string that may be longer gets several lines
const MOST_PROPERTIES = 20;
const DEEPEST = 8; // references followed
/** What no form shows: such a schema is answered in JSON. */
const ODD = ["oneOf", "anyOf", "allOf", "not", "if", "patternProperties", "dependentRequired", "dependentSchemas", "propertyNames"];
const SAYS_NOTHING = ["title", "description", "default", "examples", "$schema", "$defs", "$id", "$comment"];

/** @param {any} value @returns {boolean} */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const labelOf = (/** @type {any} */ value) => (typeof value === "string" ? value : JSON.stringify(value));

/** `schema` with what it refers to inside `root`; null if that is not there. @param {any} schema @param {any} root @returns {any} */
function resolve(schema, root, depth = 0) {
  if (!isObject(schema) || depth > DEEPEST) return schema === true ? {} : null;
  const { $ref, allOf, ...own } = schema;
  const from = $ref ?? (Array.isArray(allOf) && allOf.length === 1 ? allOf[0]?.$ref : undefined);
  if (typeof from !== "string") return schema;
  if (!from.startsWith("#/")) return null;
  let found = root;
  for (const part of from.slice(2).split("/")) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (!isObject(found) || !Object.hasOwn(found, name)) return null;
    found = found[name];
  }
  const there = resolve(found, root, depth + 1);
  return there && { ...there, ...own };
}

/** Without the way out of null, and whether there was one. @param {any} schema @param {any} root @returns {[any, boolean]} */
function withoutNull(schema, root) {
  if (Array.isArray(schema.type) && schema.type.includes("null")) {
    const types = schema.type.filter((/** @type {string} */ type) => type !== "null");
    return [{ ...schema, type: types.length === 1 ? types[0] : types }, true];
  }
  const { anyOf, ...own } = schema;
  if (!Array.isArray(anyOf) || !anyOf.some((one) => one?.type === "null")) return [schema, false];
  const others = anyOf.filter((one) => one?.type !== "null");
  return [{ ...(others.length === 1 ? resolve(others[0], root) : { anyOf: others }), ...own }, true];
}

/** @param {any} schema @returns {Choice[]|null} */
function choicesOf(schema) {
  if (Array.isArray(schema.enum) && schema.enum.length) return schema.enum.map((/** @type {any} */ value) => ({ value, label: labelOf(value) }));
  if ("const" in schema) return [{ value: schema.const, label: String(schema.title ?? labelOf(schema.const)) }];
  const named = schema.oneOf ?? schema.anyOf;
  if (!Array.isArray(named) || !named.length || !named.every((one) => isObject(one) && "const" in one)) return null;
  return named.map((one) => ({ value: one.const, label: String(one.title ?? labelOf(one.const)) }));
}

/** @param {any} given a JSON schema; null and {} take anything, which is then typed as text @param {any} [root] @returns {Shape} */
export function shapeOf(given, root = given) {
  /** @param {Shape["kind"]} kind @param {any} [schema] @param {Choice[]} [choices] */
  const shape = (kind, schema = {}, choices = [], nullable = false) => ({ kind, choices, schema, nullable });
  if (given === null || given === undefined || given === true) return shape("text");
  const resolved = resolve(given, root);
  if (!resolved) return shape("json");
  const [schema, nullable] = withoutNull(resolved, root);
  const choices = choicesOf(schema);
  if (choices) return shape("choices", schema, choices, nullable);
  switch (schema.type) {
    case "boolean":
      return shape("boolean", schema, [{ value: true, label: "Yes" }, { value: false, label: "No" }], nullable);
    case "string":
      return shape(schema.maxLength > LONG_TEXT || schema.format === "textarea" ? "lines" : "text", schema, [], nullable);
    case "number":
    case "integer":
      return shape(schema.type, schema, [], nullable);
    case "array":
      return listShape(schema, root, nullable);
    case undefined: {
      const says = Object.keys(schema).filter((word) => !SAYS_NOTHING.includes(word));
      return shape(says.length ? "json" : "text", schema, [], nullable);
    }
    default:
      return shape("json", schema, [], nullable);
  }
}

/** @param {any} schema @param {any} root @param {boolean} nullable @returns {Shape} */
function listShape(schema, root, nullable) {
  const of = isObject(schema.items) && !schema.prefixItems ? shapeOf(schema.items, root) : null;
  const kind = of?.nullable ? "json" : of?.kind === "choices" ? "several" : of?.kind === "text" && of.schema.type === "string" ? "strings" : "json";
  return { kind, choices: of?.choices ?? [], schema, nullable };
}

/** The fields of an object's form; null where it takes more than a plain form. @param {any} given @returns {Property[]|null} */
export function propertiesOf(given) {
  const schema = isObject(given) ? resolve(given, given) : null;
  if (!schema || schema.type !== "object" || !isObject(schema.properties)) return null;
  if (ODD.some((word) => word in schema) || isObject(schema.additionalProperties)) return null;
  const names = Object.keys(schema.properties);
  const needed = Array.isArray(schema.required) ? schema.required : [];
  if (!names.length || names.length > MOST_PROPERTIES || needed.some((/** @type {any} */ name) => !names.includes(name))) return null;
  const fields = names.map((name) => {
    const shape = shapeOf(schema.properties[name], given);
    const { title, description, default: initial } = shape.schema;
    return {
      ...shape,
      name,
      label: typeof title === "string" && title ? title : name,
      about: typeof description === "string" ? description : "",
      required: needed.includes(name),
      initial: schema.default?.[name] ?? initial,
    };
  });
  return fields.some((field) => field.kind === "json") ? null : fields;
}

/** What the JSON field begins with: the default, an example, or the object's properties. @param {any} schema */
export function sketch(schema) {
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

/** @param {string} text @param {boolean} whole @param {any} [schema] */
export function numberIn(text, whole, schema = {}) {
  const number = text.trim() === "" ? NaN : Number(text);
  if (!Number.isFinite(number)) throw "Type a number.";
  if (whole && !Number.isInteger(number)) throw "Type a whole number.";
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below } = schema;
  if (number < minimum || number > maximum || number <= above || number >= below) throw `${rangeOf(schema, whole)}, please.`;
  return number;
}

/** @param {string} text @param {any} schema */
export function textIn(text, { minLength = 0, maxLength = Infinity, pattern }) {
  const length = [...text].length;
  if (length < minLength) throw length || minLength > 1 ? `At least ${minLength} characters, please.` : "Fill this in.";
  if (length > maxLength) throw `At most ${maxLength} characters, please.`;
  if (typeof pattern === "string" && !matches(text, pattern)) throw `This must match ${pattern}`;
  return text;
}

/** @param {string} text @param {string} pattern */
function matches(text, pattern) {
  try {
    return pattern.length > 200 || new RegExp(pattern, "u").test(text);
  } catch {
    return true; // no pattern for a browser: the server knows
  }
}

/** @param {string} text */
export function jsonIn(text) {
  try {
    return JSON.parse(text);
  } catch (why) {
    throw `This is not JSON: ${/** @type {Error} */ (why).message}`;
  }
}

/** @param {any} schema @param {boolean} whole */
export function rangeOf({ minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below }, whole) {
  const what = whole ? "A whole number" : "A number";
  const [low, high] = [minimum, maximum].map((bound) => (typeof bound === "number" ? String(bound) : ""));
  if (low && high) return `${what} from ${low} to ${high}`;
  if (low) return `${what} from ${low} up`;
  if (high) return `${what} up to ${high}`;
  if (typeof above === "number") return `${what} above ${above}${typeof below === "number" ? ` and below ${below}` : ""}`;
  return typeof below === "number" ? `${what} below ${below}` : what;
}
