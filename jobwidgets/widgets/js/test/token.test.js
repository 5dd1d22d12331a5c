// @ts-check
import { beforeEach, expect, test, vi } from "vitest";
import { forget, identityFor, keep, readToken, takeFromAddress } from "../src/web/token.js";

const part = (/** @type {any} */ value) => btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value)))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const token = (/** @type {any} */ claims) => `${part({ alg: "HS256" })}.${part({ sub: "adä", exp: 9e9, ...claims })}.sig`;
const OWN = token({ aud: "jobwidgets" });
const SHARED = token({ aud: "jobwidgets-share", job: "j1", scope: "read" });

/** @param {string} hash */
function visit(hash) {
  const history = /** @type {any} */ ({ replaceState: vi.fn() });
  takeFromAddress(/** @type {any} */ ({ hash, pathname: "/jobs/j1", search: "?a=1" }), history);
  return history.replaceState;
}
beforeEach(() => sessionStorage.clear());

test("a token says whose it is, and what it shows", () => {
  expect(readToken(OWN)).toMatchObject({ user: "adä", expires: 9e9, job: null });
  expect(readToken(SHARED)).toMatchObject({ job: "j1" });
  for (const nonsense of ["", "a", "a.b.c", "a.é.c"]) expect(readToken(nonsense)).toBeNull();
});

test("a token in the address is taken out of it, whether it is good or not", () => {
  for (const hash of [`#token=${OWN}`, "#token=nonsense"]) {
    expect(visit(hash)).toHaveBeenCalledWith(null, "", "/jobs/j1?a=1");
  }
  expect(identityFor(null)?.token).toBe(OWN);
  expect(visit("#elsewhere")).not.toHaveBeenCalled();
});

test("a share token opens its job's page, and signs nobody in anywhere else", () => {
  visit(`#token=${SHARED}`);
  expect(identityFor("j1")?.token).toBe(SHARED);
  expect(identityFor("j2")).toBeNull();
  expect(identityFor(null)).toBeNull();
});

test("whoever is signed in and follows a link sees the job as shared, and the rest as their own", () => {
  visit(`#token=${OWN}`);
  visit(`#token=${SHARED}`);
  expect(identityFor("j1")?.token).toBe(SHARED);
  expect(identityFor(null)?.token).toBe(OWN);
  visit(`#token=${OWN}`);
  expect(identityFor("j1")?.token).toBe(OWN);
});

test("what is forgotten is gone", () => {
  const identity = readToken(OWN);
  if (!identity) throw new Error("no token");
  keep(identity);
  forget(identity);
  expect(identityFor(null)).toBeNull();
});
