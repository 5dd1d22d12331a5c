"""Checks of Redis itself, where its URL is at hand: reachable, password right, quick, durable, nothing sent twice."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

import redis.asyncio
from redis.exceptions import AuthenticationError, RedisError

from ...bus.connection import connect
from ...bus.keys import channel, pubsub
from ...protocol.errors import ConfigurationError, ProtocolError
from ...protocol.wire import split_message
from .finding import Finding, fail, milliseconds, percentile, warn
from .server import SLOW, TOO_SLOW, judge_redis

PINGS = 50


async def ask(url: str, *, embedded: bool) -> tuple[Finding, list[float]]:
    """One finding, and the round trips measured (seconds)."""
    try:
        client = connect(url)
    except ConfigurationError as why:
        return fail("redis direct", str(why), "Correct REDIS_URL."), []
    trips: list[float] = []
    try:
        for _ in range(PINGS):
            began = time.perf_counter()
            await cast(Any, client.ping())
            trips.append(time.perf_counter() - began)
        info = cast(dict[str, Any], await client.info())
    except (RedisError, OSError) as why:
        return _away(client, why, embedded), trips
    finally:
        await client.aclose()
    p50, p99 = percentile(trips, 0.5), percentile(trips, 0.99)
    told = {
        "ok": True,
        "latency_ms": p50 * 1000,
        "used_memory": info.get("used_memory"),
        "maxmemory": info.get("maxmemory"),
        "policy": info.get("maxmemory_policy"),
        "version": info.get("valkey_version") or info.get("redis_version"),
    }
    judged = judge_redis("redis direct", told)
    measured = f"{judged.measured}, p99 {milliseconds(p99)}"
    if judged.verdict == "ok" and not info.get("aof_enabled"):
        advice = "Switch its log on (CONFIG SET appendonly yes): without it a crash loses what jobs have reported."
        return warn("redis direct", f"{measured}, no append-only log", advice), trips
    return Finding(judged.check, judged.verdict, measured, judged.advice), trips


def _away(client: redis.asyncio.Redis, why: Exception, embedded: bool) -> Finding:
    where = client.connection_pool.connection_kwargs
    place = where.get("path") or f"{where.get('host')}:{where.get('port')}"
    text = str(why)
    if isinstance(why, AuthenticationError) or any(word in text for word in ("NOAUTH", "WRONGPASS")):
        advice = "The password in REDIS_URL is wrong or missing: redis://:PASSWORD@host:port/0."
        return fail("redis direct", f"{place} refuses the password ({text})", advice)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        advice = (
            "The certificate is not one of a known authority, or of another name: add ?ssl_ca_certs=/path/ca.pem to "
            "REDIS_URL, or correct its host."
        )
        return fail("redis direct", f"{place} is not trusted ({text})", advice)
    advice = "See `jobwidgets status` and logs/valkey.log." if embedded else "Start it, or correct REDIS_URL."
    return fail("redis direct", f"nothing answers at {place} ({text or type(why).__name__})", advice)


def latency(socket_trips: list[float], redis_trips: list[float], memory: str) -> Finding | None:
    """The two legs of the way from a job to its widget, and Redis's memory, which slows it when short."""
    if not socket_trips:
        return None
    p50, p99 = percentile(socket_trips, 0.5), percentile(socket_trips, 0.99)
    told = f"socket {milliseconds(p50)} (p99 {milliseconds(p99)})"
    worst = p50
    if redis_trips:
        worst += percentile(redis_trips, 0.5)
        told += f", Redis {milliseconds(percentile(redis_trips, 0.5))}"
    told += f" {memory}" if memory else ""
    if worst > SLOW:
        advice = "Views lag by as much. Look at the way to the server (proxy, VPN, distance) and at its load."
        return (fail if worst > TOO_SLOW else warn)("latency", told, advice)
    return Finding("latency", "ok", told)


async def duplicates(url: str, jobs: Sequence[str], seconds: float) -> dict[str, int]:
    """How many events of each of ``jobs`` were published more than once within ``seconds``."""
    client = connect(url, blocking=True)
    if pubsub() == "sharded":
        await client.aclose()
        return {}  # each channel is on its own node: what comes twice there, the socket's own check sees
    seen: Counter[tuple[str, int, int]] = Counter()
    try:
        async with client.pubsub() as subscriber:
            await subscriber.subscribe(*(channel(job) for job in jobs))
            deadline = time.monotonic() + seconds
            while (left := deadline - time.monotonic()) > 0:
                message = await subscriber.get_message(ignore_subscribe_messages=True, timeout=left)
                if message is None:
                    continue
                job = message["channel"].decode().removeprefix("job:event:")
                epoch, first, lines = split_message(message["data"])
                seen.update((job, epoch, first + n) for n in range(len(lines)))
    except (RedisError, OSError, ProtocolError, asyncio.IncompleteReadError):
        return {}  # that Redis is away has its own finding
    finally:
        await client.aclose()
    doubled: Counter[str] = Counter()
    for (job, _, _), times in seen.items():
        if times > 1:
            doubled[job] += times - 1
    return dict(doubled)
