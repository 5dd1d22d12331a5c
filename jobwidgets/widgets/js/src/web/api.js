// @ts-check
/** The server's REST interface, as far as the page needs it. */

/** Where this page is served from, below whatever path a proxy has put it; ends with a slash. */
export const BASE = new URL("../", import.meta.url);

let ahead = 0; // seconds the server's clock is ahead of this one

/** Now, by the server's clock, as far as its answers tell: jobs carry its times. Seconds since 1970. */
export const serverNow = () => Date.now() / 1000 + ahead;

/** @param {Response} response whose header tells whole seconds */
function readClock(response) {
  const difference = (Date.parse(response.headers.get("Date") ?? "") - Date.now()) / 1000;
  ahead = Math.abs(difference) > 2 ? difference : 0; // NaN too
}

/** What the server answered instead, or that it did not. `status` 0: nobody answered. */
export class ApiError extends Error {
  /** @param {number} status @param {string} code @param {string} message @param {any} [detail] */
  constructor(status, code, message, detail) {
    super(message);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

/**
 * @typedef {(method: string, path: string, body?: unknown) => Promise<any>} Ask  raises `ApiError`
 * @param {string} token @returns {Ask}
 */
export function createApi(token) {
  return async (method, path, body) => {
    /** @type {Record<string, string>} */
    const headers = { Authorization: `Bearer ${token}` };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    /** @type {Response} */
    let response;
    try {
      response = await fetch(new URL(`api/${path}`, BASE), {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
      });
    } catch {
      throw new ApiError(0, "unreachable", "The server does not answer.");
    }
    readClock(response);
    const answer = await response.json().catch(() => null);
    if (response.ok && answer !== null) return answer;
    const { code = "unreachable", message = `The server answered with status ${response.status}.`, detail } = answer?.error ?? {};
    throw new ApiError(response.status, code, message, detail);
  };
}

/** @param {string} id */
export const jobPath = (id) => `jobs/${encodeURIComponent(id)}`;
/** Where a job's page is. @param {string} id */
export const jobUrl = (id) => new URL(jobPath(id), BASE).href;

/** The address of a board with these filters. @param {URLSearchParams} [query] */
export function boardUrl(query) {
  const url = new URL(BASE);
  url.search = query?.toString() ?? "";
  return url.href;
}
