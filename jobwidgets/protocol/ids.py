"""Identifiers of the protocol and how they are made and checked."""

import re
import secrets
import time
from typing import NewType

from .errors import InvalidId

JobId = NewType("JobId", str)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_JOB_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,127}\Z")


def new_job_id() -> JobId:
    """A fresh id: 26 lower-case characters, sortable by time (the ULID layout: 48 bits of
    milliseconds, 80 random bits; https://github.com/ulid/spec)."""
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return JobId("".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5)))


def check_job_id(value: object) -> JobId:
    """Return ``value`` as a `JobId` or raise `InvalidId`.

    External workers bring ids of their own, so more than our own form is allowed: 1 to 128
    letters, digits, ``_ . -``, the first a letter or digit. Anything that could break out of a
    Redis key, a room name or a URL path is not.
    """
    if not isinstance(value, str) or not _JOB_ID.match(value):
        raise InvalidId(value)
    return JobId(value)
