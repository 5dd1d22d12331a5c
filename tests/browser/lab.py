"""A real JupyterLab and pages of it in a real Chromium: what the browser tests drive."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, ViewportSize, expect

from jobwidgets.local.valkey import free_port
from jobwidgets.testing import wait_until_sync

CHROMIUM = os.environ.get("JOBWIDGETS_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "chromium"
)
CHROMIUM_ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

VIEWPORT = ViewportSize(width=1100, height=900)

RELEASED = "released"
"""A file beside the notebooks: cells that keep the kernel busy wait for it."""

_IDLE = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"


@dataclass
class LabServer:
    """A JupyterLab with configuration, data and notebooks of its own below ``directory``."""

    directory: Path
    env: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def root(self) -> Path:
        """Where the notebooks are."""
        return self.directory / "notebooks"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.root.mkdir(parents=True, exist_ok=True)
        home = self.directory / "home"
        settings = self.directory / "settings"
        _write_settings(settings)
        env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "JOBWIDGETS", "IPYTHON"))},
            "HOME": str(home),
            "JUPYTER_CONFIG_DIR": str(self.directory / "config"),
            "JUPYTER_DATA_DIR": str(self.directory / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.directory / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(settings),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.directory / "workspaces"),
            "IPYTHONDIR": str(self.directory / "ipython"),
            **self.env,
        }
        home.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--ip=127.0.0.1", f"--port={self.port}"]
        command += ["--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.password="]
        command += ["--allow-root", f"--ServerApp.root_dir={self.root}", "--ServerApp.disable_check_xsrf=True"]
        command += ["--LabApp.expose_app_in_browser=True", "--ServerApp.terminals_enabled=False"]
        with (self.directory / "lab.log").open("wb") as log:
            self.process = subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)
        wait_until_sync(self._answers, f"JupyterLab at {self.url}", timeout=90, poll=0.1)

    def stop(self) -> None:
        """Shut the kernels down, then the server."""
        if self.process is None or self.process.poll() is not None:
            return
        for kernel in self.kernels():
            self._delete(f"/api/kernels/{kernel['id']}")
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)

    def kernels(self) -> list[dict[str, Any]]:
        """The running kernels as the server lists them."""
        return json.loads(self._request("GET", "/api/kernels"))

    def shut_down_kernels(self) -> None:
        """End the kernel of every notebook."""
        for session in json.loads(self._request("GET", "/api/sessions")):
            self._delete(f"/api/sessions/{session['id']}")

    def write_notebook(self, name: str, cells: Sequence[str]) -> Path:
        """A notebook of code cells; returns its path."""
        path = self.root / name
        notebook = new_notebook(cells=[new_code_cell(source) for source in cells])
        # Without a kernel named the front end asks for one.
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, path)
        return path

    def read_notebook(self, name: str) -> nbformat.NotebookNode:
        """The notebook as it is saved now."""
        return nbformat.read(self.root / name, as_version=4)

    def _answers(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise AssertionError(f"JupyterLab ended:\n{(self.directory / 'lab.log').read_text()[-3000:]}")
        try:
            self._request("GET", "/api/status")
        except OSError:
            return False
        return True

    def _delete(self, path: str) -> None:
        """It is gone afterwards; it may have been before."""
        try:
            self._request("DELETE", path)
        except urllib.error.HTTPError as why:
            if why.code not in (404, 410):
                raise

    def _request(self, method: str, path: str) -> bytes:
        with urllib.request.urlopen(urllib.request.Request(self.url + path, method=method), timeout=60) as answer:
            return answer.read()


def _write_settings(directory: Path) -> None:
    quiet = {
        "@jupyterlab/apputils-extension/notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
            "doNotDisturbMode": True,
        },
        "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    }
    for plugin, values in quiet.items():
        package, name = plugin.rsplit("/", 1)
        path = directory / package / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))


class LabPage:
    """One browser page of a `LabServer`."""

    def __init__(self, server: LabServer, page: Page) -> None:
        self.server = server
        self.page = page
        self.name = ""
        """The notebook that is open."""

    def open(self, name: str, *, kernel: bool = True) -> None:
        """Load JupyterLab with the notebook ``name`` in a fresh workspace and, unless told not to, wait for its idle
        kernel."""
        self.name = name
        self.page.goto(f"{self.server.url}/lab/tree/{name}?reset")
        self.page.locator("#jupyterlab-splash").wait_for(state="detached", timeout=30_000)
        self.page.locator(".jp-Notebook").wait_for(timeout=30_000)
        if kernel:
            self.page.wait_for_function(_IDLE, timeout=30_000)

    def new(self, name: str, cells: Sequence[str]) -> None:
        """Write a notebook of these code cells and open it, in the JupyterLab of this page if there is one: to load it
        takes longer than many a test."""
        self.server.write_notebook(name, cells)
        if not self.page.evaluate("'jupyterapp' in window"):
            self.open(name)
            return
        self.name = name
        self.page.evaluate("path => jupyterapp.commands.execute('docmanager:open', {path})", name)
        # Lab may bring back a notebook of its own accord (the last state of its workspace, restored late).
        self.page.wait_for_function(
            """name => { for (const one of [...jupyterapp.shell.widgets('main')])
                   if (one.context?.path !== name) one.dispose();
                 return jupyterapp.shell.currentWidget?.context?.path === name; }""",
            arg=name,
            timeout=30_000,
        )
        self.page.locator(".jp-Notebook").wait_for(timeout=30_000)
        self.wait_idle()

    def reload(self) -> None:
        """Reload the page, as a reader would."""
        self.open(self.name)

    def leave(self) -> None:
        """Close the notebooks without a question, and put back what a test may have changed about the page."""
        self.page.evaluate(
            """() => { for (const one of [...(window.jupyterapp?.shell.widgets('main') ?? [])]) one.dispose();
                 window.jupyterapp?.shell.expandLeft(); }"""
        )
        self.page.set_viewport_size(VIEWPORT)
        self.page.emulate_media(reduced_motion="no-preference")
        self.page.mouse.move(0, 0)
        expect(self.page.locator(".jp-Dialog, .jp-Notebook"), "something is left open").to_have_count(0)

    def run_cell(self, index: int, *, wait: bool = True, timeout: float = 30) -> None:
        """Run the code cell ``index`` (from 0) and wait until it is done."""
        self.page.evaluate(
            """i => { const content = jupyterapp.shell.currentWidget.content;
                 content.deselectAll(); content.activeCellIndex = i;
                 jupyterapp.commands.execute('notebook:run-cell'); }""",
            index,
        )
        if wait:
            self.wait_done(index, timeout=timeout)

    def run_all(self, *, timeout: float = 60) -> None:
        """Run All; returns when the last code cell is done."""
        self.page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
        last = self.page.evaluate(
            """() => { const cells = [...jupyterapp.shell.currentWidget.content.widgets];
                 return cells.findLastIndex(c => c.model.type === 'code' && c.model.sharedModel.source.trim()); }"""
        )
        self.wait_done(last, timeout=timeout)

    def wait_done(self, index: int, *, timeout: float = 30) -> None:
        """Wait until cell ``index`` has run."""
        self.page.wait_for_function(
            """i => { const cell = jupyterapp.shell.currentWidget.content.widgets[i];
                 return cell.model.executionCount !== null
                     && !(cell.inputArea?.promptNode?.textContent ?? '').includes('*'); }""",
            arg=index,
            timeout=timeout * 1000,
        )

    def wait_idle(self, timeout: float = 30) -> None:
        """Wait until the kernel does nothing."""
        self.page.wait_for_function(_IDLE, timeout=timeout * 1000)

    def cell(self, index: int) -> Locator:
        """The cell ``index`` on the page."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(index)

    def output(self, index: int) -> Locator:
        """What cell ``index`` shows."""
        return self.cell(index).locator(".jp-OutputArea-output")

    def cell_count(self) -> int:
        """Cells of the notebook."""
        return self.page.evaluate("jupyterapp.shell.currentWidget.content.widgets.length")

    def save(self) -> None:
        """Save the notebook and wait until it is on disk."""
        self.page.evaluate("jupyterapp.commands.execute('docmanager:save')")
        self.page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")

    def set_theme(self, name: str) -> None:
        """``light`` or ``dark``."""
        theme = f"JupyterLab {name.capitalize()}"
        self.page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
        expect(self.page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
        # Its stylesheet is loaded after the attribute is set.
        want = "true" if name == "light" else "false"
        expect(self.page.locator("body")).to_have_attribute("data-jp-theme-light", want)
        # Lab shows its splash meanwhile, and a second change before it has gone breaks a script of Lab's own.
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")

    def focus_mode(self, width: int = 1100, height: int = 900) -> None:
        """Only the notebook: no side bars."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(
            """() => { for (const c of ['left', 'right']) jupyterapp.shell[c === 'left' ? 'collapseLeft'
                 : 'collapseRight'](); }"""
        )

    def screenshot(self, path: Path, locator: Locator | None = None) -> Path:
        """A PNG of ``locator`` or of the page."""
        path.parent.mkdir(parents=True, exist_ok=True)
        (locator or self.page).screenshot(path=path, animations="disabled")
        return path

    def errors(self) -> list[str]:
        """Texts of error outputs."""
        shown = self.page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']")
        return [re.sub(r"\s+", " ", text) for text in shown.all_inner_texts()]


def seconds(since: float) -> float:
    """Seconds since a `time.monotonic` reading."""
    return time.monotonic() - since
