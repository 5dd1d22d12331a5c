"""`Runtime`: what the supervisor writes down about the stack that runs, and whether it still is true."""

import http.client
import json
import os
import platform
import socket
import sys
from importlib import metadata
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from .home import Home, write_private
from .processes import ProcessId

MemberState = Literal["starting", "running", "restarting", "failed", "stopped"]
StackState = Literal["starting", "ready", "failed", "stopping"]


class MemberInfo(msgspec.Struct, kw_only=True):
    """One process of the stack. ``restarts`` counts those after a crash; ``message`` says what is wrong."""

    process: ProcessId | None = None
    state: MemberState = "starting"
    restarts: int = 0
    message: str = ""


class Runtime(msgspec.Struct, kw_only=True):
    """The stack as ``runtime.json`` (0600) describes it.

    ``redis_url`` holds a password, ``token`` lets its holder act as ``user``. ``jobs`` are the modules the
    worker serves, ``dropped`` those it was to serve again and cannot, with the reason, ``paths`` where it
    looks for them, ``environment`` the Python prefix whose packages they see. Times are seconds since 1970.
    Nearly everything has a default, so that the file of another version can be read.
    """

    supervisor: ProcessId
    url: str
    token: str
    user: str = ""
    state: StackState = "starting"
    message: str = ""
    host: str = ""
    version: str = ""
    python: str = ""
    environment: str = ""
    home: str = ""
    redis_url: str = ""
    embedded_redis: bool = True
    jobs: list[str] = []
    dropped: dict[str, str] = {}
    paths: list[str] = []
    ports: dict[str, int] = {}
    started: float = 0.0
    idle_seconds: float = 0.0
    members: dict[str, MemberInfo] = {}

    @property
    def pids(self) -> dict[str, int]:
        """The pid of each process that runs, by name; ``supervisor`` first."""
        running = {name: info.process.pid for name, info in self.members.items() if info.process is not None}
        return {"supervisor": self.supervisor.pid, **running}

    @property
    def versions(self) -> dict[str, str]:
        """Versions of jobwidgets and Python that the stack runs."""
        return {"jobwidgets": self.version, "python": self.python}

    @property
    def local(self) -> bool:
        """False if another machine that shares this home wrote the file."""
        return self.host == socket.gethostname()

    @property
    def alive(self) -> bool:
        """True while the supervisor that wrote the file runs."""
        return self.local and self.supervisor.alive

    def public(self) -> dict[str, Any]:
        """Everything but secrets, for ``jobwidgets status --json``."""
        members = {
            name: {"state": info.state, "restarts": info.restarts, "message": info.message}
            for name, info in self.members.items()
        }
        return {
            "url": self.url,
            "state": self.state,
            "message": self.message,
            "pids": self.pids,
            "members": members,
            "versions": self.versions,
            "ports": self.ports,
            "jobs": self.jobs,
            "dropped": self.dropped,
            "user": self.user,
            "home": self.home,
            "environment": self.environment,
            "embedded_redis": self.embedded_redis,
            "started": self.started,
            "idle_seconds": self.idle_seconds,
        }


def own_version() -> str:
    """The version of the jobwidgets that runs here; ``0`` for a source tree that was never installed."""
    try:
        return metadata.version("jobwidgets")
    except metadata.PackageNotFoundError:
        return "0"


def own_environment() -> str:
    """Where this Python takes its packages from."""
    return os.path.realpath(sys.prefix)


def own_python() -> str:
    """Like ``3.12.4``."""
    return platform.python_version()


def read_runtime(home: Home) -> Runtime | None:
    """What ``runtime.json`` says, true or not; None if there is none, or one that cannot be understood."""
    try:
        return msgspec.json.decode(home.runtime_file.read_bytes(), type=Runtime)
    except (FileNotFoundError, msgspec.MsgspecError):
        # Of another version, or cut off: whoever holds supervisor.lock then decides whether a stack runs.
        return None


def write_runtime(home: Home, runtime: Runtime) -> None:
    """Replace ``runtime.json``."""
    write_private(home.runtime_file, msgspec.json.encode(runtime))


def get_json(url: str, path: str, token: str, timeout: float = 2.0) -> dict[str, Any]:
    """GET ``path`` of the stack's own server. Raises `OSError` if it does not answer with status 200 and JSON.

    Not with a general client: those obey HTTP_PROXY, which must not see requests to ourselves.
    """
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=timeout)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        body = answer.read()
    except http.client.HTTPException as why:
        raise OSError(f"{url}{path}: {type(why).__name__}") from why
    finally:
        connection.close()
    if answer.status != 200:
        raise OSError(f"{url}{path}: status {answer.status}")
    try:
        return json.loads(body)
    except ValueError as why:
        raise OSError(f"{url}{path}: not JSON") from why


class Activity(msgspec.Struct):
    """Answer of ``GET /api/activity``. ``idle_seconds``: since the last request or socket of a user."""

    sockets: int = 0
    active_jobs: int = 0
    idle_seconds: float | None = None

    @property
    def idle(self) -> bool:
        """Nobody is connected and nothing runs, waits or is scheduled."""
        return self.sockets == 0 and self.active_jobs == 0


def activity(runtime: Runtime, timeout: float = 2.0) -> Activity:
    """What goes on in the stack, which also proves that its server is ours: it accepts our token. Raises `OSError`."""
    answer = get_json(runtime.url, "/api/activity", runtime.token, timeout)
    try:
        return msgspec.convert(answer, Activity)
    except msgspec.ValidationError as why:
        raise OSError(f"{runtime.url}/api/activity: {why}") from why
