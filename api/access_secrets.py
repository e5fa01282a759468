"""Passwords and tokens: made, hashed and compared. Nothing that opens anything is ever stored itself."""

from __future__ import annotations

import hashlib
import secrets

SHORTEST_PASSWORD = 10  # characters
LONGEST_PASSWORD = 256
TOKEN_PREFIX = "zkh_"  # so that programs that look for leaked secrets can know one
_COST, _BLOCK, _PARALLEL = 2**15, 8, 1  # scrypt: 32 MiB and about a tenth of a second
_MEMORY = 64 * 2**20


def new_secret() -> str:
    """A secret that nobody guesses: 256 random bits as text."""
    return secrets.token_urlsafe(32)


def new_token() -> str:
    return TOKEN_PREFIX + new_secret()


def hashed_secret(secret: str) -> str:
    """The hash of a token or session: they are random and long, so that a quick hash is as good as a slow one."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def hashed_password(password: str) -> str:
    """A salted hash that is slow to guess against, with its parameters.

    >>> fits_password("синій трактор", hashed_password("синій трактор"))
    True
    """
    salt = secrets.token_bytes(16)
    return f"scrypt${_COST}${_BLOCK}${_PARALLEL}${salt.hex()}${_scrypt(password, salt, _COST, _BLOCK, _PARALLEL).hex()}"


def fits_password(password: str, kept: str | None) -> bool:
    """Whether this is the password. Takes as long where there is none, so that nobody learns by it who has one."""
    _, cost, block, parallel, salt, digest = (kept or _NOBODY).split("$")
    found = _scrypt(password, bytes.fromhex(salt), int(cost), int(block), int(parallel))
    return secrets.compare_digest(found, bytes.fromhex(digest)) and kept is not None


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    raw = password[:LONGEST_PASSWORD].encode("utf-8", "surrogatepass")
    return hashlib.scrypt(raw, salt=salt, n=cost, r=block, p=parallel, maxmem=_MEMORY, dklen=32)


_NOBODY = f"scrypt${_COST}${_BLOCK}${_PARALLEL}${'00' * 16}${'00' * 32}"
