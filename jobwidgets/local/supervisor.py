"""The supervisor: starts the members in order, keeps them running, stops them in reverse order.

A member that ends by itself is started again with the same port and password, so clients only
reconnect; one that keeps ending at once is given up, and ``jobwidgets status`` says why. The stack
stops when it is told to, when nobody has used it for a while, or when its home is gone.
"""

import asyncio
import contextlib
import logging
import os
import signal
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from . import logs
from .home import Home
from .idle import Idleness
from .leash import Leash
from .members import Member
from .processes import ProcessId, descendants, kill_now
from .processes import stop as stop_process
from .runtime import MemberInfo, Runtime, read_runtime, write_runtime
from .watchdog import Watched

log = logging.getLogger("jobwidgets.supervisor")


@dataclass(frozen=True)
class Patience:
    """Times in seconds. A crash is *quick* when the member ran shorter than ``quick``."""

    quick: float = 10.0
    crashes: int = 6
    """Quick crashes in a row after which a member is given up."""
    first_delay: float = 0.2
    longest_delay: float = 5.0
    tick: float = 5.0
    """Between two looks at logs, home and activity."""
    ready_poll: float = 0.05


CONFIGURATION_WRONG = 2
"""Exit code of our commands for an error they can explain (`cli.EXIT_ERROR`)."""


class _Kept:
    """A member and what the supervisor knows about it."""

    def __init__(self, member: Member, log_limit: int) -> None:
        self.member = member
        self.log_limit = log_limit
        self.info = MemberInfo()
        self.settled = asyncio.Event()
        """Ready for the first time, or given up."""
        self.process: asyncio.subprocess.Process | None = None


class Supervisor:
    """Runs one stack. ``fresh_token`` mints a new token for the runtime file (once a day).

    ``all_or_nothing``: a member that is given up before the stack was ready ends it; `failure` then says why.
    """

    def __init__(
        self,
        home: Home,
        runtime: Runtime,
        members: Sequence[Member],
        *,
        fresh_token: Callable[[], str] | None = None,
        patience: Patience = Patience(),
        log_limit: int = logs.LIMIT,
        all_or_nothing: bool = False,
    ) -> None:
        self._home = home
        self._runtime = runtime
        self._members = members
        self._fresh_token = fresh_token
        self._patience = patience
        self._log_limit = log_limit
        self._all_or_nothing = all_or_nothing
        self.failure = ""
        self._stopping = asyncio.Event()
        self._hurry = asyncio.Event()
        self._spawning = asyncio.Lock()
        self._kept: list[_Kept] = []
        self._leash = Leash(home, members[0].env, self._watched)
        self._idleness = Idleness(home, runtime, lambda: self._given_up("server"))
        self._minted = time.monotonic()
        self._why = ""

    async def run(self) -> None:
        """Until the stack has stopped. Only for the holder of the home's supervisor lock."""
        self._clean_up_leftovers()
        self._kept = [_Kept(member, self._log_limit) for member in self._members]
        self._runtime.members = {kept.member.name: kept.info for kept in self._kept}
        self._write()
        self._take_signals()
        tasks = [asyncio.create_task(self._leash.keep())]
        by_name = {kept.member.name: kept for kept in self._kept}
        for kept in self._kept:
            before = by_name[kept.member.after] if kept.member.after is not None else None
            tasks.append(asyncio.create_task(self._keep(kept, before)))
        tasks += [asyncio.create_task(self._announce()), asyncio.create_task(self._look_after())]
        stopped = asyncio.create_task(self._stopping.wait())
        try:
            # A task of ours that raises is a bug: stop the stack rather than run it half-watched.
            while not stopped.done():
                await asyncio.wait([stopped, *tasks], return_when=asyncio.FIRST_COMPLETED)
                for task in [task for task in tasks if task.done()]:
                    tasks.remove(task)
                    task.result()
        finally:
            self._stopping.set()
            await self._stop_all()
            for task in [stopped, *tasks]:
                task.cancel()
            await asyncio.gather(stopped, *tasks, return_exceptions=True)

    def stop(self, why: str) -> None:
        """Begin to stop; a second call makes it quick."""
        if self._stopping.is_set():
            self._hurry.set()
            return
        log.info("stopping: %s", why)
        self._why = why
        self._stopping.set()

    def _take_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is None:
                continue
            try:
                loop.add_signal_handler(number, self.stop, name)
            except NotImplementedError:  # the event loop of Windows has none
                signal.signal(number, lambda _n, _f, name=name: loop.call_soon_threadsafe(self.stop, name))

    def _clean_up_leftovers(self) -> None:
        """End what a supervisor left behind that died together with its watchdog."""
        before = read_runtime(self._home)
        if before is None or not before.local:
            return
        for name, info in reversed(before.members.items()):
            if info.process is not None and info.process.alive:
                log.warning("ending the %s (pid %d) of a supervisor that died", name, info.process.pid)
                stop_process(info.process, grace=10.0)

    # -- members ------------------------------------------------------------------------------

    async def _keep(self, kept: _Kept, before: _Kept | None) -> None:
        if before is not None:
            await self._unless_stopping(before.settled.wait())
            if before.info.state == "failed":
                self._give_up(kept, f"not started, because the {before.member.name} does not run")
                return
        tries = quick = 0
        while not self._stopping.is_set():
            born = time.monotonic()
            code, last_words = await self._live_once(kept)
            if self._stopping.is_set():
                return
            lived = time.monotonic() - born
            # A member that itself calls its configuration wrong will hardly find it right the next time.
            weight = self._patience.crashes // 2 if code == CONFIGURATION_WRONG else 1
            tries, quick = (tries + 1, quick + weight) if lived < self._patience.quick else (0, 0)
            said = f": {last_words}" if last_words else ""
            if quick >= self._patience.crashes:
                where = self._home.log(kept.member.name)
                self._give_up(
                    kept, f"ended {tries} times in a row right after its start ({_ending(code)}){said} (log: {where})"
                )
                return
            delay = min(self._patience.first_delay * 2 ** max(quick - 1, 0), self._patience.longest_delay)
            name, after = kept.member.name, f"{lived:.1f} s"
            log.warning(
                "%s ended (%s) after %s%s; starting it again in %.1f s", name, _ending(code), after, said, delay
            )
            kept.info.process = None
            kept.info.restarts += 1
            kept.info.state, kept.info.message = "restarting", f"{_ending(code)}{said}"
            self._write()
            await self._unless_stopping(asyncio.sleep(delay))

    async def _live_once(self, kept: _Kept) -> tuple[int, str]:
        """Start the member and return its exit code and its last words when it has ended."""
        path = self._home.log(kept.member.name)
        try:
            async with self._spawning:
                if self._stopping.is_set():
                    return 0, ""
                with logs.open_log(path) as out:
                    said_before = out.seek(0, os.SEEK_END)
                    kept.process = process = await asyncio.create_subprocess_exec(
                        *kept.member.argv,
                        env=dict(kept.member.env),
                        cwd=self._home.work,
                        stdin=asyncio.subprocess.DEVNULL,
                        stdout=out,
                        stderr=out,
                        start_new_session=True,  # Ctrl-C in our terminal is for us: members stop in order
                    )
        except OSError as why:
            return 127, str(why)
        identity = ProcessId.of(process.pid)
        kept.info.process, kept.info.state = identity, "starting"
        self._write()
        ended = asyncio.create_task(process.wait())
        if identity is not None and await self._ready(kept, identity, ended):
            kept.info.state, kept.info.message = "running", ""
            self._write()
            kept.settled.set()
            log.info("%s is running (pid %d)", kept.member.name, process.pid)
        code = await ended
        return code, next(iter(logs.last_lines(path, 1, since=said_before)), "")

    async def _ready(self, kept: _Kept, process: ProcessId, ended: "asyncio.Task[int]") -> bool:
        while not ended.done():
            try:
                if await asyncio.to_thread(kept.member.ready, process):
                    return True
            except OSError:
                pass  # not listening yet, or without an answer yet
            await asyncio.wait([ended], timeout=self._patience.ready_poll)
        return False

    def _give_up(self, kept: _Kept, message: str) -> None:
        log.error("giving up on the %s: it %s", kept.member.name, message)
        kept.info.process, kept.info.state, kept.info.message = None, "failed", message
        starting = self._runtime.state == "starting"
        self._runtime.state = "failed"
        self._runtime.message = f"The {kept.member.name} {message}"
        self._write()
        kept.settled.set()
        if starting and self._all_or_nothing:
            self.failure = self._runtime.message
            self.stop(f"the {kept.member.name} cannot be started")

    async def _announce(self) -> None:
        for kept in self._kept:
            await kept.settled.wait()
        if self._runtime.state == "starting" and not self._stopping.is_set():
            self._runtime.state = "ready"
            self._write()
            log.info("the stack is ready at %s", self._runtime.url)

    # -- watching -----------------------------------------------------------------------------

    def _watched(self) -> Watched:
        return [
            (kept.info.process.pid, kept.info.process.started, kept.member.grace)
            for kept in reversed(self._kept)
            if kept.info.process is not None
        ]

    def _given_up(self, name: str) -> bool:
        return any(kept.member.name == name and kept.info.state == "failed" for kept in self._kept)

    async def _look_after(self) -> None:
        while not self._stopping.is_set():
            await self._unless_stopping(asyncio.sleep(self._patience.tick))
            for name in ("supervisor", *(kept.member.name for kept in self._kept)):
                logs.cap(self._home.log(name), self._log_limit)
            found = read_runtime(self._home)
            if found is None or found.supervisor != self._runtime.supervisor:
                self.stop(f"{self._home.runtime_file} is gone or no longer ours")
                return
            if self._fresh_token is not None and time.monotonic() - self._minted > 86400:
                self._minted, self._runtime.token = time.monotonic(), self._fresh_token()
                self._write()
            limit = self._runtime.idle_seconds
            idle = await self._idleness.seconds() if limit > 0 else 0.0
            if limit > 0 and idle >= limit and self._idleness.nobody_came(self._write):
                self.stop(f"idle for {idle:.0f} s")

    # -- the end ------------------------------------------------------------------------------

    async def _stop_all(self) -> None:
        self._runtime.state = "stopping"
        self._runtime.message = self._why
        self._write()
        async with self._spawning:
            pass  # a member that was just being started is known now, and no other is started any more
        for kept in reversed(self._kept):
            await self._stop_one(kept)
        await self._leash.release()
        found = read_runtime(self._home)
        if found is not None and found.supervisor == self._runtime.supervisor:
            self._home.runtime_file.unlink(missing_ok=True)
        log.info("stopped")

    async def _stop_one(self, kept: _Kept) -> None:
        process = kept.process
        if process is None or process.returncode is not None:
            return
        family = descendants(process.pid)
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        ended = asyncio.create_task(process.wait())
        hurry = asyncio.create_task(self._hurry.wait())
        await asyncio.wait([ended, hurry], timeout=kept.member.grace, return_when=asyncio.FIRST_COMPLETED)
        hurry.cancel()
        if not ended.done():
            log.warning("%s did not end within %.0f s; killing it", kept.member.name, kept.member.grace)
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        code = await ended
        kill_now(family)
        log.info("%s has ended (%s)", kept.member.name, _ending(code))

    async def _unless_stopping(self, waiting: Coroutine[Any, Any, Any]) -> None:
        """Await ``waiting`` or the wish to stop, whichever comes first."""
        task = asyncio.create_task(waiting)
        stop = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait([task, stop], return_when=asyncio.FIRST_COMPLETED)
        finally:
            task.cancel()
            stop.cancel()

    def _write(self) -> None:
        try:
            write_runtime(self._home, self._runtime)
        except FileNotFoundError:
            self.stop(f"{self._home.root} is gone")
        self._leash.tell()


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
