"""Relay: from Redis to the browsers and kernels that watch, by the subscribe protocol.

listener       one subscriber connection to Redis
bridge         keeps it alive, resubscribes
feed           what is known of one job (pure)
watch(list)    the jobs this relay follows
socket_server  Socket.IO, hardened
engine         engine.io: who serves a socket; with it outlet, websocket, heartbeat, roster
frames         packets as bytes, made once
sessions       who is connected
rooms          subscribe, unsubscribe
answers        acknowledgements
fanout         event lines to sockets; catching_up: those that lag; library_fanout: the fallback
relay          all of it
"""

from .relay import Relay
from .socket_server import SocketServer

__all__ = ["Relay", "SocketServer"]
