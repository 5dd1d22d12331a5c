"""A page without a notebook: the built views, a kernel made of Python functions, and nothing else to ask."""

import base64
import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route

from jobwidgets.testing import wait_until_sync
from jobwidgets.widgets.code import STATIC
from jobwidgets.widgets.libraries import Libraries

HOME = "http://plain.test/"
POLICY = (
    "default-src 'none'; script-src 'self' blob:; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
    "base-uri 'none'; form-action 'none'"
)

_DRIVER = """
import notebook from "/notebook.js";
class Model {
  constructor(state, artifacts) {
    [this.state, this.artifacts, this.heard, this.n] = [state, artifacts, new Map(), 1];
  }
  get(name) { return this.state[name]; }
  on(name, hear) { this.heard.set(name, [...(this.heard.get(name) ?? []), hear]); }
  off(name, hear) { this.heard.set(name, (this.heard.get(name) ?? []).filter((one) => one !== hear)); }
  emit(name, ...what) { for (const hear of this.heard.get(name) ?? []) hear(...what); }
  tell(content, buffers = []) { this.emit("msg:custom", content, buffers); }
  async send(message) {
    await null; // an answer never comes before the question is out
    if (message.type === "hello") {
      const all = { steps: [], text: [], old: [], artifacts: this.artifacts };
      this.tell({ type: "snapshot", to: message.client, n: 1, ...all });
    }
    for (const [content, data] of await window.kernel(message)) {
      const bytes = data === null ? [] : [new DataView(Uint8Array.from(atob(data), (c) => c.charCodeAt(0)).buffer)];
      this.tell(content, bytes);
    }
  }
  update(artifacts) { this.tell({ type: "delta", n: ++this.n, text: [], artifacts }); }
}
window.show = (artifacts) => {
  const info = { created: 0, started: 0, ended: null, reason: null, question: null, attempts: [], children: [],
    childCount: 0, error: null, result: null, usage: null, answered: [] };
  const state = { job_id: "plain", title: "plain", state: "running", progress: null, message: null, step: null,
    attempt: 1, info, final: null, view_key: "plain" };
  window.model = new Model(state, artifacts);
  const view = notebook.views.TaskActivity;
  view.initialize({ model: window.model });
  window.close_view = view.render({ model: window.model, el: document.getElementById("place") });
};
window.ready = true;
"""


class PlainPage:
    """``sent`` is what the page said to its kernel; ``requests`` are all addresses it asked for but its own scripts;
    ``refused`` is what its content security policy kept from happening. ``lose(message)`` says which pieces of a
    library do not arrive."""

    def __init__(self, context: BrowserContext, lose: Callable[[dict[str, Any]], bool] = lambda content: False) -> None:
        self.sent: list[dict[str, Any]] = []
        self.requests: list[str] = []
        self.refused: list[str] = []
        self._lose = lose
        self.page: Page = context.new_page()
        self.page.on("console", lambda said: self._note(said.text))
        self.page.route("**/*", self._serve)
        self.page.expose_function("kernel", self._hear)
        self.page.goto(HOME)
        wait_until_sync(lambda: self.page.evaluate("window.ready"), "the views")

    def show(self, *artifacts: dict[str, Any]) -> None:
        """A running job with these artifacts; see `artifact`."""
        self.page.evaluate("artifacts => show(artifacts)", list(artifacts))

    def update(self, *artifacts: dict[str, Any]) -> None:
        """They are new, or changed."""
        self.page.evaluate("artifacts => model.update(artifacts)", list(artifacts))

    def _note(self, said: str) -> None:
        if "Content Security" in said:
            self.refused.append(said)

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOME)
        if path == "":
            body = '<!doctype html><html lang="en"><meta charset="utf-8"><title>plain</title><body><main id="place">'
            body += '</main><script type="module" src="/driver.js"></script></body></html>'
            route.fulfill(body=body, content_type="text/html", headers={"Content-Security-Policy": POLICY})
        elif path == "driver.js":
            route.fulfill(body=_DRIVER, content_type="text/javascript")
        elif path == "notebook.js":
            route.fulfill(path=STATIC / path, content_type="text/javascript")
        else:
            self.requests.append(route.request.url)
            route.abort()

    def _hear(self, message: dict[str, Any]) -> list[tuple[dict[str, Any], str | None]]:
        self.sent.append(message)
        if message["type"] != "library":
            return []
        answers: list[tuple[dict[str, Any], str | None]] = []

        def answer(content: dict[str, Any], buffers: list[bytes]) -> None:
            if not self._lose(content):
                answers.append((content, base64.b64encode(buffers[0]).decode() if buffers else None))

        libraries = Libraries(answer, _NoFlusher())  # type: ignore[arg-type]
        libraries.ask(message)
        while libraries.flush().more:
            pass
        return answers


class _NoFlusher:
    def mark(self, _: object) -> None:
        """The test flushes."""


def artifact(id: str, media_type: str, data: Any, version: int = 1, **more: Any) -> dict[str, Any]:
    """A row as pages are sent it."""
    return json.loads(
        json.dumps({"id": id, "name": id, "mediaType": media_type, "data": data, "version": version, **more})
    )
