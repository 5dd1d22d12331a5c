"""20,000 tokens into a real JupyterLab: `TaskActivity` beside what ipywidgets has for it; and 100 jobs at once.

Comm bytes are counted in the kernel (content of the messages, without Jupyter's headers), the main thread's time by
Chromium itself (`TaskDuration`), frames by the gaps between animation frames. Kernel CPU is the process's.
"""

import json
import tempfile
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession

    from tests.browser.lab import LabServer

PACKAGES = ("anywidget", "ipykernel", "jupyterlab")
RATE = 1_000
"""Tokens a second."""
TOKENS = (5_000, 10_000, 20_000)
JOBS = 100

PLAIN = "alpha beta gamma delta epsilon zeta eta theta iota kappa "
MARKDOWN = """## Queues and their limits

A **queue** passes items between tasks; `put()` waits while it is *full* and `get()` while it is empty.

- `asyncio.Queue` for coroutines, see [the documentation](https://docs.python.org/3/library/asyncio-queue.html)
- `queue.Queue` for threads
- `multiprocessing.Queue` for processes

| queue | waits | bounded |
|---|---|---|
| asyncio | yes | maxsize |
| threads | yes | maxsize |

```python
async def worker(queue):
    while True:
        item = await queue.get()
        print(f"working on {item}")
        queue.task_done()
```

"""

_SETUP = """
import json, re, threading, time
import ipywidgets
from ipykernel.comm import comm as _comm
from IPython.display import display
from jobwidgets.protocol import events as ev
from jobwidgets.testing import FakeJob
import jobwidgets as jw

told = {"messages": 0, "bytes": 0}
_publish = _comm.BaseComm.publish_msg
def _count(self, msg_type, data=None, metadata=None, buffers=None, **keys):
    told["messages"] += 1
    told["bytes"] += len(json.dumps(data, default=str))
    return _publish(self, msg_type, data, metadata, buffers, **keys)
_comm.BaseComm.publish_msg = _count

def tokens(text, count):
    words = re.findall(r"\\S+\\s*|\\s+", text)
    return [words[i % len(words)] for i in range(count)]

def paced(parts, say, rate, every=0.01):
    began, said = time.perf_counter(), 0
    while said < len(parts):
        due = min(len(parts), int((time.perf_counter() - began) * rate) + 1)
        if due > said:
            say(parts[said:due])
            said = due
        time.sleep(every)

def running(job):
    job.emit(ev.Attempt(job="", attempt=1), ev.State(job="", state=ev.JobState.RUNNING))
def speak(job):
    return lambda parts: job.emit(*(ev.Text(job="", delta=part) for part in parts))
def finish(job):
    job.emit(ev.State(job="", state=ev.JobState.COMPLETED))

def begin():
    told.update(messages=0, bytes=0)
    return time.process_time()
def report(cpu):
    print("FIGURES", json.dumps({**told, "cpu": time.process_time() - cpu}))
"""

_OURS = """
job = FakeJob(); running(job)
widget = jw.TaskActivity(job)
display(widget)
time.sleep(1)
cpu = begin()
paced(tokens({text!r}, {count}), speak(job), {rate})
time.sleep(0.3)
report(cpu)
time.sleep(2)
finish(job)
time.sleep(2)
"""

_HTML = """
widget = ipywidgets.HTML("")
display(widget)
time.sleep(1)
cpu = begin()
shown, since = [], [0.0]
def say(parts):
    shown.extend(parts)
    if time.perf_counter() - since[0] > 0.05:
        since[0] = time.perf_counter()
        widget.value = "<pre>" + "".join(shown) + "</pre>"
paced(tokens({text!r}, {count}), say, {rate})
widget.value = "<pre>" + "".join(shown) + "</pre>"
report(cpu)
"""

_OUTPUT = """
widget = ipywidgets.Output()
display(widget)
time.sleep(1)
cpu = begin()
pending, since = [], [0.0]
def say(parts):
    pending.extend(parts)
    if time.perf_counter() - since[0] > 0.05:
        since[0] = time.perf_counter()
        widget.append_stdout("".join(pending))
        pending.clear()
paced(tokens({text!r}, {count}), say, {rate})
widget.append_stdout("".join(pending))
report(cpu)
"""

_MANY = """
jobs = [FakeJob() for _ in range({jobs})]
for job in jobs: running(job)
display(ipywidgets.VBox([jw.TaskActivity(job, title=f"job {{i}}") for i, job in enumerate(jobs)]))
time.sleep(3)
cpu = begin()
parts = tokens({text!r}, {each})
def stream(job):
    paced(parts, speak(job), {rate}, every=0.05)
    finish(job)
threads = [threading.Thread(target=stream, args=(job,)) for job in jobs]
for thread in threads: thread.start()
for thread in threads: thread.join()
report(cpu)
time.sleep(8)
"""

_FRAMES = """() => {
  window.__gaps = [];
  let last = performance.now();
  const tick = (now) => { window.__gaps.push(now - last); last = now; window.__frame = requestAnimationFrame(tick); };
  window.__frame = requestAnimationFrame(tick);
}"""


@dataclass(frozen=True)
class Run:
    """One stream. Seconds; ``worst`` frame in milliseconds, ``end``: when the saved form took the view's place."""

    tokens: int
    comm_bytes: int
    messages: int
    kernel_cpu: float
    main_thread: float
    worst: float
    end: float | None


@dataclass(frozen=True)
class Many:
    """``jobs`` streams at once: how many showed their end, while the notebook was scrolled."""

    jobs: int
    ended: int
    messages: int
    comm_bytes: int
    kernel_cpu: float
    main_thread: float
    worst: float


@dataclass(frozen=True)
class Widgets:
    """All that is measured."""

    plain: list[Run]
    markdown: Run
    html: list[Run]
    output: Run
    many: Many


def measure(rounds: int, quick: bool) -> dict[str, Any]:
    """Everything, in one JupyterLab and one Chromium; once, whatever ``rounds`` says: it takes four minutes."""
    from playwright.sync_api import sync_playwright

    from tests.browser.lab import CHROMIUM, CHROMIUM_ARGS, LabServer

    tokens = [count // 10 for count in TOKENS] if quick else list(TOKENS)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = LabServer(Path(folder))
        server.start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        try:
            bench = _Bench(server, browser)
            found = Widgets(
                plain=[bench.stream(_OURS, PLAIN, count) for count in tokens],
                markdown=bench.stream(_OURS, MARKDOWN, tokens[-1]),
                html=[bench.stream(_HTML, PLAIN, count) for count in tokens],
                output=bench.stream(_OUTPUT, PLAIN, tokens[-1]),
                many=bench.many(10 if quick else JOBS),
            )
            return asdict(found)
        finally:
            browser.close()
            server.stop()


class _Bench:
    def __init__(self, server: "LabServer", browser: "Browser") -> None:
        self._server, self._browser = server, browser
        self._made = 0

    def stream(self, cell: str, text: str, count: int) -> Run:
        figures = self._run(cell.format(text=text, count=count, rate=RATE), timeout=60 + 4 * count / RATE)
        return Run(
            count,
            figures["bytes"],
            figures["messages"],
            figures["cpu"],
            figures["main"],
            figures["worst"],
            figures["end"] if isfinite(figures["end"]) else None,  # nothing was drawn any more
        )

    def many(self, jobs: int) -> Many:
        each = 300
        cell = _MANY.format(text=PLAIN, jobs=jobs, each=each, rate=20)
        figures = self._run(cell, timeout=180, scroll=True)
        return Many(
            jobs,
            figures["ended"],
            figures["messages"],
            figures["bytes"],
            figures["cpu"],
            figures["main"],
            figures["worst"],
        )

    def _run(self, cell: str, timeout: float, scroll: bool = False) -> dict[str, Any]:
        """A fresh page and kernel: run ``cell`` and read what it and the browser say."""
        from tests.browser.lab import LabPage

        self._made += 1
        context = self._browser.new_context(viewport={"width": 1100, "height": 900})
        page = LabPage(self._server, context.new_page())
        try:
            page.new(f"bench{self._made}.ipynb", [_SETUP, cell])
            page.run_cell(0)
            devtools = context.new_cdp_session(page.page)
            devtools.send("Performance.enable")
            before = _task_seconds(devtools)
            page.page.evaluate(_FRAMES)
            page.run_cell(1, wait=False)
            if scroll:
                page.page.mouse.move(500, 600)
                for n in range(60):
                    page.page.mouse.wheel(0, 300 if n % 20 < 10 else -300)
                    page.page.wait_for_timeout(250)
            page.cell(1).get_by_text("FIGURES").last.wait_for(timeout=timeout * 1000)
            worst = page.page.evaluate("Math.max(...window.__gaps.splice(0).slice(5))")
            main = _task_seconds(devtools) - before
            page.wait_done(1, timeout=timeout)
            end = page.page.evaluate("Math.max(...window.__gaps)")
            printed = page.cell(1).inner_text()
            figures = json.loads(printed.split("FIGURES", 1)[1].split("\n")[0])
            states = ".jw-activity[data-state=completed], [data-jobwidgets-end]"
            return {**figures, "main": main, "worst": worst, "end": end, "ended": page.page.locator(states).count()}
        finally:
            context.close()
            self._server.shut_down_kernels()


def _task_seconds(devtools: "CDPSession") -> float:
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


def rows(stored: dict[str, Any]) -> list[str]:
    """The section of the page."""
    found = Widgets(
        plain=[Run(**run) for run in stored["plain"]],
        markdown=Run(**stored["markdown"]),
        html=[Run(**run) for run in stored["html"]],
        output=Run(**stored["output"]),
        many=Many(**stored["many"]),
    )

    def row(name: str, run: Run) -> str:
        end = "–" if run.end is None else f"{run.end:.0f}"
        return (
            f"| {name} | {run.tokens:,} | {run.comm_bytes / 1e6:.2f} | {run.messages} | {run.kernel_cpu:.1f} "
            f"| {run.main_thread:.1f} | {run.worst:.0f} | {end} |"
        )

    small, middle, large = found.plain
    many = found.many
    return [
        "## Streaming text into a notebook",
        "",
        f"{large.tokens:,} tokens at {RATE:,} a second into one output of JupyterLab in headless Chromium. Comm:",
        "content of the messages in MB; CPU and main thread in seconds; the worst gap between two animation frames in",
        "ms; at the end: when the saved form takes the place of the live view.",
        "",
        "| what | tokens | comm MB | messages | kernel CPU | main thread | worst frame | at the end |",
        "|---|---|---|---|---|---|---|---|",
        *(row("TaskActivity, plain text", run) for run in found.plain),
        row("TaskActivity, Markdown", found.markdown),
        *(row("ipywidgets HTML at 20 Hz", run) for run in found.html),
        row("Output.append_stdout at 20 Hz", found.output),
        "",
        f"Doubling the tokens makes {middle.comm_bytes / small.comm_bytes:.2f} and "
        f"{large.comm_bytes / middle.comm_bytes:.2f} times the bytes.",
        "",
        f"{many.jobs} jobs streaming at once in one cell (300 tokens each at 20 a second), scrolled meanwhile: "
        f"{many.ended} of {many.jobs} showed",
        f"their end; {many.messages} messages, {many.comm_bytes / 1e6:.2f} MB, kernel CPU {many.kernel_cpu:.1f} s,",
        f"main thread {many.main_thread:.1f} s, worst frame {many.worst:.0f} ms.",
        "",
    ]
