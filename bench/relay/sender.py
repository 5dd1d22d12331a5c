"""A sender that does nothing but send, to see how much the load client can take.

``python -m bench.relay.sender PORT CLIENTS EVENTS SECONDS``: waits for the clients' handshakes, then writes ``EVENTS``
frames at a time to one after the other. Prints a line when it listens, and how many events it has sent.
"""

import socket
import struct
import sys
import time

from jobwidgets.protocol.events import Text
from jobwidgets.protocol.wire import encode_event

from .load import SIGN
from .publish import _stamp


def frame(text: bytes) -> bytes:
    """A server's text frame."""
    head = bytes([0x81, len(text)]) if len(text) < 126 else b"\x81\x7e" + struct.pack(">H", len(text))
    return head + text


def main() -> None:
    """Serve, send, end."""
    port, clients, together, seconds = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    event = encode_event(Text(job="j" * 26, epoch=1, seq=123456, attempt=1, at=1e9, delta=SIGN + "0" * 19))
    before, after = event.split(b"0" * 19)
    with socket.create_server(("127.0.0.1", port), backlog=1000) as listener:
        print("listening", flush=True)
        sockets: list[socket.socket] = []
        for _ in range(clients):
            one, _ = listener.accept()
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sockets.append(one)
            if len(sockets) % 50 == 0 or len(sockets) == clients:  # the load client opens 50 at a time
                some = sockets[-(len(sockets) % 50 or 50) :]
                opened = b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + frame(b'0{"sid":"x"}')
                for says in (opened, frame(b'40{"sid":"x"}'), frame(b'430[{"ok":true}]')):
                    for each in some:
                        each.recv(65536)
                        each.sendall(says)
        time.sleep(0.5)
        sent, until = 0, time.monotonic() + seconds
        while time.monotonic() < until:
            data = frame(b'42["job:event",' + before + _stamp() + after + b"]") * together
            for each in sockets:
                each.sendall(data)
            sent += together * clients
        print(sent, flush=True)
        time.sleep(2)


if __name__ == "__main__":
    main()
