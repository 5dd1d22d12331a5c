"""`JobBus`: the typed face of the scripts, for server, worker and recorder.

Every method raises `Unavailable` when Redis is away. Nothing here keeps state between calls.
"""

import secrets
import time
from collections.abc import Sequence
from typing import Any, cast

import msgspec
import redis.asyncio

from ..protocol.events import JobError, JobState
from ..protocol.records import JobSpec, TypeInfo, WorkerInfo
from ..protocol.state import MAX_ANSWERED, MAX_ANSWERED_PROMPT, kept_answer
from . import scripts
from .agreement import agree
from .connection import run_id, translated
from .keys import (
    SHARDS,
    JobKeys,
    announced_key,
    dirty_key,
    generation_key,
    recorder_lock_key,
    shard_of,
    type_key,
    worker_key,
)
from .recovery import ANNOUNCED_FOR, Announcement, Reseed, decode_announcements, encode_announcement
from .replies import (
    AnswerReply,
    Beat,
    BeatReply,
    Claim,
    ClaimStatus,
    CommandReply,
    LogEntry,
    Mark,
    OrphanReply,
    Reading,
    log_entry,
    mark,
    reading,
)
from .scripts import from_states

TYPE_TTL = 600
"""Seconds a job type stays known after the last worker that announced it: long enough for a rolling restart, short
enough that a job is not accepted for which nobody is left."""


LOG_BYTES = 4 * 1024 * 1024
"""What a job's event log may take on Redis before it is archived, if the launch does not say otherwise."""


def new_token() -> str:
    """A fresh owner token."""
    return secrets.token_hex(16)


class JobBus:
    """Commands on jobs over one Redis client, which the caller owns and closes."""

    def __init__(self, client: redis.asyncio.Redis) -> None:
        self.redis = client

    async def seed(
        self,
        spec: JobSpec,
        *,
        created: float,
        epoch: int = 1,
        not_before: float | None = None,
        log_bytes: int = LOG_BYTES,
    ) -> bool:
        """Create the job's keys, queued, with event 1. False if it was there.

        No worker gets it before ``not_before`` (seconds since 1970). ``log_bytes`` 0: no event log.
        """
        with translated():
            made = await scripts.SEED(
                self.redis,
                spec.job,
                epoch,
                msgspec.json.encode(spec),
                spec.user,
                spec.type,
                spec.lane,
                f"{created:.3f}",
                0,
                log_bytes,
                "" if not_before is None else round(not_before * 1000),
                new_token(),
            )
        return bool(made)

    async def spec(self, job: str) -> JobSpec | None:
        """What to run, or None for an unknown or external job."""
        with translated():
            raw = await self.redis.get(JobKeys.of(job).spec)
        return msgspec.json.decode(raw, type=JobSpec) if raw else None

    async def read(self, job: str, epoch: int = 0, seq: int = 0) -> Reading | None:
        """The events after ``(epoch, seq)`` if Redis still has exactly those, else the whole snapshot."""
        with translated():
            answer = await scripts.READ(self.redis, job, epoch, seq)
        return reading(job, answer)

    async def heads(self, jobs: Sequence[str]) -> list[tuple[int, int] | None]:
        """``(epoch, seq)`` of each job, None where unknown; one pipeline."""
        if not jobs:
            return []
        with translated():
            async with self.redis.pipeline(transaction=False) as pipe:
                for job in jobs:
                    pipe.hmget(JobKeys.of(job).ctl, "epoch", "seq")
                rows = await pipe.execute()
        return [(int(row[0]), int(row[1])) if row[0] else None for row in rows]

    async def claim(self, job: str, *, worker: str, token: str, lease: float, beat: float, max_attempts: int) -> Claim:
        """Ask for the job; ``lease`` and ``beat`` in seconds. See ``claim.lua``.

        ``max_attempts``: so many lost workers end the job as failed, ``attempts-exhausted``.
        """
        with translated():
            answer = await scripts.CLAIM(
                self.redis,
                job,
                worker,
                token,
                round(lease * 1000),
                round(beat * 1000),
                max_attempts,
                from_states(JobState.RUNNING),
                from_states(JobState.QUEUED),
                from_states(JobState.FAILED),
                from_states(JobState.CANCELLED),
            )
        status = cast(ClaimStatus, answer[0].decode())
        return Claim(
            status, answer[1].decode(), int(answer[2]), int(answer[3]), int(answer[4]) / 1000, answer[5].decode()
        )

    async def beat(self, beats: Sequence[Beat], lease: float) -> list[BeatReply]:
        """Renew the leases, one pipeline."""
        with translated():
            async with self.redis.pipeline(transaction=False) as pipe:
                for b in beats:
                    pipe.eval(scripts.BEAT.text, scripts.KEYS, *_beat_arguments(b, lease))
                rows = await pipe.execute()
        return [_beat_reply(row) for row in rows]

    async def cancel(self, job: str, *, reason: str | None = None) -> CommandReply | None:
        """Ask for the job's end. None for an unknown job; a job that is over is left as it is."""
        with translated():
            answer = await scripts.CANCEL(
                self.redis,
                job,
                reason or "",
                from_states(JobState.CANCELLED),
                from_states(JobState.CANCELLING),
            )
        if not answer:
            return None
        return CommandReply(JobState(answer[0].decode()), bool(answer[1]), int(answer[2]), (answer[3] or b"").decode())

    async def owner(self, job: str) -> str | None:
        """Whose job it is, None where Redis does not know it."""
        with translated():
            user = await cast(Any, self.redis.hget(JobKeys.of(job).ctl, "user"))
        return user.decode() if user else None

    async def memos(self, job: str) -> dict[str, bytes]:
        """What a new attempt starts from, as JSON by name: see `protocol.memos`."""
        with translated():
            rows = await cast(Any, self.redis.hgetall(JobKeys.of(job).memo))
        return {name.decode(): value for name, value in rows.items()}

    async def memo(self, job: str, name: str) -> bytes | None:
        """One of `memos`."""
        with translated():
            return await cast(Any, self.redis.hget(JobKeys.of(job).memo, name))

    async def moves(self, job: str) -> list[bytes]:
        """The job's last events of state, attempt and checkpoint as JSON, oldest first."""
        with translated():
            return await cast(Any, self.redis.lrange(JobKeys.of(job).moves, 0, -1))

    async def answer(self, job: str, key: str, memo: bytes, answer: bytes | None, *, command: str) -> AnswerReply:
        """Answer question ``key`` with ``answer`` (JSON; None: its time is over). The first one counts.

        ``memo`` is what `ctx.ask` will find; ``command`` names this call, so that it may be sent twice.
        """
        with translated():
            said = await scripts.ANSWER(
                self.redis,
                job,
                key,
                memo,
                answer or b"",
                command,
                from_states(JobState.RUNNING),
                from_states(JobState.QUEUED),
                b"" if answer is None else msgspec.json.encode(kept_answer(msgspec.json.decode(answer))),
                MAX_ANSWERED_PROMPT,
                MAX_ANSWERED,
            )
        status = {b"OK": "ok", b"DUP": "ok", b"CLOSED": "closed", b"MISSING": "missing"}[said[0]]
        return AnswerReply(cast(Any, status), said[1].decode(), int(said[2]), (said[3] or b"").decode())

    async def suspend(self, beat: Beat) -> bool:
        """Let go of a job that waits for an answer; its answer will queue it. False if it was answered first."""
        with translated():
            said = await scripts.SUSPEND(self.redis, beat.job, beat.token, beat.attempt)
        return bool(said[0])

    async def orphan(self, job: str, *, beat: float, max_attempts: int) -> OrphanReply | None:
        """Look at a running or cancelling job; put it right if its owner is gone. None if it is not here, or external.

        An owner is gone when two looks, ``beat`` seconds apart, find its lease over (see ``claim.lua``).
        """
        with translated():
            said = await scripts.ORPHAN(
                self.redis,
                job,
                round(beat * 1000),
                max_attempts,
                from_states(JobState.QUEUED),
                from_states(JobState.FAILED),
                from_states(JobState.CANCELLED),
            )
        if not said:
            return None
        state = JobState(said[0].decode())
        return OrphanReply(state, bool(said[1]), int(said[2]), (said[3] or b"").decode(), int(said[4]) / 1000)

    async def refuse(self, job: str, error: JobError) -> bool:
        """End a job that was seeded but cannot be launched: failed, ``refused``."""
        with translated():
            said = await scripts.REFUSE(self.redis, job, msgspec.json.encode(error), from_states(JobState.FAILED))
        return bool(said)

    async def log(self, job: str, *, after: str = "-", count: int = 500) -> list[LogEntry]:
        """Up to ``count`` entries of the event log after the entry with id ``after``."""
        start = after if after == "-" else f"({after}"
        with translated():
            rows = await cast(Any, self.redis.xrange(JobKeys.of(job).log, start, "+", count))
        return [log_entry(id.decode(), fields[b"m"]) for id, fields in rows]

    async def archived(self, job: str, entries: Sequence[LogEntry]) -> None:
        """These entries, the oldest of the log, are in the archive: they may go."""
        if entries:
            milliseconds, _, number = entries[-1].id.partition("-")
            with translated():
                await scripts.ARCHIVED(self.redis, job, f"{milliseconds}-{int(number) + 1}")

    async def generations(self) -> list[str | None]:
        """The word of each shard, None for one that Redis has lost or never had."""
        with translated():
            async with self.redis.pipeline(transaction=False) as pipe:
                for shard in range(SHARDS):
                    pipe.get(generation_key(shard))
                rows = await pipe.execute()
        return [row.decode() if row else None for row in rows]

    async def set_generation(self, shard: int, word: str) -> str:
        """Give the shard this word if it has none; its word afterwards."""
        with translated():
            await self.redis.set(generation_key(shard), word, nx=True)
            held = await cast(Any, self.redis).get(generation_key(shard))
        return held.decode()

    async def generation(self, job: str) -> str | None:
        """The word of the job's shard."""
        with translated():
            word = cast(bytes | None, await self.redis.get(generation_key(shard_of(job))))
        return word.decode() if word else None

    async def announce(self, announcement: Announcement) -> None:
        """Say what is known of a job that Redis has lost."""
        job = announcement.snapshot.job
        key = announced_key(shard_of(job))
        with translated():
            async with self.redis.pipeline(transaction=False) as pipe:
                pipe.hset(key, job, encode_announcement(announcement))
                pipe.expire(key, ANNOUNCED_FOR)
                await pipe.execute()

    async def is_announced(self, job: str) -> bool:
        """Whether what was announced of the job is still there."""
        with translated():
            return bool(await cast(Any, self.redis.hexists(announced_key(shard_of(job)), job)))

    async def announcements(self, shard: int) -> dict[str, Announcement]:
        """What workers have announced of the shard's jobs."""
        with translated():
            return decode_announcements(await cast(Any, self.redis.hgetall(announced_key(shard))))

    async def drop_announcement(self, job: str) -> None:
        """Its job is back."""
        with translated():
            await cast(Any, self.redis.hdel(announced_key(shard_of(job)), job))

    async def reseed(self, what: Reseed) -> tuple[bool, int]:
        """Put a job back that Redis has lost: (done, generation of its delivery). Not done where the job is there,
        unless its keys carry the announcing owner's token."""
        with translated():
            said = await scripts.RESEED(self.redis, what.spec.job, *what.arguments(new_token(), round(time.time(), 3)))
        return bool(said[0]), int(said[1])

    async def forget(self, job: str) -> bool:
        """Delete the keys of a job that nobody has claimed: a launch that failed half-way."""
        with translated():
            return bool(await scripts.FORGET(self.redis, job))

    async def dirty(self, shard: int) -> dict[str, Mark]:
        """The jobs of a shard with something the record does not have."""
        with translated():
            rows = await cast(Any, self.redis.hgetall(dirty_key(shard)))
        return _marks(rows)

    async def all_dirty(self) -> list[dict[str, Mark]]:
        """`dirty` of every shard; one pipeline."""
        with translated():
            async with self.redis.pipeline(transaction=False) as pipe:
                for shard in range(SHARDS):
                    pipe.hgetall(dirty_key(shard))
                return [_marks(rows) for rows in await pipe.execute()]

    async def lock_shard(self, shard: int, holder: str, seconds: float) -> bool:
        """Hold the recording of a shard for a moment. True also if ``holder`` has it already."""
        key = recorder_lock_key(shard)
        with translated():
            if await self.redis.set(key, holder, nx=True, px=round(seconds * 1000)):
                return True
            if await self.redis.get(key) != holder.encode():
                return False
            await self.redis.pexpire(key, round(seconds * 1000))
        return True

    async def recorded(self, job: str, epoch: int, seq: int, *, ttl: float | None = None) -> bool:
        """The record has the job up to ``(epoch, seq)``. False, and nothing done, if it has moved on.

        With ``ttl`` (seconds) the job's keys expire: only for a job that is over.
        """
        with translated():
            done = await scripts.RECORDED(self.redis, job, epoch, seq, "" if ttl is None else max(1, round(ttl)))
        return bool(done)

    async def announce_worker(self, info: WorkerInfo, types: Sequence[TypeInfo], ttl: float) -> None:
        """Say that a worker lives and what it runs; again well within ``ttl`` seconds."""
        with translated():
            async with self.redis.pipeline(transaction=False) as pipe:
                pipe.set(worker_key(info.id), msgspec.json.encode(info), px=round(ttl * 1000))
                for kind in types:
                    pipe.set(type_key(kind.name), msgspec.json.encode(kind), ex=TYPE_TTL)
                await pipe.execute()

    async def withdraw_worker(self, worker: str) -> None:
        """A worker leaves in good order."""
        with translated():
            await self.redis.delete(worker_key(worker))

    async def workers(self) -> list[WorkerInfo]:
        """The live workers."""
        rows = await self._scan(worker_key("*"))
        return sorted((msgspec.json.decode(row, type=WorkerInfo) for row in rows), key=lambda w: w.id)

    async def types(self) -> dict[str, TypeInfo]:
        """Every job type announced in the last ten minutes, by name."""
        found = [msgspec.json.decode(row, type=TypeInfo) for row in await self._scan(type_key("*"))]
        return {kind.name: kind for kind in sorted(found, key=lambda t: t.name)}

    async def type(self, name: str) -> TypeInfo | None:
        """One job type."""
        with translated():
            raw = await self.redis.get(type_key(name))
        return msgspec.json.decode(raw, type=TypeInfo) if raw else None

    async def _scan(self, pattern: str) -> list[bytes]:
        with translated():
            names = [name async for name in self.redis.scan_iter(match=pattern, count=1000)]
            rows = [await self.redis.get(name) for name in dict.fromkeys(names)]
        return [cast(bytes, row) for row in rows if row]

    async def run_id(self) -> str:
        """Which Redis process this is; of a cluster, which ones serve it. Another one may have an older copy."""
        with translated():
            return await run_id(self.redis)

    async def agree(self) -> None:
        """See `agreement.agree`."""
        await agree(self.redis)

    async def ping(self) -> float:
        """Round trip in seconds; of a cluster, to the slowest node that serves it."""
        began = time.perf_counter()
        with translated():
            await cast(Any, self.redis.ping())
        return time.perf_counter() - began


def _marks(rows: dict[bytes, bytes]) -> dict[str, Mark]:
    return {job.decode(): mark(value) for job, value in rows.items()}


def _beat_arguments(beat: Beat, lease: float) -> list[Any]:
    return scripts.Script.arguments(beat.job, (beat.token, beat.attempt, round(lease * 1000)))


def _beat_reply(row: Any) -> BeatReply:
    return BeatReply(bool(row[0]), row[1].decode(), row[2].decode())
