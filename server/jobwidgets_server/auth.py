"""Who is asking: JWT bearer tokens, HS256 and nothing else.

A user's token has the audience ``jobwidgets``. A share token has an audience of its own, so that whatever checks the
first refuses it; it names one job of its user, and lets its holder look at that and nothing else.
"""

import time
from typing import Any, NamedTuple

import jwt

from jobwidgets.protocol.errors import Unauthorized

from .settings import check_secret

ALGORITHM = "HS256"
AUDIENCE = "jobwidgets"
SHARE_AUDIENCE = "jobwidgets-share"
_ADVICE = "get one with `jobwidgets token`"


class Identity(NamedTuple):
    """Whom a token names (its ``sub``), when it expires (seconds since 1970), and for a share token the one ``job`` of
    this user that may be looked at; None: all that is the user's, to do as they like."""

    user: str
    expires: float
    job: str | None = None

    def may_see(self, job: str) -> bool:
        """Is this job within the reach of the token, if it is the user's?"""
        return self.job is None or self.job == job


def make_token(secret: str, sub: str, ttl: float) -> str:
    """A token for user ``sub`` that is good for ``ttl`` seconds.

    Raises `ConfigurationError` for a secret that no server would take.
    """
    return _sign(secret, ttl, sub=sub, aud=AUDIENCE)


def make_share_token(secret: str, sub: str, job: str, ttl: float) -> str:
    """A token that shows ``job``, one of user ``sub``, for ``ttl`` seconds. Raises `ConfigurationError`."""
    return _sign(secret, ttl, sub=sub, aud=SHARE_AUDIENCE, job=job, scope="read")


def _sign(secret: str, ttl: float, **claims: str) -> str:
    check_secret(secret)
    now = time.time()
    return jwt.encode({**claims, "iat": int(now), "exp": int(now + ttl)}, secret, algorithm=ALGORITHM)


def read_token(secret: str, token: object) -> Identity:
    """The identity in ``token``. Raises `Unauthorized` with a sentence for its holder."""
    if not isinstance(token, str) or not token:
        raise Unauthorized(f"A token is missing: {_ADVICE}.")
    try:
        claims = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            audience=[AUDIENCE, SHARE_AUDIENCE],
            # An issuer whose clock is a second ahead must not lock its users out: "iat" proves nothing.
            options={"require": ["exp", "aud", "sub"], "verify_iat": False},
        )
    except jwt.ExpiredSignatureError:
        raise Unauthorized(f"The token has expired: {_ADVICE}.") from None
    except jwt.MissingRequiredClaimError as why:
        raise Unauthorized(f"The token carries no {why.claim!r}: {_ADVICE}.") from None
    except jwt.InvalidAudienceError:
        raise Unauthorized(f"The token is for another service, not {AUDIENCE!r}: {_ADVICE}.") from None
    except (jwt.InvalidTokenError, ValueError):
        # One sentence for forged, foreign and garbled tokens: a forger learns nothing from it.
        raise Unauthorized(f"The token was not issued by this server: {_ADVICE}.") from None
    user = claims["sub"]
    if not 0 < len(user) <= 256 or not user.isprintable():
        raise Unauthorized("The token names no usable user ('sub': 1 to 256 printable characters).")
    return Identity(user, float(claims["exp"]), _shared_job(claims))


def _shared_job(claims: dict[str, Any]) -> str | None:
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if SHARE_AUDIENCE not in audiences:
        return None
    job = claims.get("job")
    # Anything but a job to look at would be read as a user's token below: refuse it.
    if not isinstance(job, str) or not job or claims.get("scope") != "read":
        raise Unauthorized(f"The token shows no job: {_ADVICE}.")
    return job


def bearer(header: str | None) -> str:
    """The token in an ``Authorization`` header. Raises `Unauthorized` if there is none."""
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorized(f"Send a token in the header 'Authorization: Bearer …': {_ADVICE}.")
    return token.strip()
