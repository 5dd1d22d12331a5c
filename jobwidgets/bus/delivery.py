"""`Delivery`: puts jobs on the queue and tells workers to stop. docket delivers; the message is the job's id alone.

The key of a delivery is ``{job}:{generation}``: docket refuses a key that is queued or running, so
adding the same one again is harmless, and every move to ``queued`` has a new one.
"""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import parse_qs, urlsplit

from docket import Docket, ExecutionState

from ..protocol.errors import Unavailable
from ..protocol.records import DEFAULT_QUEUE
from .cluster import ClusterUrl, is_cluster_url
from .cluster_docket import MEMORY, ClusterDocket
from .connection import CALL_TIMEOUT, translated

TASK = "run_job"
_CALLS = 32
"""Calls at a time: docket's pool fails, and does not wait, when it has no free connection."""
_LIVE = {state.value.encode() for state in (ExecutionState.SCHEDULED, ExecutionState.QUEUED, ExecutionState.RUNNING)}


def delivery_key(job: str, generation: int) -> str:
    """docket's key for one stay in the queue."""
    return f"{job}:{generation}"


def parse_delivery_key(key: str) -> tuple[str, int]:
    """Inverse of `delivery_key`."""
    job, _, generation = key.rpartition(":")
    return job, int(generation)


def make_docket(url: str, queue: str, *, connections: int = 2 * _CALLS) -> Docket:
    """The docket of a queue. ``connections``: how many it may open; docket fails, and does not wait, beyond that."""
    if is_cluster_url(url):
        return ClusterDocket(f"jobwidgets-{queue}", ClusterUrl.parse(url), connections)
    if "max_connections" not in parse_qs(urlsplit(url).query):
        url += f"{'&' if '?' in url else '?'}max_connections={connections}"
    return Docket(name=f"jobwidgets-{queue}", url=url, execution_ttl=MEMORY)


async def _run_job(job_id: str) -> None:
    """The task's signature; workers register their own."""
    raise NotImplementedError


class Delivery:
    """Use as ``async with Delivery(url) as delivery``. Every method raises `Unavailable` when Redis is away."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._dockets: dict[str, Docket] = {}
        self._stack = AsyncExitStack()
        self._opening = asyncio.Lock()
        self._calls = asyncio.Semaphore(_CALLS)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._dockets.clear()
        await self._stack.aclose()

    async def enqueue(
        self, job: str, generation: int, *, queue: str = DEFAULT_QUEUE, when: datetime | None = None
    ) -> None:
        """Deliver the job to a worker of ``queue``, not before ``when``. Doing it twice is doing it once."""
        docket = await self._docket(queue)
        await self._call(docket.add(TASK, when=when, key=delivery_key(job, generation))(job))

    async def enqueue_after(self, job: str, generation: int, delay: float, *, queue: str = DEFAULT_QUEUE) -> None:
        """`enqueue` in ``delay`` seconds from now."""
        await self.enqueue(job, generation, queue=queue, when=datetime.now(UTC) + timedelta(seconds=delay))

    async def cancel(self, job: str, generation: int, *, queue: str = DEFAULT_QUEUE) -> None:
        """Take a waiting delivery out of the queue, or wake the worker that has it.

        Best effort, and only that: the wish itself is in the job (`JobBus.cancel`, called first).
        """
        docket = await self._docket(queue)
        await self._call(_cancel(docket, delivery_key(job, generation)))

    async def known(self, job: str, generation: int, *, queue: str = DEFAULT_QUEUE) -> bool:
        """Whether docket still has this delivery: scheduled, queued, or with a worker."""
        [answer] = await self.known_many([(job, generation, queue)])
        return answer

    async def known_many(self, deliveries: Sequence[tuple[str, int, str]]) -> list[bool]:
        """`known` for many (job, generation, queue); one round trip for each queue among them."""
        answers = [False] * len(deliveries)
        for queue in dict.fromkeys(queue for _, _, queue in deliveries):
            docket = await self._docket(queue)
            places = [i for i, delivery in enumerate(deliveries) if delivery[2] == queue]
            keys = [delivery_key(*deliveries[i][:2]) for i in places]
            for i, live in zip(places, await self._call(_live(docket, keys)), strict=True):
                answers[i] = live
        return answers

    async def _docket(self, queue: str) -> Docket:
        async with self._opening:
            if queue not in self._dockets:
                docket = make_docket(self._url, queue)
                docket.register(_run_job, names=[TASK])
                with translated():
                    self._dockets[queue] = await self._stack.enter_async_context(docket)
        return self._dockets[queue]

    async def _call(self, call: Any) -> Any:
        try:
            async with self._calls, asyncio.timeout(CALL_TIMEOUT):
                with translated():
                    return await call
        except TimeoutError:
            raise Unavailable(f"Redis did not answer within {CALL_TIMEOUT:g} s; try again.") from None


async def _live(docket: Docket, keys: Sequence[str]) -> list[bool]:
    async with docket.redis() as client, client.pipeline(transaction=False) as pipe:
        for key in keys:
            cast(Any, pipe).hmget(docket.runs_key(key), "state", "known")
        rows = await pipe.execute()
    # ``known`` is there from the adding to the claim, and again while it is put off.
    return [known is not None or state in _LIVE for state, known in rows]


async def _cancel(docket: Docket, key: str) -> None:
    async with docket.redis() as client:
        state = await client.hget(docket.runs_key(key), "state")
    if state == ExecutionState.RUNNING.value.encode():
        # Only the signal. docket.cancel() would also mark the key as cancelled, and docket would then swallow the
        # redelivery of a worker that dies before it has confirmed: nobody would ever end the job.
        await docket._publish(docket.cancel_channel(key), key)  # pyright: ignore[reportPrivateUsage]
    else:
        await docket.cancel(key)
