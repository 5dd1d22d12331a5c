"""Load client and publisher from outside: processes on the core that the servers do not use."""

import json
import subprocess
import sys
import tempfile
import time
from types import TracebackType
from typing import Any

from .process import cores, pinned
from .servers import Server


class Process:
    """A helper process: one JSON line there, one back."""

    def __init__(self, module: str, counter: str, where: set[int]) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", module, counter], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, preexec_fn=pinned(where))  # fmt: skip

    def ask(self, **command: Any) -> dict[str, Any]:
        """Send a command and wait for its answer."""
        self.tell(**command)
        return self.answer()

    def tell(self, **command: Any) -> None:
        """Send a command; take its `answer` later."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(command).encode() + b"\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """The answer to the oldest command that has none yet."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args} ended")
        answer = json.loads(line)
        if "error" in answer:
            raise SystemExit(f"{self.process.args}: {answer['error']}")
        return answer

    def close(self) -> None:
        """End it."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(20)


class Load:
    """The load client and the publisher, and the file in which the one counts for the other."""

    def __init__(self) -> None:
        _, where = cores()
        self._file = tempfile.NamedTemporaryFile()  # noqa: SIM115 (closed with the rest)
        self._file.write(bytes(8))
        self._file.flush()
        self.clients = Process("bench.relay.load", self._file.name, where)
        self.publisher = Process("bench.relay.publish", self._file.name, where)

    def __enter__(self) -> "Load":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, where: TracebackType | None
    ) -> None:
        self.clients.close()
        self.publisher.close()
        self._file.close()

    def connect(self, server: Server, jobs: list[str | None] | list[str], **more: Any) -> dict[str, Any]:
        """One socket per job, subscribed to it (None: to nothing). Raises `SystemExit` if one is refused."""
        asked = {"op": "connect", "dialect": server.peer.dialect, "port": server.port, "token": server.token}
        answer = self.clients.ask(**asked, jobs=jobs, **more)
        if answer["failed"]:
            raise SystemExit(f"{server.name} refused {answer['failed']} of {len(jobs)} sockets:\n{_end_of(server)}")
        return answer

    def publish(self, server: Server, jobs: list[str], seconds: float, **more: Any) -> None:
        """Begin to publish; `published` waits for the end."""
        form = server.peer.form
        self.publisher.tell(url=server.publish_url, form=form, jobs=jobs, seconds=seconds, **more)

    def published(self) -> dict[str, Any]:
        """What the publisher says when it is done."""
        return self.publisher.answer()

    def wait_for(self, deliveries: int, patience: float = 5.0) -> int:
        """Return how many deliveries came once they are ``deliveries``, or none came for ``patience`` seconds."""
        came, since = -1, time.monotonic()
        while True:
            count = self.clients.ask(op="count")["deliveries"]
            if count >= deliveries:
                return count
            if count != came:
                came, since = count, time.monotonic()
            if time.monotonic() - since > patience:
                return count
            time.sleep(0.05)


def _end_of(server: Server) -> str:
    return server.log.read_text(errors="replace")[-2000:]
