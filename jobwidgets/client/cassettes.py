"""Cassettes: a job's whole log in one file, to be played again without a server.

JSON lines, described in docs/cassettes.md: a `Header`, the events as they travel, and the final snapshot, by which a
reader sees that nothing is missing. Gzipped if the name ends in ``.gz``; read by what the file is, not by its name.
"""

import asyncio
import contextlib
import gzip
import io
import os
import threading
import time
import warnings
import zlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import Future, wait
from pathlib import Path
from typing import Any, Literal, Protocol

import msgspec
from msgspec.structs import replace

from ..protocol.errors import CassetteError, InvalidId, ProtocolError
from ..protocol.events import Event, Opaque
from ..protocol.ids import check_job_id
from ..protocol.state import JobSnapshot
from ..protocol.wire import decode_event
from .tape import before, play
from .waiting import PIECE

FORMAT, VERSION = "jobcast", 1
MAX_LINE = 64 * 1024 * 1024
"""Bytes of one line: more than any snapshot has, so that a file of another kind is not read into memory."""

_GZIP = b"\x1f\x8b"
_NOT_JSON = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What msgspec raises for bytes that are no JSON, or not the JSON that is looked for."""


class CassetteWarning(UserWarning):
    """A cassette does not hold the whole of its job."""


class Recordable(Protocol):
    """What is saved of a job."""

    @property
    def snapshot(self) -> JobSnapshot: ...
    @property
    def done(self) -> bool: ...
    def events(self, *, follow: bool = True) -> AsyncIterator[Event]: ...


class Header(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The first line. ``created`` and ``saved`` in seconds since 1970; ``complete``: the job was over; ``snapshot``:
    the job before the first event, where that is not its beginning."""

    format: str
    version: int
    job: str
    type: str = ""
    params: dict[str, Any] | None = None
    created: float = 0.0
    saved: float = 0.0
    complete: bool = True
    snapshot: JobSnapshot | None = None


class Cassette(msgspec.Struct, frozen=True):
    """A job's log. ``final``: the job after the last event; None if the file ends before it."""

    header: Header
    events: list[Event]
    final: JobSnapshot | None = None

    @property
    def start(self) -> JobSnapshot:
        """The job before the first event."""
        header = self.header
        start = header.snapshot or JobSnapshot(job=header.job, type=header.type, created=header.created)
        return before(start, self.events[0]) if self.events else start


class _Head(msgspec.Struct):
    """What a first line must have before anything else of it is believed."""

    format: Literal["jobcast"]
    version: int


class _Final(msgspec.Struct):
    """The last line."""

    final: JobSnapshot


def collect(job: Recordable) -> list[Event]:
    """The events of ``job`` so far; asks its server. On a thread of its own: the caller's loop may be running."""

    found: Future[list[Event]] = Future()
    give_up: list[Callable[[], object]] = []
    given_up = threading.Event()

    async def read() -> list[Event]:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        give_up.append(lambda: loop.call_soon_threadsafe(task.cancel))
        if given_up.is_set():
            raise asyncio.CancelledError
        return [event async for event in job.events(follow=False)]

    def work() -> None:
        try:
            found.set_result(asyncio.run(read()))
        except BaseException as why:  # noqa: BLE001 - it is raised where the events are waited for
            found.set_exception(why)

    # A daemon, and no pool of the library: a server that is away holds up neither a Ctrl-C nor the end of the process.
    thread = threading.Thread(target=work, name="jobwidgets-collect", daemon=True)
    try:
        thread.start()
        while not wait([found], PIECE).done:
            pass
    except BaseException:
        given_up.set()
        with contextlib.suppress(RuntimeError):  # its loop is over already
            for cancel in give_up:
                cancel()
        raise
    return found.result()


def record(job: Recordable, params: dict[str, Any] | None = None) -> Cassette:
    """What there is of ``job`` now."""
    complete = job.done  # before the look: of a job that was over nothing is missing
    events = collect(job)
    snapshot = job.snapshot
    known = snapshot if not events and snapshot.seq else None  # no event is kept: the snapshot is all there is
    header = Header(
        format=FORMAT,
        version=VERSION,
        job=snapshot.job,
        type=snapshot.type,
        params=params,
        created=snapshot.created,
        saved=time.time(),
        complete=complete and snapshot.state.terminal,
        snapshot=known,
    )
    taped = Cassette(header, events)
    return replace(taped, final=snapshot if header.complete else play(taped.start, events))


def save(job: Recordable, path: str | Path, params: dict[str, Any] | None = None) -> Path:
    """Write ``job`` to ``path``, whole or not at all, and return the path.

    Warns (`CassetteWarning`) if the job is not over. Raises `CassetteError` if the file cannot be written.
    """
    target = Path(path)
    if not target.name:
        raise CassetteError(f"{str(path)!r} names no file: write something like run.jobcast.")
    cassette = record(job, params)
    _write(target, cassette)
    header = cassette.header
    if not header.complete:
        _warn(f"Job {header.job} is not over: {target.name} holds its first {len(cassette.events):,} events.")
    elif header.snapshot is not None:
        _warn(f"The events of job {header.job} are not kept any more: {target.name} holds only how it ended.")
    return target


def _write(target: Path, cassette: Cassette) -> None:
    data = b"".join(line + b"\n" for line in _lines(cassette))
    if target.suffix == ".gz":
        data = gzip.compress(data, mtime=0)
    half = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    except OSError as why:
        raise CassetteError(f"{target} cannot be written: {why.strerror or why}.") from None
    finally:
        # Also after a Ctrl-C; where all went well it has another name by now.
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)


def _lines(cassette: Cassette) -> Iterator[bytes]:
    encoder = msgspec.json.Encoder()
    yield encoder.encode(cassette.header)
    for event in cassette.events:
        # Of a kind this version does not know only the frame is here; a version that knows the kind would refuse it.
        if not isinstance(event, Opaque):
            yield encoder.encode(event)
    if cassette.final is not None:
        yield encoder.encode(_Final(cassette.final))


def load(path: str | Path) -> Cassette:
    """The cassette in a file.

    Warns (`CassetteWarning`) if it is cut short or some of its events are missing: what is there can be played. Raises
    `CassetteError` for what is no cassette, or one of a newer version.
    """
    source = Path(path)
    try:
        with source.open("rb") as file:
            zipped = file.read(2) == _GZIP
            file.seek(0)
            with gzip.open(file) if zipped else contextlib.nullcontext(file) as lines:
                return _read(source.name, lines)  # type: ignore[arg-type]
    except FileNotFoundError:
        raise CassetteError(f"There is no file {source}.") from None
    except gzip.BadGzipFile as why:
        raise CassetteError(f"{source.name} is not a jobcast: {why}.") from None
    except OSError as why:
        raise CassetteError(f"{source} cannot be read: {why.strerror or why}.") from None


def _read(name: str, file: io.BufferedIOBase) -> Cassette:
    lines = _uncut(file)
    header = _header(name, next(lines, b""))
    events: list[Event] = []
    final: JobSnapshot | None = None
    for number, line in enumerate(lines, 2):
        if final is not None:
            raise CassetteError(f"{name} is damaged: line {number} comes after the end.")
        try:
            if line.startswith(b'{"final":'):
                final = msgspec.json.decode(line, type=_Final).final
            else:
                events.append(decode_event(line))
        except (ProtocolError, *_NOT_JSON) as why:
            if next(lines, None) is not None:
                raise CassetteError(f"{name} is damaged: line {number} is no event of a job ({why}).") from None
            break  # the line in which it was cut
    return _checked(name, Cassette(header, events, final))


def _uncut(file: io.BufferedIOBase) -> Iterator[bytes]:
    """The lines of ``file``, up to where a gzipped one was cut."""
    try:
        while line := file.readline(MAX_LINE):
            yield line
    except (EOFError, zlib.error):
        return


def _header(name: str, line: bytes) -> Header:
    try:
        version = msgspec.json.decode(line, type=_Head).version
    except _NOT_JSON:
        raise CassetteError(f"{name} is not a jobcast: its first line is no header of one.") from None
    if version > VERSION:
        raise CassetteError(
            f"{name} was written by a newer jobwidgets (version {version} of the format, this one reads {VERSION}): "
            "update jobwidgets."
        )
    try:
        header = msgspec.json.decode(line, type=Header)
        check_job_id(header.job)
    except (InvalidId, *_NOT_JSON) as why:
        raise CassetteError(f"{name} is damaged: its header cannot be read ({why}).") from None
    return header


def _checked(name: str, cassette: Cassette) -> Cassette:
    """``cassette``; warns if it does not hold all it should."""
    final = cassette.final
    if final is None:
        _warn(f"{name} is cut short after event {len(cassette.events):,}: what is there is played.")
    elif not _same(play(cassette.start, cassette.events), final):
        _warn(f"{name} lacks some events: what is there is played, and its end is shown as it was saved.")
    return cassette


def _same(played: JobSnapshot, saved: JobSnapshot) -> bool:
    """Whether a log leads to what was saved, as far as every version agrees on what a snapshot holds."""

    def essence(snapshot: JobSnapshot) -> Iterable[Any]:
        steps = [(step.id, step.status) for step in snapshot.step_list()]
        return snapshot.epoch, snapshot.seq, snapshot.state, snapshot.attempt, snapshot.text, steps

    return essence(played) == essence(saved)


def _warn(message: str) -> None:
    warnings.warn(message, CassetteWarning, stacklevel=4)
