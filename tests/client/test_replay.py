"""`job.events()`: everything from the first event on, kept and live, each once, whatever happens meanwhile."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from jobwidgets.client.job import Job
from jobwidgets.client.session import Session
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import Event, JobState
from jobwidgets.testing import wait_until

from .fake_relay import FakeRelay

PATIENCE = 30.0


def texts(job: str, count: int) -> list[ev.Text]:
    return [ev.Text(job=job, delta=f"{n} ") for n in range(count)]


def ended(job: str) -> ev.State:
    return ev.State(job=job, state=JobState.COMPLETED)


def numbers(events: list[Event]) -> list[tuple[int, int]]:
    return [(event.epoch, event.seq) for event in events]


@contextlib.asynccontextmanager
async def consumed(job: Job) -> AsyncIterator[tuple[list[Event], "asyncio.Future[None]"]]:
    seen: list[Event] = []

    async def consume() -> None:
        async for event in job.events():
            seen.append(event)

    consumer = asyncio.ensure_future(consume())
    try:
        yield seen, consumer
    finally:
        consumer.cancel()
        await asyncio.gather(consumer, return_exceptions=True)


async def test_a_finished_job_is_replayed_from_its_first_event(relay: FakeRelay, session: Session) -> None:
    """However long it was: page by page, and from where one wants to begin."""
    relay.event_page = 70
    job = await asyncio.to_thread(session.launch, "search")
    relay.publish(job.id, *texts(job.id, 600), ended(job.id), batch=True)
    await job
    assert numbers([event async for event in job.events()]) == [(1, n) for n in range(1, 603)]
    assert numbers([event async for event in job.events(after=600)]) == [(1, 601), (1, 602)]
    assert [event async for event in job.events(after=602)] == []


async def test_no_event_is_lost_between_what_is_kept_and_what_is_live(relay: FakeRelay, session: Session) -> None:
    """Much more happens between the last page and the subscription than the relay keeps: nothing is missing."""
    job = await asyncio.to_thread(session.launch, "search")
    relay.publish(job.id, *texts(job.id, 10))
    pages: list[int] = []

    def happen() -> None:
        pages.append(len(pages))

    relay.before_page = happen
    subscribed = len(relay.subscribed)
    real = relay.jobs[job.id].after

    def after(epoch: int, seq: int) -> dict[str, object]:
        # In the very moment in which the stream is subscribed.
        if len(relay.subscribed) > subscribed and relay.jobs[job.id].snapshot.seq < 400:
            for text in texts(job.id, 500):
                relay.jobs[job.id].append(text)
        return real(epoch, seq)

    relay.jobs[job.id].after = after  # type: ignore[method-assign]
    async with consumed(job) as (seen, consumer):
        await wait_until(lambda: len(seen) >= 511, "the events", PATIENCE)
        assert len(pages) > 1, "the hole was filled from what is kept"
        relay.publish(job.id, *texts(job.id, 20), ended(job.id), batch=True)
        await asyncio.wait_for(consumer, PATIENCE)
    assert numbers(seen) == [(1, n) for n in range(1, 533)]


async def test_every_epoch_is_told(relay: FakeRelay, session: Session) -> None:
    """A job that went on after Redis lost its data: the old epoch to its end, then the new one; live and afterwards."""
    job = await asyncio.to_thread(session.launch, "search")
    relay.publish(job.id, *texts(job.id, 5))
    async with consumed(job) as (seen, consumer):
        await wait_until(lambda: len(seen) == 6, "the first epoch", PATIENCE)
        await asyncio.to_thread(relay.kill)
        relay.jobs[job.id].append(ev.Text(job=job.id, delta="before the loss"))
        relay.jobs[job.id].new_epoch()
        relay.jobs[job.id].append(ev.State(job=job.id, state=JobState.RUNNING))
        await asyncio.to_thread(relay.start)
        await wait_until(lambda: len(seen) == 8, "the second epoch", PATIENCE)
        relay.publish(job.id, *texts(job.id, 3), ended(job.id))
        await asyncio.wait_for(consumer, PATIENCE)
    told = [(1, n) for n in range(1, 8)] + [(2, n) for n in range(8, 13)]
    assert numbers(seen) == told
    assert numbers([event async for event in job.events()]) == told
    assert numbers([event async for event in job.events(after=6)]) == told[6:]
    assert numbers([event async for event in job.events(after=9, epoch=2)]) == told[9:]


async def test_events_that_are_gone_are_skipped(relay: FakeRelay, session: Session) -> None:
    """Where the server keeps only the last events, or none, the stream begins with those there are; it still ends."""
    job = await asyncio.to_thread(session.launch, "search")
    relay.publish(job.id, *texts(job.id, 250), ended(job.id), batch=True)
    log = relay.jobs[job.id].log
    del log[:-100]
    assert numbers([event async for event in job.events()]) == [(1, n) for n in range(153, 253)]
    log.clear()
    assert [event async for event in job.events()] == []


async def test_the_stream_waits_for_a_server_that_is_away(
    relay: FakeRelay, session: Session, new_session: Callable[..., Session]
) -> None:
    """A stream that begins during an outage, and one whose pages are interrupted, are whole when it is over."""
    relay.event_page = 50
    job = await asyncio.to_thread(session.launch, "search")
    relay.publish(job.id, *texts(job.id, 120), batch=True)
    await wait_until(lambda: job.snapshot.seq == 121, "the texts", PATIENCE)
    await asyncio.to_thread(relay.kill)
    async with consumed(job) as (seen, consumer):
        await asyncio.to_thread(relay.start)
        await wait_until(lambda: len(seen) == 121, "the events", PATIENCE)
        relay.publish(job.id, ended(job.id))
        await asyncio.wait_for(consumer, PATIENCE)
    assert numbers(seen) == [(1, n) for n in range(1, 123)]
