"""Tokens: HS256 only, for us, not expired, naming a user; everything else is 401 with a sentence."""

import time
from typing import Any

import jwt
import pytest

from jobwidgets.protocol.code import code_key, sign, verify
from jobwidgets.protocol.errors import ConfigurationError, Unauthorized
from jobwidgets_server.auth import bearer, make_token, read_token

SECRET = "a secret of the tests, long enough for HS256 and for HS512 as well"


def forged(secret: str = SECRET, algorithm: str = "HS256", **claims: Any) -> str:
    given = {"sub": "ada", "aud": "jobwidgets", "exp": time.time() + 3600, **claims}
    kept = {name: value for name, value in given.items() if value is not None}
    return jwt.encode(kept, secret, algorithm=algorithm)


def test_own_token_is_good():
    """What `make_token` issues names its user and its end."""
    identity = read_token(SECRET, make_token(SECRET, "ada", 60))
    assert identity.user == "ada"
    assert 50 < identity.expires - time.time() <= 60


def test_issuer_ahead_of_us_is_good():
    """A token issued by a host whose clock is ahead is taken."""
    assert read_token(SECRET, forged(iat=time.time() + 30)).user == "ada"


@pytest.mark.parametrize(
    ("token", "says"),
    [
        (None, "missing"),
        ("", "missing"),
        (7, "missing"),
        ("garbage", "not issued by this server"),
        ("a.b.c", "not issued by this server"),
        (forged(secret="x" * 40), "not issued by this server"),
        (forged(algorithm="HS512"), "not issued by this server"),
        (jwt.encode({"sub": "ada"}, None, algorithm="none"), "not issued by this server"),
        (forged(exp=time.time() - 1), "expired"),
        (forged(nbf=time.time() + 3000), "not issued by this server"),
        (forged(aud="billing"), "another service"),
        (forged(exp=None), "'exp'"),
        (forged(aud=None), "'aud'"),
        (forged(sub=None), "'sub'"),
        (forged(sub=""), "no usable user"),
        (forged(sub="a\x00b"), "no usable user"),
        (forged(sub="a" * 300), "no usable user"),
    ],
)
def test_bad_token(token: object, says: str):
    """Each is refused, and the sentence says why without helping a forger."""
    with pytest.raises(Unauthorized, match=says):
        read_token(SECRET, token)


@pytest.mark.parametrize("header", [None, "", "Basic YTpi", "Bearer", "Bearer ", "eyJ"])
def test_header_without_token(header: str | None):
    """The Authorization header must carry a bearer token."""
    with pytest.raises(Unauthorized, match="Bearer"):
        bearer(header)


KEY = b"k" * 32


def test_signature_covers_job_type_and_code():
    """A signed function cannot be moved to another job, renamed or changed."""
    good = sign(KEY, "j1", "fn", b"code")
    assert verify(KEY, "j1", "fn", b"code", good)
    for other in [("j2", "fn", b"code"), ("j1", "fm", b"code"), ("j1", "fn", b"c0de"), ("j1f", "n", b"code")]:
        assert not verify(KEY, *other, good)
    assert not verify(b"l" * 32, "j1", "fn", b"code", good)
    for bad in (None, "", "é", good[:-1]):
        assert not verify(KEY, "j1", "fn", b"code", bad)


def test_code_key_is_long_enough():
    """A short key is refused at start."""
    assert code_key("k" * 32) == KEY
    with pytest.raises(ConfigurationError, match="JOBWIDGETS_CODE_KEY has 3 bytes"):
        code_key("key")
