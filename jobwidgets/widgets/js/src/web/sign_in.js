// @ts-check
import { h, setText } from "../views/dom.js";
import { ApiError, createApi } from "./api.js";
import { keep, readToken } from "./token.js";

/** The form that asks for a token. @param {string} why a sentence above it, "" for none @param {() => void} onSignedIn */
export function createSignIn(why, onSignedIn) {
  const input = /** @type {HTMLInputElement} */ (
    h("input", "jww-field", { id: "token", type: "password", autocomplete: "off", spellcheck: "false", "aria-describedby": "token-help token-wrong" })
  );
  const button = /** @type {HTMLButtonElement} */ (h("button", "jww-primary", { type: "submit" }, "Sign in"));
  const wrong = h("p", "jww-wrong", { id: "token-wrong", role: "alert" });
  const help = h("p", "jww-help", { id: "token-help" }, "Paste the output of ", h("code", "", {}, "jobwidgets token"), ", or let ", h("code", "", {}, "jobwidgets open"), " bring you here signed in.");
  const form = h("form", "jww-sign-in", {}, h("h1", "", {}, "Sign in"), ...(why ? [h("p", "jww-why", {}, why)] : []), h("label", "", { for: "token" }, "Token"), h("div", "jww-line", {}, input, button), wrong, help);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const identity = readToken(input.value.trim());
    if (!identity) return complain("This is not a token.");
    button.disabled = true;
    try {
      // A share token shows its job only: that is what is asked for then.
      await createApi(identity.token)("GET", identity.job === null ? "jobs?limit=1" : `jobs/${encodeURIComponent(identity.job)}`);
      keep(identity);
      onSignedIn();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      complain(error.message);
    } finally {
      button.disabled = false;
    }
  });
  /** @param {string} text */
  function complain(text) {
    setText(wrong, text);
    input.setAttribute("aria-invalid", "true");
    input.focus();
  }
  return { el: form, focus: () => input.focus() };
}
