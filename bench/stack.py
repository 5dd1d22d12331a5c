"""What is measured: a real Valkey and a real server process; no worker, the bench publishes itself."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from jobwidgets.local import valkey
from jobwidgets.testing import wait_until_sync
from jobwidgets_server.auth import make_token


@dataclass
class Stack:
    """Addresses of the running parts."""

    redis_url: str
    server_url: str
    token: str
    user: str
    server_pid: int
    store_pid: int


@contextmanager
def running_store() -> Iterator[str]:
    """The URL of a Valkey on a free loopback port, as the embedded stack starts it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        password, port = secrets.token_urlsafe(12), valkey.free_port()
        url = f"redis://:{password}@127.0.0.1:{port}/0"
        store = valkey.start(valkey.write_config(home / "valkey", port=port, password=password), home / "valkey.log")
        try:
            valkey.wait_ready(url, store)
            yield url
        finally:
            store.terminate()
            store.wait(20)


@contextmanager
def running_stack() -> Iterator[Stack]:
    """Valkey and `jobwidgets server` on free loopback ports, in a directory that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        password, port = secrets.token_urlsafe(12), valkey.free_port()
        redis_url = f"redis://:{password}@127.0.0.1:{port}/0"
        store = valkey.start(valkey.write_config(home / "valkey", port=port, password=password), home / "valkey.log")
        server: subprocess.Popen[bytes] | None = None
        try:
            valkey.wait_ready(redis_url, store)
            secret, socket_port = secrets.token_urlsafe(32), valkey.free_port()
            environment = {
                **os.environ,
                "REDIS_URL": redis_url,
                "DATABASE_URL": f"sqlite:///{home}/jobs.sqlite",
                "JWT_SECRET": secret,
                "SOCKET_PORT": str(socket_port),
            }
            with (home / "server.log").open("wb") as log:
                server = subprocess.Popen(
                    [sys.executable, "-m", "jobwidgets", "server"], env=environment, stdout=log, stderr=log
                )
            url = f"http://127.0.0.1:{socket_port}"
            _wait_for(url, server, home / "server.log")
            yield Stack(redis_url, url, make_token(secret, "bench", 3600), "bench", server.pid, store.pid)
        finally:
            for process in (server, store):
                if process is not None:
                    process.terminate()
                    process.wait(20)


@contextmanager
def running(stack: Stack, *argv: str) -> Iterator[int]:
    """``python -m argv`` with ``REDIS_URL`` set, a worker for example; its pid."""
    environment = {**os.environ, "REDIS_URL": stack.redis_url}
    process = subprocess.Popen(
        [sys.executable, "-m", *argv], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def wait_for_type(stack: Stack, name: str) -> None:
    """Until a worker has announced the job type."""
    headers = {"Authorization": f"Bearer {stack.token}"}

    def known() -> bool:
        answer = httpx.get(f"{stack.server_url}/api/types", headers=headers).json()
        return any(kind["name"] == name for kind in answer["types"])

    wait_until_sync(known, f"a worker that can do {name}")


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                return
        except httpx.HTTPError as why:
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"the server did not start ({why}):\n{log.read_text()}") from why
        time.sleep(0.05)
