// @ts-check
/**
 * Who the reader is: a token out of the address's fragment or the sign-in form, kept for this tab and nowhere else.
 * A share token shows one job; it never takes the place of a user's token for anything but that job's page.
 *
 * @typedef {{token: string, user: string, expires: number, job: string|null}} Identity  `expires` in seconds since
 *   1970; `job`: a share token's, null: all jobs of the user
 */

const OWN = "jobwidgets.token";
const shareKey = (/** @type {string} */ job) => `jobwidgets.share.${job}`;
const SHARE_AUDIENCE = "jobwidgets-share";

/** What a token says of itself; null if it is none. Only the server knows whether that is true. @param {string} token @returns {Identity|null} */
export function readToken(token) {
  try {
    const part = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(part), (char) => char.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes));
    const shared = [claims.aud].flat().includes(SHARE_AUDIENCE);
    return { token, user: String(claims.sub ?? ""), expires: Number(claims.exp), job: shared ? String(claims.job) : null };
  } catch {
    return null;
  }
}

/** @param {Identity} identity */
export function keep(identity) {
  sessionStorage.setItem(identity.job === null ? OWN : shareKey(identity.job), identity.token);
}

/** Take the token out of the address: it must not stay in the history, nor be copied along. @param {Location} location @param {History} history */
export function takeFromAddress(location, history) {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given === null) return;
  history.replaceState(null, "", location.pathname + location.search);
  const identity = readToken(given.trim());
  if (!identity) return;
  keep(identity);
  // Whoever opens a page with their own token wants to see it as theirs.
  if (identity.job === null) forgetShares();
}

/** Who looks at `job`, or at the board (null): null if nobody signed in. @param {string|null} job @returns {Identity|null} */
export function identityFor(job) {
  const shared = job === null ? null : sessionStorage.getItem(shareKey(job));
  return readToken(shared ?? sessionStorage.getItem(OWN) ?? "");
}

/** @param {Identity} identity */
export function forget(identity) {
  sessionStorage.removeItem(identity.job === null ? OWN : shareKey(identity.job));
}

function forgetShares() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(shareKey(""))) sessionStorage.removeItem(key);
}
