"""What `engine`, `outlet`, `websocket` and `roster` rely on inside the libraries. A new release that changes it fails
here; until the relay follows, JOBWIDGETS_FANOUT=library takes the public way."""

import asyncio
import inspect

import socketio
from aiohttp import web
from engineio import async_server, async_socket
from engineio.packet import MESSAGE, Packet
from engineio.payload import Payload

from jobwidgets_server.relay import SocketServer
from jobwidgets_server.relay.frames import Frame
from jobwidgets_server.relay.outlet import MAX_POLL_PACKETS, OutputQueue


def parameters(function: object) -> list[str]:
    return list(inspect.signature(function).parameters)  # pyright: ignore[reportArgumentType]


async def test_a_socket_has_what_we_replace():
    """Its queue comes from the server; `send`, `poll` and `schedule_ping` are looked up on it at each call."""
    engine = SocketServer(polling=True).engine
    socket = async_socket.AsyncSocket(engine, "sid")
    assert isinstance(socket.queue, OutputQueue)
    for name in ("connected", "upgrading", "upgraded", "closing", "closed"):
        assert getattr(socket, name) is False, name
    assert socket.last_ping
    assert engine.sockets == {}
    for name, known in {
        "send": ["self", "pkt"],
        "poll": ["self"],
        "schedule_ping": ["self"],
        "close": ["self", "wait", "abort", "reason"],
        "_websocket_handler": ["self", "ws"],
    }.items():
        assert parameters(getattr(async_socket.AsyncSocket, name)) == known, name
    for method, names in {
        "_upgrade_websocket": ("_async", "_websocket_handler"),
        "_websocket_handler": ("poll", "receive", "upgrading", "upgraded", "connected"),
        "handle_get_request": ("poll", "_upgrade_"),
    }.items():
        source = inspect.getsource(getattr(async_socket.AsyncSocket, method))
        assert all(name in source for name in names), method


async def test_a_server_has_what_we_override():
    """Its websocket driver, its queue, its events, and the order in which a connection begins."""
    engine = SocketServer().engine
    assert {"translate_request", "make_response", "websocket"} <= set(engine._async)
    assert engine._async["websocket"] == engine._driver
    assert {"connect", "message", "disconnect"} <= set(engine.handlers)
    assert parameters(async_server.AsyncServer.disconnect) == ["self", "sid"]
    assert parameters(async_server.AsyncServer._trigger_event) == ["self", "event", "args", "kwargs"]
    begin = inspect.getsource(async_server.AsyncServer._handle_connect)
    places = [begin.index(step) for step in ("self.sockets[sid]", "'connect'", "schedule_ping", "handle_get_request")]
    assert places == sorted(places)


def test_socketio_has_what_we_override():
    """The hooks of its server, and the tables of its manager that `Roster` keeps in step."""
    for name, known in {
        "_handle_eio_connect": ["self", "eio_sid", "environ"],
        "_handle_eio_message": ["self", "eio_sid", "data"],
        "_handle_eio_disconnect": ["self", "eio_sid", "reason"],
        "_handle_event_internal": ["self", "server", "sid", "eio_sid", "data", "namespace", "id"],
        "_handle_connect": ["self", "eio_sid", "namespace", "data"],
        "_handle_disconnect": ["self", "eio_sid", "namespace", "reason"],
        "_send_packet": ["self", "eio_sid", "pkt"],
        "_engineio_server_class": ["self"],
    }.items():
        assert parameters(getattr(socketio.AsyncServer, name)) == known, name
    manager = socketio.AsyncManager()
    assert manager.rooms == manager.callbacks == manager.pending_connect == manager.pending_disconnect == {}
    for name in ("basic_enter_room", "basic_leave_room", "basic_disconnect"):
        assert name in socketio.AsyncManager.__mro__[1].__dict__, name


def test_packets_and_polling_are_as_we_know_them():
    """A frame's packet is encoded like the library's; a client takes this many in one answer."""
    assert Packet(MESSAGE, "2[]").encode() == "42[]" == Frame(b"42[]").packet.encode()
    assert Payload.max_decode_packets == MAX_POLL_PACKETS


def test_aiohttp_takes_our_options():
    """No compression, bounded messages."""
    assert {"compress", "max_msg_size"} <= set(parameters(web.WebSocketResponse))
    assert {"is_closing", "abort", "get_write_buffer_size"} <= set(dir(asyncio.Transport))
