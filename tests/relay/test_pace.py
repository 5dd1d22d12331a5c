"""A busy connection to Redis is read by a timer: less often, with nothing lost, and only while it is busy."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import redis.asyncio

from jobwidgets.testing import wait_until
from jobwidgets_server.relay.listener import Listener, open_listener
from jobwidgets_server.relay.pace import Pace


class Heard:
    """A listener to one channel, what it heard, and somebody who publishes."""

    def __init__(self, listener: Listener, publisher: redis.asyncio.Redis, messages: list[int]) -> None:
        self.listener, self.publisher, self.messages = listener, publisher, messages
        self.sent = 0
        assert listener.pace is not None
        self.pace: Pace = listener.pace

    async def publish(self) -> None:
        await self.publisher.publish("busy", self.sent)
        self.sent += 1

    async def until_paced(self) -> None:
        """One message at a time, each in a wake-up of its own."""
        while not self.pace.active:
            await self.publish()


@pytest.fixture
async def heard(redis_url) -> AsyncIterator[Heard]:
    messages: list[int] = []
    listener, _ = await open_listener(redis_url, lambda _, payload: messages.append(int(payload)))
    await listener.subscribe([b"busy"])
    publisher = redis.asyncio.from_url(redis_url)
    yield Heard(listener, publisher, messages)
    await publisher.aclose()
    listener.abort()
    await listener.lost


async def test_a_busy_connection_is_paced_and_let_go(heard):
    """Every message comes once and in order, before, while and after the timer reads; then the loop reads again."""
    assert not heard.pace.active
    await heard.until_paced()
    for _ in range(200):
        await heard.publish()
    await wait_until(lambda: len(heard.messages) == heard.sent, "all have come")
    await wait_until(lambda: not heard.pace.active, "nothing more comes: back to the loop")
    await heard.publish()
    await wait_until(lambda: len(heard.messages) == heard.sent, "and that reads")
    assert heard.messages == list(range(heard.sent))


async def test_answers_come_while_paced(heard):
    """Subscribing, and asking whether all has been handed on, go on."""
    await heard.until_paced()
    await heard.listener.subscribe([b"another"])
    assert b"another" in heard.listener.confirmed
    await heard.publish()
    await heard.listener.ping()
    assert heard.messages == list(range(heard.sent)), "what was published before the question"


async def test_a_lost_connection_is_seen_while_paced(heard):
    """Redis closes it: whoever waits is told."""
    await heard.until_paced()
    await heard.publisher.client_kill_filter(_type="pubsub")
    async with asyncio.timeout(30):
        await heard.listener.lost
    assert not heard.pace.active


async def test_dropping_it_while_paced_ends_it(heard):
    """No timer goes on reading a socket that is closed, whose number another may have by now."""
    await heard.until_paced()
    heard.listener.abort()
    async with asyncio.timeout(30):
        await heard.listener.lost
    assert not heard.pace.active


async def test_a_slow_connection_is_never_paced(heard):
    """Messages that come one by one with pauses are handed on as they come."""
    for _ in range(40):
        heard.pace.woken(at=heard.sent * 0.01)
        heard.sent += 1
    assert not heard.pace.active
