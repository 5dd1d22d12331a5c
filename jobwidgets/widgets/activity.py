"""`Activity`: the conversation about one job with the pages that show it.

A page says ``hello {client}`` and is told everything, ``views {count}`` when it shows the job in so many places,
``bye``; ``cancel``, ``answer {key, value}`` and ``retry`` pass on what the reader wants and are acknowledged at once
with ``ack {of?, ok, error?}``: what became of it is seen in the job itself. What pages are told: see `activity_feed`.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from ..protocol.errors import Conflict, JobWidgetsError, NotWaiting
from ..protocol.state import JobSnapshot
from .activity_feed import ActivityFeed, Message, size_of
from .facts import MAX_CHILDREN, Facts, head, lasting
from .flusher import Flusher, Sent
from .questions import refusal_text
from .watched import WatchedJob

logger = logging.getLogger("jobwidgets.widgets")

SAY_END_AGAIN = (1.0, 4.0)
"""Seconds after the end: Jupyter's server drops messages in silence, so the last word is said three times."""
USAGE_EVERY = 1.0
"""Seconds between two messages that tell of nothing but tokens spent."""


class Activity:
    """Everything a live view of ``job`` needs but a place to be shown.

    ``send(message)`` reaches all pages; ``mark()`` asks for `flush` to be called soon. With ``heads`` the head of the
    job (state, progress, …) travels as a ``head`` message, and the end is said again; a widget that has traits for the
    one does both itself.
    Everything but ``__init__`` and `close` runs on the flusher thread.
    """

    def __init__(
        self,
        job: WatchedJob,
        send: Callable[[Message], None],
        flusher: Flusher,
        mark: Callable[[], None],
        *,
        title: str | None = None,
        heads: bool = True,
        on_retry: Callable[[Any], None] | None = None,
    ) -> None:
        self.job = job
        self.title = title
        self._send, self._flusher, self.mark = send, flusher, mark
        self._on_retry = on_retry
        self._heads = heads
        self._head: Message | None = None
        self._feed = ActivityFeed()
        self._clients: dict[str, int] = {}  # a page's copy of this job → how many views it shows
        self._outbox: deque[Message] = deque()
        self._refusal: JobWidgetsError | None = None
        self._answer_refusal: JobWidgetsError | None = None
        self._retrying = False
        self._closed = False
        self._ended = False
        self._say_end = False
        self._children: dict[str, WatchedJob] = {}
        self._unobserve_children: list[Callable[[], None]] = []
        self._usage: tuple[Facts | None, float] = (None, 0.0)  # as told last, and when
        self._usage_waits = False

    def close(self) -> None:
        """Say nothing any more, and look at nothing."""
        self._closed = True
        while self._unobserve_children:
            self._unobserve_children.pop()()

    @property
    def seen(self) -> bool:
        """Whether a page shows it now."""
        return any(self._clients.values())

    @property
    def in_use(self) -> bool:
        """Whether any page talks to it, shown or not."""
        return bool(self._clients)

    def take_over(self, other: "Activity") -> None:
        """The pages that talked to ``other`` are told of this job from now on."""
        self._clients = dict(other._clients)
        self._feed.n = other._feed.n + 1
        self._feed.advance(self.job.snapshot)  # they have nothing of it that this would add to
        for client in self._clients:
            self._tell_everything(client)

    def head(self, snapshot: JobSnapshot) -> dict[str, Any]:
        """What the job's head shows."""
        step = snapshot.current_step()
        progress = snapshot.progress
        facts = head(snapshot, {id: child.snapshot for id, child in self._watch_children(snapshot).items()})
        return {
            "title": self.title or snapshot.type or self.job.type,
            "state": str(snapshot.state),
            "progress": progress.fraction if progress else None,
            "message": progress.message if progress else None,
            "step": step.name if step else None,
            "attempt": snapshot.attempt,
            "info": {
                **facts,
                "usage": self._paced(facts["usage"], snapshot),
                # Of a total of 1 the value is a share, not a number of things.
                "done": progress.value if progress and progress.total != 1.0 else None,
                "answering": self.job.answer_pending,
                "pending": self.job.pending,
                "problem": str(self.job.problem) if self.job.problem else None,
                "pace": self.job.pace,
            },
        }

    def _watch_children(self, snapshot: JobSnapshot) -> dict[str, WatchedJob]:
        """The first child jobs, watched from the first look at them. Not those of a job with very many: each would
        be a subscription of its own."""
        count = len(snapshot.children)
        if not self._closed and len(self._children) < count <= MAX_CHILDREN:
            for child in getattr(self.job, "children", ()):
                if child.id not in self._children:
                    self._children[child.id] = child
                    self._unobserve_children.append(child.observe(lambda _child: self.mark()))
        return self._children

    def _paced(self, usage: Facts | None, snapshot: JobSnapshot) -> Facts | None:
        """``usage``, or what was told before as long as that is new: a model that counts each token would fill the
        wire with it."""
        known, at = self._usage
        now = time.monotonic()
        if usage == known:
            return known
        if known is not None and not snapshot.state.terminal and now - at < USAGE_EVERY:
            if not self._usage_waits:
                self._usage_waits = True
                self._flusher.later(USAGE_EVERY, self.mark)
            return known
        self._usage, self._usage_waits = (usage, now), False
        return usage

    def flush(self, snapshot: JobSnapshot) -> Sent:
        """Send what is new in ``snapshot``: at most one message of steps and text, and the head."""
        sent = self._flush_head(snapshot) if self._heads else Sent()
        self._tell_refusals()
        if not self._outbox and self._clients:
            self._outbox.extend(self._feed.advance(snapshot))
        if self._outbox:
            message = self._outbox.popleft()
            self._send(message)
            sent = Sent(sent.messages + 1, sent.size + size_of(message))
        # What came in while older messages were waiting is looked at again.
        behind = bool(self._clients) and (snapshot.epoch, snapshot.seq) != self._feed.mark
        more = bool(self._outbox) or behind
        if self._heads and not more:
            self._follow_end(snapshot)
            if self._say_end and not sent.messages:
                self._say_end = False
                self.say_end()
                sent = Sent(2, 1_000)
        return sent._replace(more=more or self._say_end)

    def _follow_end(self, snapshot: JobSnapshot) -> None:
        if not snapshot.state.terminal:
            self._ended = self._say_end = False  # also after an end: a new epoch may bring a job back
        elif not self._ended:
            self._ended = True
            for delay in SAY_END_AGAIN:
                self._flusher.later(delay, self._repeat_end)

    def _repeat_end(self) -> None:
        if self._ended and self._clients and not self._closed:
            self._say_end = True
            self.mark()

    def say_end(self) -> None:
        """Let a page that missed the last messages notice: they are two, the head where it travels so."""
        if self._heads:
            self._head = None
            self._flush_head(self.job.snapshot)
        self._send(self._feed.end())

    def receive(self, message: Message) -> bool:
        """Do what a page asks; False for what is not of this conversation."""
        client = str(message.get("client"))[:64]
        match message.get("type"):
            case "hello":
                self._clients.setdefault(client, 0)
                self._tell_everything(client)
            case "views":
                self._clients[client] = int(message.get("count", 0))
            case "bye":
                self._clients.pop(client, None)
            case "cancel":
                self._cancel(client)
            case "answer":
                self._answer(client, str(message.get("key")), message.get("value"))
            case "retry":
                self._retry(client)
            case _:
                return False
        return True

    def say(self, message: Message) -> None:
        """Send at once, and count it."""
        self._send(message)
        self._flusher.spend(1, size_of(message))

    def _flush_head(self, snapshot: JobSnapshot) -> Sent:
        now = self.head(snapshot)
        known = {**now, "info": lasting(now["info"])}
        if known == self._head:
            return Sent()
        self._head = known
        self._send({"type": "head", "job_id": self.job.id, **now, "info": {**now["info"], "now": self.job.clock()}})
        return Sent(1, 1_000 + len(str(now["info"])))

    def _tell_everything(self, client: str) -> None:
        if any(m.get("to") == client for m in self._outbox):
            return  # asked again before the first answer went out
        self._head = None
        snapshot = self.job.snapshot
        self._outbox.extend(self._feed.advance(snapshot))
        self._outbox.extend(self._feed.everything(snapshot, client))
        self.mark()

    def _cancel(self, client: str) -> None:
        self.say({"type": "ack", "to": client, "ok": True})
        try:
            self.job.cancel()
        except JobWidgetsError as why:
            self.say({"type": "ack", "to": client, "ok": False, "error": str(why)})

    def _answer(self, client: str, key: str, value: Any) -> None:
        self.say({"type": "ack", "of": "answer", "to": client, "ok": True, "key": key})
        _aside(lambda: self._pass_on(key, value))

    def _pass_on(self, key: str, value: Any) -> None:
        refusal = _refused(lambda: self.job.answer(value, key=key), "an answer could not be passed on")
        if refusal is not None:
            self._flusher.submit(lambda: self._refuse_answer(key, refusal))

    def _retry(self, client: str) -> None:
        """Launch the job anew, once however often it is asked for at a time."""
        self.say({"type": "ack", "of": "retry", "to": client, "ok": True})
        if not self._retrying:
            self._retrying = True
            _aside(self._launch_again)

    def _launch_again(self) -> None:
        again: Any = None

        def launch() -> None:
            nonlocal again
            retry = getattr(self.job, "retry", None)
            if retry is None:
                raise Conflict("This job cannot be launched again from here.")
            again = retry()

        refusal = _refused(launch, "a job could not be launched again")
        self._flusher.submit(lambda: self._launched_again(again, refusal))

    def _launched_again(self, again: Any, refusal: JobWidgetsError | None) -> None:
        self._retrying = False
        if self._closed:
            return
        if refusal is not None:
            self._outbox.append({"type": "ack", "of": "retry", "ok": False, "error": str(refusal)})
            self.mark()
        elif self._on_retry is not None:
            self._on_retry(again)

    def _refuse_answer(self, key: str, refusal: JobWidgetsError) -> None:
        """Every page is told, whoever asked."""
        if refusal is self._answer_refusal or self._closed:
            return
        self._answer_refusal = refusal
        error = refusal_text(refusal)
        self._outbox.append({"type": "ack", "of": "answer", "ok": False, "key": key, "error": error})
        self.mark()

    def _tell_refusals(self) -> None:
        """The server refused what had been passed on to it: every page is told, whoever asked."""
        refusal = self.job.cancel_refusal
        if refusal is not None and refusal is not self._refusal:
            self._outbox.append({"type": "ack", "ok": False, "error": str(refusal)})
        self._refusal = refusal
        refusal = self.job.answer_refusal
        if refusal is not None and refusal is not self._answer_refusal:
            question = self.job.question
            if isinstance(refusal, NotWaiting) or question is None:
                self._answer_refusal = refusal
            else:
                self._refuse_answer(question.key, refusal)


def _aside(work: Callable[[], None]) -> None:
    """Do what asks the server and waits for its answer: the flusher serves all widgets and never waits."""
    threading.Thread(target=work, name="jobwidgets-aside", daemon=True).start()


def _refused(ask: Callable[[], Any], otherwise: str) -> JobWidgetsError | None:
    """Why ``ask()`` was refused, None if it was not."""
    try:
        ask()
    except JobWidgetsError as why:
        return why
    except Exception as why:
        logger.exception(otherwise)
        return JobWidgetsError(f"{type(why).__name__}: {why}")
    return None
