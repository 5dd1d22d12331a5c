"""A page without a notebook that shows jobs of this process: the built views, fed by the widgets' own `Activity`."""

import json
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route

from jobwidgets.testing import FakeJob
from jobwidgets.widgets.activity import Activity
from jobwidgets.widgets.code import STATIC

from ..front_end import FRONT_END

HOME = "http://scripted.test/"
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>scripted</title>
<body><main id="place"></main><script type="module" src="/driver.js"></script></body></html>"""
_DRIVER = """
import notebook from "/notebook.js";
class Model {
  constructor(state) { [this.state, this.heard] = [state, new Map()]; }
  get(name) { return this.state[name]; }
  on(name, hear) { this.heard.set(name, [...(this.heard.get(name) ?? []), hear]); }
  off(name, hear) { this.heard.set(name, (this.heard.get(name) ?? []).filter((one) => one !== hear)); }
  emit(name, ...what) { for (const hear of this.heard.get(name) ?? []) hear(...what); }
  tell(message) { this.emit("msg:custom", message, []); }
  change(state) {
    const before = this.state;
    this.state = { ...before, ...state };
    if (before.state !== this.state.state) this.emit("change:state");
    this.emit("change");
  }
  send(message) { if (this.gone) throw new Error("gone"); (window.heard ??= []).push(message); }
}
window.shown = new Map();
window.show = (key, state, messages) => {
  window.told = messages;
  const model = new Model(state);
  const el = document.getElementById("place").appendChild(document.createElement("div"));
  const forget = notebook.views.TaskActivity.initialize({ model });
  const unrender = notebook.views.TaskActivity.render({ model, el });
  for (const message of messages) model.tell(message);
  window.shown.set(key, { model, el, close() { unrender(); forget(); el.remove(); } });
};
window.update = async (key, state, messages) => {
  const begin = performance.now();
  const { model } = window.shown.get(key);
  model.change(state);
  for (const message of messages) model.tell(message);
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return (performance.now() - begin) / 1000;
};
window.ready = true;
"""


class _NoFlusher:
    """Messages are fetched by the test."""

    def __getattr__(self, name: str) -> Any:
        return lambda *args: None


class Scripted:
    """The page, and the jobs it shows. ``heard`` is what the page said to the kernel; ``clock`` is the kernel's."""

    def __init__(self, context: BrowserContext, background: str = "#fff") -> None:
        self.clock: Callable[[], float] = time.time
        self.page: Page = context.new_page()
        self._told: dict[str, tuple[Activity, list[dict[str, Any]]]] = {}
        self.page.route(f"{HOME}**", self._serve)
        self.page.goto(HOME)
        self.page.wait_for_function("window.ready")
        self.page.evaluate("colour => document.body.style.background = colour", background)

    def show(self, job: FakeJob) -> None:
        """Show ``job`` as it is."""
        sent: list[dict[str, Any]] = []
        activity = Activity(job, sent.append, _NoFlusher(), lambda: None, heads=False)  # type: ignore[arg-type]
        self._told[job.id] = activity, sent
        activity.receive({"type": "hello", "client": ""})
        state = {"view_key": job.id, "final": None, **self._state(job)}
        self.page.evaluate("([key, state, messages]) => show(key, state, messages)", [job.id, state, self._news(job)])

    def update(self, job: FakeJob) -> float:
        """Bring the page to where ``job`` is now; returns the seconds until it was drawn."""
        return self.page.evaluate(
            "([key, state, messages]) => update(key, state, messages)", [job.id, self._state(job), self._news(job)]
        )

    def tell(self, job: FakeJob, message: dict[str, Any]) -> None:
        """What the kernel says otherwise."""
        self.page.evaluate("([key, message]) => shown.get(key).model.tell(message)", [job.id, message])

    @property
    def heard(self) -> list[dict[str, Any]]:
        return self.page.evaluate("window.heard ?? []")

    def faults(self) -> list[str]:
        """What axe-core finds."""
        self.page.evaluate((FRONT_END / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8"))
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{fault['id']}: {fault['help']} {json.dumps([node['html'][:200] for node in fault['nodes']])}"
            for fault in found["violations"]
            if fault["id"] not in ("page-has-heading-one", "landmark-one-main", "region")  # the notebook's business
        ]

    def _state(self, job: FakeJob) -> dict[str, Any]:
        head = self._told[job.id][0].head(job.snapshot)
        state = {"job_id": job.id, **head, "info": {**head["info"], "now": self.clock()}}
        return json.loads(json.dumps(state, default=str))

    def _news(self, job: FakeJob) -> list[dict[str, Any]]:
        activity, sent = self._told[job.id]
        while activity.flush(job.snapshot).more:
            pass
        news, sent[:] = [{**message, "to": None} for message in sent], []
        return json.loads(json.dumps(news))

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOME)
        if path == "notebook.js":
            route.fulfill(path=STATIC / path, content_type="text/javascript")
        elif path == "driver.js":
            route.fulfill(body=_DRIVER, content_type="text/javascript")
        else:
            route.fulfill(body=_PAGE, content_type="text/html")
