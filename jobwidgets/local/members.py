"""The members of the stack: how Valkey, server and worker are started and when they count as ready.

Server and worker are the very commands that run on servers; only their environment is made here.
Secrets travel in the environment, never on a command line, where ``ps`` would show them.
"""

import importlib.util
import os
import sys
import sysconfig
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import redis

from . import valkey
from .home import Home, Identity
from .processes import ProcessId
from .runtime import Runtime, activity, get_json

EXAMPLES = ("jobwidgets.examples.search", "jobwidgets.examples.countdown", "jobwidgets.examples.primes")
"""The modules every worker of a stack serves."""


@dataclass(frozen=True)
class Member:
    """One process to keep alive.

    ``grace``: seconds between SIGTERM and SIGKILL. ``after`` names the member that must run before it
    starts. ``ready`` is asked in a thread, again and again, until it returns True; `OSError` means "not yet".
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    ready: Callable[[ProcessId], bool]
    grace: float
    after: str | None = None


def stack_members(home: Home, identity: Identity, runtime: Runtime) -> list[Member]:
    """The members in the order they start; they stop in reverse."""
    # -P: a user's queue.py or rich.py in the current directory must not stand in for the real one.
    python = [sys.executable, "-P", "-m", "jobwidgets"]
    env = process_environment(home)
    env["REDIS_URL"] = runtime.redis_url
    env["JOBWIDGETS_CODE_KEY"] = identity.code_key
    server_env = {
        **env,
        "JWT_SECRET": identity.jwt_secret,
        "DATABASE_URL": f"sqlite:///{home.database}",
        "SOCKET_PORT": str(runtime.ports["http"]),
        "JOBWIDGETS_HOST": "127.0.0.1",
        # One process, whatever a deployment on this machine has set: it counts its users to know when it is idle.
        "JOBWIDGETS_WORKERS": "1",
        "JOBWIDGETS_RECORD": "1",
    }
    places = [word for path in runtime.paths for word in ("--path", path)]
    members: list[Member] = []
    if runtime.embedded_redis:
        config = valkey.write_config(home.valkey, port=runtime.ports["redis"], password=identity.redis_password)
        argv = [str(valkey.binary()), str(config)]
        members.append(Member("valkey", argv, env, lambda _: redis_ready(runtime.redis_url), grace=15.0))
    redis = "valkey" if runtime.embedded_redis else None
    serve = [*python, "worker", *runtime.jobs, *places]
    return [
        *members,
        Member("server", [*python, "server"], server_env, lambda _: server_ready(runtime), grace=8.0, after=redis),
        Member("worker", serve, env, lambda who: worker_ready(runtime, who), grace=20.0, after=redis),
    ]


def redis_ready(url: str) -> bool:
    """True once PING is answered."""
    try:
        with redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError as why:
        raise OSError(str(why)) from why


def server_ready(runtime: Runtime) -> bool:
    """True once the server answers and takes our token."""
    activity(runtime)
    return True


def worker_ready(runtime: Runtime, process: ProcessId) -> bool:
    """True once this worker has announced its job types: before that a launch would be refused."""
    workers = get_json(runtime.url, "/api/workers", runtime.token).get("workers", [])
    return any(worker.get("pid") == process.pid for worker in workers)


# What a kernel sets for itself and would mislead a process that is no kernel.
_KERNEL_ONLY = ("JPY_", "IPY_", "JOBWIDGETS_URL", "JOBWIDGETS_TOKEN", "FORCE_COLOR", "CLICOLOR")


def process_environment(home: Home) -> dict[str, str]:
    """Our environment without what concerns only the kernel or shell that happens to start the stack."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(_KERNEL_ONLY)}
    if "matplotlib_inline" in env.get("MPLBACKEND", ""):
        del env["MPLBACKEND"]
    env["JOBWIDGETS_HOME"] = str(home.root)
    env["PYTHONUNBUFFERED"] = "1"
    if source := _source_paths():
        env["PYTHONPATH"] = os.pathsep.join([*source, *filter(None, [env.get("PYTHONPATH")])])
    return env


def _source_paths() -> list[str]:
    """Where our packages lie if that is no place Python looks at by itself: members run the caller's code."""
    usual = {os.path.realpath(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    found: list[str] = []
    for package in ("jobwidgets", "jobwidgets_server"):
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin is not None:
            parent = os.path.realpath(Path(spec.origin).parent.parent)
            if parent not in usual and parent not in found:
                found.append(parent)
    return found
