"""The official Socket.IO clients, JavaScript and Python (asyncio and threads), against the relay: none needs anything
special. Their reading of the protocol is the yardstick; what goes over the wire byte by byte is in
``test_conformance_wire.py``."""

import asyncio
import contextlib
import gc
import json
import subprocess
import threading
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import socketio

from jobwidgets.testing import wait_until
from jobwidgets_server.auth import make_token

from .conftest import CLIENT_TIMEOUT
from .raw import SECRET

WEBSOCKET = ["websocket"]
ADA = {"token": make_token(SECRET, "ada", 86_400)}
POLLING = {"polling": True}


class Node:
    """One Node.js process that runs any number of official clients, and what happened to them."""

    def __init__(self, folder: Path) -> None:
        command = ["node", str(folder / "drive.mjs")]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.seen: list[dict[str, Any]] = []
        self.opened = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.seen.append(json.loads(line))

    def tell(self, **command: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()


class JsClient:
    """One ``io(url, options)`` in Node.js."""

    def __init__(self, node: Node, url: str, options: dict[str, Any]) -> None:
        self._node = node
        node.opened += 1
        self.name = f"socket {node.opened}"
        self.tell("open", url=url, options={"auth": ADA, **options})

    def tell(self, do: str, **command: Any) -> None:
        self._node.tell(do=do, socket=self.name, **command)

    def said(self, what: str) -> list[Any]:
        return [one.get("data") for one in self._node.seen if one["socket"] == self.name and one["what"] == what]

    async def heard(self, what: str, count: int = 1) -> Any:
        """The ``count``-th of what happened of that kind, once it has."""
        await wait_until(lambda: len(self.said(what)) >= count, f"{what} of a JavaScript client")
        return self.said(what)[count - 1]

    async def ask(self, do: str, *args: Any, **more: Any) -> Any:
        """Emit, and wait for the answer, or for the error instead of one."""
        tag = len(self._node.seen)
        self.tell(do, args=args, tag=tag, **more)
        told = lambda: [ack for ack in self.said("ack") if ack["tag"] == tag]  # noqa: E731
        await wait_until(told, "an answer")
        return told()[0]

    async def look(self) -> dict[str, Any]:
        """How the socket stands."""
        before = len(self.said("look"))
        self.tell("look")
        return await self.heard("look", before + 1)

    def events(self, name: str) -> list[Any]:
        return [packet[1] for packet in self.said("event") if packet[0] == name]

    def seqs(self) -> list[int]:
        batches = [e for packet in self.said("event") for e in self._batch(packet)]
        return [event["seq"] for event in batches]

    @staticmethod
    def _batch(packet: list[Any]) -> list[Any]:
        return {"job:event": packet[1:2], "job:batch": packet[1]}.get(packet[0], [])


@pytest.fixture(scope="module")
def node(javascript_client: Path) -> Iterator[Node]:
    node = Node(javascript_client)
    yield node
    assert node.process.stdin is not None
    node.process.stdin.close()
    node.process.wait(30)
    assert node.process.stdout is not None
    node.process.stdout.close()


@pytest.fixture
def js(node: Node) -> Iterator[Callable[..., JsClient]]:
    """Makes JavaScript clients: ``js(relay, **options of io())``."""
    made: list[JsClient] = []

    def make(relay: Any, path: str = "", **options: Any) -> JsClient:
        made.append(JsClient(node, relay.url + path, options))
        return made[-1]

    yield make
    for client in made:
        client.tell("close")


class PyClient:
    """python-socketio's `AsyncClient` or, in threads, its `Client`, behind one face."""

    def __init__(self, http: aiohttp.ClientSession, *, threads: bool = False, **options: Any) -> None:
        options = {"reconnection_delay": 0.02, "reconnection_delay_max": 0.05, "handle_sigint": False, **options}
        self.threads = threads
        self.sio: Any = socketio.Client(**options) if threads else socketio.AsyncClient(http_session=http, **options)
        self.happened: list[tuple[str, Any]] = []
        self.sio.on("connect", lambda: self.happened.append(("connect", self.sio.get_sid())))
        self.sio.on("disconnect", lambda reason: self.happened.append(("disconnect", reason)))
        self.sio.on("connect_error", lambda data=None: self.happened.append(("connect_error", data)))
        self.sio.on("*", lambda name, *data: self.happened.append((name, *data)))

    async def do(self, method: str, *args: Any, **options: Any) -> Any:
        call = getattr(self.sio, method)
        return await (asyncio.to_thread(call, *args, **options) if self.threads else call(*args, **options))

    async def connect(self, relay: Any, **options: Any) -> None:
        await self.do("connect", relay.url, **{"auth": ADA, "wait_timeout": CLIENT_TIMEOUT, **options})

    def said(self, what: str) -> list[Any]:
        return [data for kind, *data in self.happened if kind == what]

    async def heard(self, what: str, count: int = 1) -> Any:
        await wait_until(lambda: len(self.said(what)) >= count, f"{what} of a Python client")
        return self.said(what)[count - 1][0]

    def seqs(self) -> list[int]:
        batches = [[data] if kind == "job:event" else data for kind, data in self.happened if kind.startswith("job:")]
        seqs = [event["seq"] for batch in batches for event in batch]
        return sorted(seqs) if self.threads else seqs  # there the library starts a thread for each packet


@pytest.fixture(scope="module", autouse=True)
def little_to_collect() -> Iterator[None]:
    """What was there before need not be looked at by every `gc.collect` below: 0.4 s each."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
    collect_what_the_library_leaves()


def collect_what_the_library_leaves() -> None:
    """It leaves the sockets of lost connections and of polling to the garbage collector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(params=["asyncio", "threads"])
async def py(request: pytest.FixtureRequest, http: aiohttp.ClientSession) -> AsyncIterator[Callable[..., PyClient]]:
    """Makes Python clients of both kinds."""
    made: list[PyClient] = []
    before = set(threading.enumerate())

    def make(**options: Any) -> PyClient:
        made.append(PyClient(http, threads=request.param == "threads", **options))
        return made[-1]

    yield make
    for client in made:
        with contextlib.suppress(Exception):
            await client.do("shutdown")
    if request.param == "threads":
        made.clear()
        del client
        for thread in set(threading.enumerate()) - before:
            if not thread.name.startswith("asyncio_"):  # those of `asyncio.to_thread` stay
                await asyncio.to_thread(thread.join, 1)  # it holds its socket
        collect_what_the_library_leaves()


@contextlib.asynccontextmanager
async def frozen_line(url: str) -> AsyncIterator[tuple[Any, asyncio.Event]]:
    """A line to the relay that goes dead, without a goodbye, when the event is set."""
    port, frozen = int(url.rsplit(":", 1)[1]), asyncio.Event()
    ends: list[asyncio.StreamWriter] = []

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                if not frozen.is_set():
                    writer.write(data)
        if not frozen.is_set():
            writer.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        ends.extend((writer, back))
        await asyncio.gather(carry(reader, back), carry(there, writer))

    server = await asyncio.start_server(connected, "127.0.0.1", 0)

    class Line:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    try:
        yield Line, frozen
    finally:
        server.close()
        for end in ends:
            end.transport.abort()
        for end in ends:
            with contextlib.suppress(OSError):
                await end.wait_closed()


class Slow:
    """No such job; and whoever looks for its record waits until `found` is set."""

    def __init__(self) -> None:
        self.found = asyncio.Event()

    async def __call__(self, job: str) -> None:
        await self.found.wait()


# JavaScript


async def test_js_connects_with_default_options_and_upgrades(serve, new_job, redis_url, js):
    """Polling first, then a websocket: nothing is lost or doubled while it changes over."""
    relay = await serve(redis_url, server=POLLING)
    writer = await new_job(relay.bus)
    client = js(relay)
    assert (await client.heard("connect"))["recovered"] is False
    ack = (await client.ask("call", "subscribe", {"job": writer.job}))["answer"]
    for i in range(10):
        await writer.text(f"{i} ")
    assert await client.heard("upgrade") == "websocket"
    assert (await client.look())["transport"] == "websocket"
    await writer.text("after")
    await wait_until(lambda: client.seqs() == list(range(ack["seq"] + 1, ack["seq"] + 12)), "all events, once")


async def test_js_lives_on_polling_alone(serve, new_job, redis_url, js):
    """A client behind a proxy without websockets gets large answers in parts, and live events, by polling."""
    relay = await serve(redis_url, server=POLLING)
    writer = await new_job(relay.bus)
    for _ in range(7):
        await writer.text("z" * 200_000)
    client = js(relay, transports=["polling"])
    ack = (await client.ask("call", "subscribe", {"job": writer.job}))["answer"]
    assert ack["parts"] > 1
    await wait_until(lambda: len(client.events("job:part")) == ack["parts"], "all parts")
    whole = json.loads("".join(part["data"] for part in client.events("job:part")))
    assert len(whole["snapshot"]["text"][0]["text"]) == 1_400_000
    await writer.many(40)
    await wait_until(lambda: client.seqs() == list(range(ack["seq"] + 1, ack["seq"] + 41)), "live events")
    assert (await client.look())["transport"] == "polling"


async def test_js_over_a_websocket_only(serve, new_job, redis_url, js):
    """A large acknowledgement in one packet, then live; leaving ends the session on the relay."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    for _ in range(4):
        await writer.text("z" * 200_000)
    client = js(relay, transports=WEBSOCKET)
    connected = await client.heard("connect")
    assert connected["recovered"] is False, "connection state recovery is not offered"
    answer = (await client.ask("promised", "subscribe", {"job": writer.job}, ms=20_000))["answer"]
    assert (answer["ok"], answer["parts"], len(answer["snapshot"]["text"][0]["text"])) == (True, 0, 800_000)
    await writer.text("live")
    await wait_until(lambda: client.seqs() == [answer["seq"] + 1], "live")
    client.tell("close")
    assert await client.heard("disconnect") == "io client disconnect"
    await wait_until(lambda: relay.relay.sockets == 0, "left")


async def test_js_is_refused_with_data_and_does_not_try_again(serve, redis_url, js):
    """A bad token, and an unknown namespace, are ``connect_error``; the client leaves it at that."""
    relay = await serve(redis_url)
    refused = js(relay, transports=WEBSOCKET, auth={"token": "garbage"})
    lost = js(relay, path="/nowhere", transports=WEBSOCKET)
    error = await refused.heard("connect_error")
    assert error["data"]["code"] == "unauthorized"
    assert error["message"]
    assert not error["active"]
    error = await lost.heard("connect_error")
    assert error == {"message": "Invalid namespace", "data": None, "active": False}
    assert relay.relay.sockets == 0


async def test_js_acknowledgements(serve, redis_url, js):
    """Answers come in the order of the questions, to whom asked; what is not answered in time is an error, and its late
    answer disturbs nobody."""
    record = Slow()
    relay = await serve(redis_url, load_record=record)
    client = js(relay, transports=WEBSOCKET)
    await client.heard("connect")
    late = await client.ask("patient", "subscribe", {"job": "slow"}, ms=20)
    assert late["error"]["message"] == "operation has timed out"
    broken = await client.ask("promised", "subscribe", {"job": "slow"}, ms=20)
    assert broken["error"]["message"] == "operation has timed out"
    record.found.set()
    client.tell("call", args=["subscribe", {"job": "other"}], tag="first")
    for n in range(20):
        client.tell("call", args=["unsubscribe", {"job": "other"}], tag=n)
    await wait_until(lambda: [a["tag"] for a in client.said("ack")][-1] == 19, "all answers")
    assert [ack["tag"] for ack in client.said("ack")[2:]] == ["first", *range(20)]
    first, *others = [ack["answer"] for ack in client.said("ack")[2:]]
    assert first["error"]["code"] == "not-found"
    assert others == [{"ok": True}] * 20
    nobody = await client.ask("patient", "no such event", {}, ms=20)
    assert nobody["error"], "an event nobody knows is not acknowledged"
    assert (await client.look())["connected"]


async def test_js_is_sent_away_or_cut_and_comes_back(serve, redis_url, js):
    """Sent away (a DISCONNECT packet) it stays away, as Socket.IO has it; of a lost transport it comes back by itself,
    as another session."""
    relay = await serve(redis_url)
    sent, cut = js(relay, transports=WEBSOCKET), js(relay, transports=WEBSOCKET)
    ids = [(await client.heard("connect"))["id"] for client in (sent, cut)]
    await relay.relay.sio.disconnect(ids[0])
    relay.relay.sio.cut(relay.relay.sio.engine_id(ids[1]), "slow", "a test")
    assert await sent.heard("disconnect") == "io server disconnect"
    assert await cut.heard("disconnect") in ("transport close", "transport error")
    again = await cut.heard("connect", 2)
    assert again["id"] != ids[1]
    assert again["recovered"] is False
    assert not (await sent.look())["active"]
    assert len(sent.said("connect")) == 1


@pytest.mark.slow  # that the relay pings, and cuts who does not answer, is in test_conformance_wire.py
async def test_js_and_py_heartbeat(serve, redis_url, js, http):
    """Clients stay over several pings, find a server dead that falls silent, and it finds them so."""
    relay = await serve(redis_url, server={"ping_interval": 1, "ping_timeout": 3})
    async with frozen_line(relay.url) as (line, frozen):
        client, other = js(line, transports=WEBSOCKET, reconnection=False), PyClient(http, reconnection=False)
        await other.connect(line, transports=WEBSOCKET)
        await client.heard("ping", 2)
        assert (await client.look())["connected"]
        assert other.sio.connected
        frozen.set()
        assert await client.heard("disconnect") == "ping timeout"
        assert await other.heard("disconnect") == other.sio.reason.TRANSPORT_ERROR
        await wait_until(lambda: relay.relay.sockets == 0, "the relay has noticed too")
    await other.do("shutdown")
    del other
    collect_what_the_library_leaves()


async def test_js_binary_is_refused_without_harm_to_others(serve, new_job, redis_url, js):
    """Who sends attachments is cut; another client of the same job does not notice."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    good, bad = js(relay, transports=WEBSOCKET), js(relay, transports=WEBSOCKET, reconnection=False)
    ack = (await good.ask("call", "subscribe", {"job": writer.job}))["answer"]
    await bad.ask("call", "subscribe", {"job": writer.job})
    bad.tell("binary", args=["subscribe", {"job": writer.job}])
    assert await bad.heard("disconnect") in ("transport close", "transport error")
    await writer.text("on we go")
    await wait_until(lambda: good.seqs() == [ack["seq"] + 1], "live")
    await wait_until(lambda: relay.relay.sockets == 1, "only the other is left")
    assert not good.said("disconnect")


# Python


async def test_py_connects_with_default_options(serve, new_job, redis_url, py):
    """Polling first, then a websocket; parts of a large answer, live events, each once, and a clean goodbye."""
    relay = await serve(redis_url, server=POLLING)
    writer = await new_job(relay.bus)
    client = py()
    await client.connect(relay)
    assert client.sio.transport() == "websocket"
    ack = await client.do("call", "subscribe", {"job": writer.job}, timeout=20)
    assert ack["ok"]
    await writer.many(40)
    await wait_until(lambda: client.seqs() == list(range(ack["seq"] + 1, ack["seq"] + 41)), "live events")
    await client.do("disconnect")
    assert await client.heard("disconnect") == client.sio.reason.CLIENT_DISCONNECT
    await wait_until(lambda: relay.relay.sockets == 0, "left")


async def test_py_lives_on_polling_alone(serve, new_job, redis_url, py):
    """No answer of a poll holds more packets than this client takes, however much there is."""
    relay = await serve(redis_url, server=POLLING)
    writer = await new_job(relay.bus)
    client = py()
    await client.connect(relay, transports=["polling"])
    ack = await client.do("call", "subscribe", {"job": writer.job}, timeout=20)
    for i in range(60):
        await writer.text(f"{i} ")
    await wait_until(lambda: client.seqs() == list(range(ack["seq"] + 1, ack["seq"] + 61)), "live events")
    assert client.sio.transport() == "polling"
    assert not client.said("disconnect")


async def test_py_is_refused_with_data(serve, redis_url, py):
    """A bad token, and an unknown namespace, say why."""
    relay = await serve(redis_url)
    client = py(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(relay, transports=WEBSOCKET, auth={"token": "garbage"})
    assert (await client.heard("connect_error"))["data"]["code"] == "unauthorized"
    other, why = py(reconnection=False), []
    other.sio.on("connect_error", why.append, namespace="/nowhere")
    with pytest.raises(socketio.exceptions.ConnectionError):
        await other.connect(relay, transports=WEBSOCKET, namespaces=["/nowhere"])
    await wait_until(lambda: why, "told why")
    assert why == [{"message": "Invalid namespace"}]
    assert relay.relay.sockets == 0


async def test_py_acknowledgements(serve, redis_url, py):
    """Callbacks are called in order, ``call`` gets its own answer or a time-out, and goes on after one."""
    record = Slow()
    relay = await serve(redis_url, load_record=record)
    client, answers = py(), []
    await client.connect(relay, transports=WEBSOCKET)
    with pytest.raises(socketio.exceptions.TimeoutError):
        await client.do("call", "subscribe", {"job": "slow"}, timeout=0.02)
    await client.do("emit", "subscribe", {"job": "slow"}, callback=lambda answer: answers.append(("slow", answer)))
    for n in range(10):
        await client.do(
            "emit", "unsubscribe", {"job": "slow"}, callback=lambda answer, n=n: answers.append((n, answer))
        )
    record.found.set()
    assert await client.do("call", "unsubscribe", {"job": "slow"}, timeout=20) == {"ok": True}
    await wait_until(lambda: len(answers) == 11, "all answers")
    if client.threads:  # the library starts a thread for each packet
        answers.sort(key=lambda answer: answer[0] if answer[0] != "slow" else -1)
    assert [who for who, _ in answers] == ["slow", *range(10)]
    assert answers[0][1]["error"]["code"] == "not-found"


async def test_py_is_sent_away_or_cut_and_comes_back(serve, redis_url, py):
    """The reasons are those of the protocol; of a lost transport it comes back by itself, as another session."""
    relay = await serve(redis_url)
    sent, cut = py(), py()
    for client in (sent, cut):
        await client.connect(relay, transports=WEBSOCKET)
        await client.heard("connect")
    ids = [client.sio.get_sid() for client in (sent, cut)]
    await relay.relay.sio.disconnect(ids[0])
    relay.relay.sio.cut(relay.relay.sio.engine_id(ids[1]), "slow", "a test")
    assert await sent.heard("disconnect") == sent.sio.reason.SERVER_DISCONNECT
    assert await cut.heard("disconnect") == cut.sio.reason.TRANSPORT_ERROR
    assert await cut.heard("connect", 2) != ids[1]
    assert await cut.do("call", "unsubscribe", {"job": "a"}, timeout=20) == {"ok": True}


async def test_py_binary_is_refused_without_harm_to_others(serve, new_job, redis_url, py):
    """Who sends attachments is cut; another client of the same job does not notice."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    good, bad = py(), py(reconnection=False)
    for client in (good, bad):
        await client.connect(relay, transports=WEBSOCKET)
    ack = await good.do("call", "subscribe", {"job": writer.job}, timeout=20)
    await bad.do("emit", "subscribe", {"job": b"binary"})
    await bad.heard("disconnect")
    await writer.text("on we go")
    await wait_until(lambda: good.seqs() == [ack["seq"] + 1], "live")
    assert not good.said("disconnect")
