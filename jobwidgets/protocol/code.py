"""The signature of functions that travel from a notebook to a worker.

A worker unpickles, and so runs, what is stored with a job on Redis; it does so only if the server
that took the job signed it with a key both know (``JOBWIDGETS_CODE_KEY``). The signature covers the
job's id and type beside the code, so a signed function cannot be moved to another job.
"""

import hashlib
import hmac

from .errors import ConfigurationError

MIN_KEY_BYTES = 32
_DOMAIN = b"jobwidgets code 1"


def code_key(text: str) -> bytes:
    """The key in ``JOBWIDGETS_CODE_KEY``. Raises `ConfigurationError` when it is shorter than 32 bytes."""
    key = text.encode()
    if len(key) < MIN_KEY_BYTES:
        raise ConfigurationError(
            f"JOBWIDGETS_CODE_KEY has {len(key)} bytes; it needs at least {MIN_KEY_BYTES}. Make one with "
            "`python -c 'import secrets; print(secrets.token_urlsafe(32))'`; server and workers share it."
        )
    return key


def sign(key: bytes, job: str, type: str, code: bytes) -> str:
    """HMAC-SHA256, in hex, over job id, type and code."""
    mac = hmac.new(key, digestmod=hashlib.sha256)
    # Each part with its length in front: no two different triples give the same bytes.
    for part in (_DOMAIN, job.encode(), type.encode(), code):
        mac.update(len(part).to_bytes(8, "big"))
        mac.update(part)
    return mac.hexdigest()


def verify(key: bytes, job: str, type: str, code: bytes, signature: str | None) -> bool:
    """True if ``signature`` is what `sign` gives; compared in constant time."""
    if not signature or not signature.isascii():
        return False
    return hmac.compare_digest(sign(key, job, type, code), signature)
