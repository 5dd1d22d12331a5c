"""The Lua scripts: read from ``lua/``, each with ``common.lua`` in front, called by EVALSHA.

A script that Redis does not have yet (a restart, a failover) is loaded and called again.
"""

import hashlib
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, NamedTuple

import redis
import redis.asyncio
from redis.exceptions import NoScriptError

from ..protocol.events import JobState
from ..protocol.state import sources
from .keys import JobKeys, channel

Arg = str | bytes | int | float

KEYS = len(JobKeys._fields)
"""How many keys every script takes."""

_LUA = files("jobwidgets.bus") / "lua"
_COMMON = (_LUA / "common.lua").read_text()


class Script(NamedTuple):
    """One script's text and digest."""

    text: str
    sha: str

    @classmethod
    def load(cls, name: str) -> "Script":
        text = f"{_COMMON}\n{(_LUA / f'{name}.lua').read_text()}"
        return cls(text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest())

    async def __call__(self, client: redis.asyncio.Redis, job: str, *args: Arg) -> Any:
        """Run it on the keys of ``job``."""
        all_args = self.arguments(job, args)
        try:
            return await client.evalsha(self.sha, KEYS, *all_args)  # type: ignore[misc]
        except NoScriptError:
            return await client.eval(self.text, KEYS, *all_args)  # type: ignore[misc]

    def sync(self, client: redis.Redis, job: str, *args: Arg) -> Any:
        """The same with a synchronous client."""
        all_args = self.arguments(job, args)
        try:
            return client.evalsha(self.sha, KEYS, *all_args)  # type: ignore[arg-type]
        except NoScriptError:
            return client.eval(self.text, KEYS, *all_args)  # type: ignore[arg-type]

    @staticmethod
    def arguments(job: str, args: Sequence[Arg]) -> list[Any]:
        """Keys and arguments as EVALSHA wants them."""
        return [*JobKeys.of(job), job, channel(job), *args]


def from_states(target: JobState) -> str:
    """The guard of a move as the scripts read it: ``' running cancelling '``."""
    return f" {' '.join(sources(target))} "


SEED = Script.load("seed")
CLAIM = Script.load("claim")
BEAT = Script.load("beat")
APPEND = Script.load("append")
CANCEL = Script.load("cancel")
EXTERNAL = Script.load("external")
READ = Script.load("read")
RECORDED = Script.load("recorded")
FORGET = Script.load("forget")
ANSWER = Script.load("answer")
SUSPEND = Script.load("suspend")
ORPHAN = Script.load("orphan")
REFUSE = Script.load("refuse")
RESEED = Script.load("reseed")
ARCHIVED = Script.load("archived")
