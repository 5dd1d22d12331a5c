"""`Wakes`: hears at once what was asked of this worker's jobs, and how their children come on.

Redis tells by pub/sub, which may lose messages: whoever is woken looks for itself, and looks now and then unasked.
With sharded pub/sub that is how children come on; what is asked of a job is always told by plain pub/sub.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from ..bus.connection import connect
from ..bus.keys import channel, pubsub, wake_channel

_RECONNECT = (0.1, 2.0)
_MOVES = b'"kind":"state"'
"""In a message that tells of a change of state; the words of a chatty child wake nobody."""

log = logging.getLogger(__name__)


class Wakes:
    """One connection, supervised by a task of its own.

    ``on_wake`` is called with the id of a job of which something was asked, ``on_gap`` whenever messages may have been
    missed.
    """

    def __init__(self, url: str, worker: str, *, on_wake: Callable[[str], None], on_gap: Callable[[], None]) -> None:
        self._url, self._own = url, wake_channel(worker).encode()
        self._on_wake, self._on_gap = on_wake, on_gap
        self._watched: dict[bytes, set[asyncio.Event]] = {}
        self._heard: PubSub | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen."""
        self._task = asyncio.create_task(self._run(), name="wake")

    async def stop(self) -> None:
        """Listen no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    @asynccontextmanager
    async def watching(self, job: str) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever ``job`` may have changed its state; clear it before looking."""
        name, news = channel(job).encode(), asyncio.Event()
        watchers = self._watched.setdefault(name, set())
        watchers.add(news)
        if len(watchers) == 1 and not _sharded():
            await self._tell("subscribe", name)
        try:
            yield news
        finally:
            watchers.discard(news)
            if not watchers:
                self._watched.pop(name, None)
                if not _sharded():
                    await self._tell("unsubscribe", name)

    async def _tell(self, what: str, name: bytes) -> None:
        if self._pubsub is None:
            return  # subscribed with the others when it connects
        try:
            await getattr(self._pubsub, what)(name)
        except (RedisError, OSError):
            return  # the listening task finds out, and subscribes again

    async def _run(self) -> None:
        client = connect(self._url, blocking=True)
        shortest, longest = _RECONNECT
        delay = shortest
        try:
            while True:
                heard: PubSub | None = None
                try:
                    await client.initialize()  # on a cluster: who is there now, for the next line to choose from
                    heard = client.pubsub()
                    await heard.subscribe(self._own, *(() if _sharded() else self._watched))
                    self._pubsub = heard
                    async for message in heard.listen():
                        delay = shortest
                        self._hear(message["type"], message["channel"], message["data"])
                except (RedisError, OSError) as why:
                    log.info("what is asked of this worker's jobs comes with the beats for now: %s", why)
                except Exception:
                    log.exception("what is asked of this worker's jobs comes with the beats for now")
                finally:
                    self._pubsub = None
                    if heard is not None:
                        await heard.aclose()
                await asyncio.sleep(delay)
                delay = min(longest, delay * 2)
        finally:
            await client.aclose()

    def _hear(self, kind: str, name: bytes, data: bytes | int) -> None:
        if name == self._own:
            if kind == "subscribe":
                self._on_gap()
            elif kind == "message" and isinstance(data, bytes):
                self._on_wake(data.decode("utf-8", "replace"))
        elif kind == "subscribe" or (kind == "message" and isinstance(data, bytes) and _MOVES in data):
            for news in self._watched.get(name, ()):
                news.set()


def _sharded() -> bool:
    # A channel of a child lies on its own node then; one connection cannot hear them all.
    return pubsub() == "sharded"
