"""One port for several processes of ours, and for nobody else."""

import contextlib
import socket
from collections.abc import Iterator
from typing import Any

from jobwidgets.protocol.errors import ConfigurationError


@contextlib.contextmanager
def claimed_port(host: str, port: int) -> Iterator[int]:
    """Hold ``port`` (0: any free one) of ``host`` so that sockets with SO_REUSEPORT may listen there; the port.

    With SO_REUSEPORT alone another server of the same user would silently get a share of our connections, or we of
    its. So the port is first bound as if for us alone, which fails if anybody has it, and opened for our workers only
    then. The holding sockets never listen: the kernel gives them no connections. Raises `ConfigurationError`.
    """
    with contextlib.ExitStack() as held:
        try:
            found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
            # As asyncio listens: on every address of the name.
            for family, address in dict.fromkeys((family, address) for family, _, _, _, address in found):
                port = held.enter_context(_hold(family, (address[0], port, *address[2:]))).getsockname()[1]
        except OSError as why:
            raise ConfigurationError(
                f"The server cannot listen on {host} port {port}: {why.strerror}. Set SOCKET_PORT (or JOBWIDGETS_HOST) "
                "to something free."
            ) from None
        yield port


def _hold(family: int, address: Any) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        # After a restart old connections may still be closing there; this is the option that does not mind them.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind(address)
        # It would also let in others that have it, as long as nobody listens.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    except BaseException:
        sock.close()
        raise
    return sock
