"""Who is asking: JWT bearer tokens, HS256 and nothing else, for the audience ``jobwidgets``."""

import time
from typing import NamedTuple

import jwt

from jobwidgets.protocol.errors import Unauthorized

from .settings import check_secret

ALGORITHM = "HS256"
AUDIENCE = "jobwidgets"
_ADVICE = "get one with `jobwidgets token`"


class Identity(NamedTuple):
    """Whom a token names (its ``sub``), and when it expires (seconds since 1970)."""

    user: str
    expires: float


def make_token(secret: str, sub: str, ttl: float) -> str:
    """A token for user ``sub`` that is good for ``ttl`` seconds.

    Raises `ConfigurationError` for a secret that no server would take.
    """
    check_secret(secret)
    now = time.time()
    return jwt.encode(
        {"sub": sub, "aud": AUDIENCE, "iat": int(now), "exp": int(now + ttl)}, secret, algorithm=ALGORITHM
    )


def read_token(secret: str, token: object) -> Identity:
    """The identity in ``token``. Raises `Unauthorized` with a sentence for its holder."""
    if not isinstance(token, str) or not token:
        raise Unauthorized(f"A token is missing: {_ADVICE}.")
    try:
        claims = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
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
    return Identity(user, float(claims["exp"]))


def bearer(header: str | None) -> str:
    """The token in an ``Authorization`` header. Raises `Unauthorized` if there is none."""
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorized(f"Send a token in the header 'Authorization: Bearer …': {_ADVICE}.")
    return token.strip()
