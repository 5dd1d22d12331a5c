"""The official JavaScript socket.io-client against the relay: no special client is needed."""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from jobwidgets.protocol.state import JobSnapshot, fold_all
from jobwidgets.protocol.wire import event_from_obj
from jobwidgets.testing import wait_until
from jobwidgets_server.auth import make_token

SECRET = "a secret of at least thirty-two bytes"


@pytest.fixture(scope="module")
def client_script(javascript_client: Path) -> Path:
    """``watch.mjs``."""
    return javascript_client / "watch.mjs"


class Watching:
    """A running ``watch.mjs`` and what it printed."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.seen: list[tuple[str, Any]] = []
        self.reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for row in self.process.stdout:
            said = json.loads(row)
            self.seen.append((said["what"], said["data"]))

    def all(self, *what: str) -> list[Any]:
        return [data for kind, data in self.seen if kind in what]

    def events(self) -> list[dict[str, Any]]:
        return [event for batch in self.all("tail", "event", "batch") for event in batch]

    async def stop(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await self.reading


@pytest.fixture
async def watch(client_script) -> AsyncIterator[Callable[..., Awaitable[Watching]]]:
    running: list[Watching] = []

    async def start(url: str, job: str, token: str | None = None) -> Watching:
        token = token or make_token(SECRET, "ada", 60)
        process = await asyncio.create_subprocess_exec(
            "node", str(client_script), url, token, job, stdout=PIPE, limit=16 * 1024 * 1024
        )
        running.append(Watching(process))
        return running[-1]

    yield start
    for each in running:
        await each.stop()


async def test_javascript_client_gets_snapshot_tail_and_live_events(serve, new_job, redis_url, subscriber, watch):
    """It joins a job in the middle and ends with the same snapshot as Redis."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    warm = await subscriber(relay, writer.job).start()  # so that there is a tail beside the snapshot
    await writer.many(20)
    await wait_until(lambda: len(warm.heard) == 20, "a tail")
    client = await watch(relay.url, writer.job)
    await wait_until(lambda: client.all("ack"), "subscribed")
    for i in range(30):
        await writer.text(f"wörd {i} ")
    await writer.end()
    await wait_until(lambda: client.all("disconnect"), "the end")
    ack = client.all("ack")[0]
    assert ack["ok"]
    assert len(ack["events"]) == 20
    snapshot = msgspec.convert(ack["snapshot"], JobSnapshot)
    seqs = [event["seq"] for event in client.events()]
    assert seqs == list(range(snapshot.seq + 1, snapshot.seq + 52))
    assert fold_all(snapshot, map(event_from_obj, client.events())) == await writer.snapshot()


async def test_javascript_client_survives_a_restart_of_the_relay(serve, new_job, redis_url, watch):
    """The relay stops and another takes its port: the client comes back by itself, nothing lost or doubled."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    client = await watch(relay.url, writer.job)
    await wait_until(lambda: client.all("ack"), "subscribed")
    await writer.many(10)
    await wait_until(lambda: len(client.events()) == 10, "live")
    await relay.runner.cleanup()
    await writer.many(10)
    await serve(redis_url, port=int(relay.url.rsplit(":", 1)[1]))
    await wait_until(lambda: len(client.all("ack")) == 2, "back")
    await writer.many(10)
    await writer.end()
    final = await writer.snapshot()
    await wait_until(lambda: client.events()[-1]["seq"] == final.seq, "everything")
    seqs = [event["seq"] for event in client.events()]
    assert seqs == list(range(seqs[0], final.seq + 1))
    assert len(seqs) == 31


async def test_javascript_client_puts_parts_together(serve, new_job, redis_url, watch):
    """A snapshot of several MiB arrives in parts whose data, joined, is the JSON of the answer."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    for i in range(12):
        await writer.text(f'{i} "\\ ü🎈' + "z" * 200_000)
    client = await watch(relay.url, writer.job)
    await wait_until(lambda: client.all("ack"), "subscribed")
    ack = client.all("ack")[0]
    await wait_until(lambda: len(client.all("part")) == ack["parts"], "all parts")
    parts = client.all("part")
    assert [(part["job"], part["n"], part["of"]) for part in parts] == [
        (writer.job, n, ack["parts"]) for n in range(ack["parts"])
    ]
    whole = json.loads("".join(part["data"] for part in parts))
    assert msgspec.convert(whole["snapshot"], JobSnapshot) == await writer.snapshot()


async def test_javascript_client_is_told_why_it_is_refused(serve, redis_url, watch):
    """A bad token reaches the client as ``connect_error`` with our code, and it stops trying."""
    relay = await serve(redis_url)
    client = await watch(relay.url, "any", token="garbage")
    await wait_until(lambda: client.all("connect_error"), "refused")
    assert client.all("connect_error")[0]["data"]["code"] == "unauthorized"
    await asyncio.wait_for(client.process.wait(), 30)
