"""Fixtures of the web page's tests: the real server and worker, and pages of it in a real Chromium."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import redis
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from jobwidgets.client.job import Job
from jobwidgets.client.session import Session
from jobwidgets.testing import wait_until_sync
from tests.browser.conftest import start_chromium
from tests.client.real_stack import RealStack
from tests.conftest import ValkeyServer

from . import jobs

expect.set_options(timeout=15_000)  # on a busy machine a page takes its time
_WATCH_POLICY = """
window.violations = [];
document.addEventListener("securitypolicyviolation", ({effectiveDirective, blockedURI, sample, lineNumber}) =>
  window.violations.push(`${effectiveDirective}: ${blockedURI} ${sample} line ${lineNumber}`));
"""
_LIBRARIES = Path(__file__).parents[2] / "jobwidgets" / "widgets" / "js" / "node_modules"

chromium = pytest.fixture(scope="module")(start_chromium)


@pytest.fixture(scope="module")
def stack(_shared_valkey: ValkeyServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealStack]:
    """Server and worker with the jobs of `jobs`."""
    with redis.Redis.from_url(_shared_valkey.url) as client:
        client.flushall()
    stack = RealStack(_shared_valkey.url, tmp_path_factory.mktemp("stack"), modules=("tests.web.jobs",))
    stack.start_server()
    stack.start_worker()
    yield stack
    stack.stop_worker()
    stack.stop_server()
    stack.close()


@pytest.fixture(scope="module")
def session(stack: RealStack) -> Iterator[Session]:
    """A client of the server, of the same user as the page's."""
    with Session(stack.url, stack.token, origin=lambda: "notebooks/tides.ipynb") as session:
        wait_until_sync(lambda: len(session.rest.types()) == 6, "the worker")
        yield session


@pytest.fixture
def launch(session: Session) -> Iterator[Callable[..., Job]]:
    """Launches jobs that are told to end with the test."""
    jobs.enough.clear()
    launched: list[Job] = []

    def start(name: str, **params: Any) -> Job:
        launched.append(session.launch(name, params))
        return launched[-1]

    yield start
    jobs.enough.set()
    for job in launched:
        job.cancel()


@dataclass
class Web:
    """Opens pages of the server, and notes what must never happen on them."""

    stack: RealStack
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, path: str = "/", *, token: str | None = None, signed_in: bool = True, **options: Any) -> Page:
        """A page in a browser of its own, signed in with the user's token or with ``token``."""
        context = self.browser.new_context(**{"viewport": {"width": 1100, "height": 800}, **options})
        context.add_init_script(_WATCH_POLICY)
        self.contexts.append(context)
        page = context.new_page()
        self.pages.append(page)
        page.on("pageerror", lambda error: self.troubles.append(error.stack or str(error)))
        page.on("console", self._heard)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        if signed_in:
            path += f"#token={token or self.stack.token()}"
        page.goto(self.stack.url + path)
        return page

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning") and "WebSocket connection" not in message.text:
            expected = "Failed to load resource" in message.text  # a 404 or 401 that a test asks for
            if not expected:
                self.troubles.append(message.text)

    def check(self) -> None:
        """No script failed, the policy was kept, nothing went elsewhere, no token was in an address."""
        for page in self.pages:
            self.troubles += page.evaluate("window.violations ?? []")
        assert not self.troubles
        host = self.stack.url.removeprefix("http")
        strange = [url for url in self.requests if host not in url and not url.startswith(("data:", "blob:"))]
        assert not strange
        assert not [url for url in self.requests if "token=" in url.partition("#")[0]]


@pytest.fixture
def web(stack: RealStack, session: Session, chromium: Browser) -> Iterator[Web]:
    """Opens pages; afterwards their consoles must be clean."""
    opened = Web(stack, chromium)
    yield opened
    try:
        opened.check()
    finally:
        for context in opened.contexts:
            context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    source = _LIBRARIES / "axe-core" / "axe.min.js"
    if not source.exists():
        pytest.skip("axe-core is not installed: npm ci in jobwidgets/widgets/js")
    return source.read_text("utf-8")


def faults(page: Page, axe: str) -> list[str]:
    """What axe-core finds on ``page``."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {fault['help']} {json.dumps([node['html'][:200] for node in fault['nodes']])}"
        for fault in found["violations"]
    ]


def answer_text(page: Page) -> str:
    """What the job has written, as the page shows it."""
    return page.locator(".jw-activity [role=log]").first.text_content() or ""


def wait_for_text(page: Page, wanted: str) -> Locator:
    """The answer's text, once it has ``wanted`` in it."""
    log = page.locator(".jw-activity [role=log]").first
    expect(log).to_contain_text(wanted)
    return log
