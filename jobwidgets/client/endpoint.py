"""Where the server is and what proves who we are: a given URL, or this user's embedded stack."""

from collections.abc import Callable
from typing import Protocol
from urllib.parse import urlsplit

from ..protocol.errors import ConfigurationError


class Endpoint(Protocol):
    """Asked before every connection and every request that was refused, so both may change over time."""

    @property
    def url(self) -> str:
        """Like ``http://host:port``, without a slash at the end."""
        ...

    def token(self) -> str | None:
        """A bearer token that is good now."""
        ...

    def start(self) -> bool:
        """Start the server if that is ours to do; True if it was. May take seconds; raises `StackError`."""
        ...


class FixedEndpoint:
    """A server somebody else runs. ``token`` may be a callable, for tokens that expire."""

    def __init__(self, url: str, token: str | Callable[[], str | None] | None = None) -> None:
        self._url = check_url(url)
        self._token = token

    @property
    def url(self) -> str:
        """The URL as given."""
        return self._url

    def token(self) -> str | None:
        """The token as given, or what the callable gives."""
        return self._token() if callable(self._token) else self._token

    def start(self) -> bool:
        """Not ours to start."""
        return False


class EmbeddedEndpoint:
    """This user's embedded stack. It may stop when idle and come back elsewhere, with another token."""

    def __init__(self) -> None:
        self._url, self._token = "", ""
        self.start()

    @property
    def url(self) -> str:
        """The URL of the stack that runs, or of the one that ran last."""
        self._look()
        return self._url

    def token(self) -> str | None:
        """The token of the same stack."""
        self._look()
        return self._token

    def start(self) -> bool:
        """Start the stack, or find the one that runs."""
        from .. import local

        runtime = local.ensure_stack()
        self._url, self._token = runtime.url, runtime.token
        return True

    def _look(self) -> None:
        """Another kernel may have started the stack again in the meantime. Nothing is started here."""
        from .. import local

        runtime = local.find_stack()
        if runtime is not None:
            self._url, self._token = runtime.url, runtime.token


def check_url(url: str) -> str:
    """``url`` without a slash at the end. Raises `ConfigurationError` unless it is http(s) with a host."""
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigurationError(f"{url!r} is not the URL of a server: write it like http://localhost:3000.")
    return url.strip().rstrip("/")


def is_loopback(url: str) -> bool:
    """True if ``url`` names this machine: a proxy for the outside must not be asked for it."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")
