"""Vectors of texts by themselves, kept in the data folder by the hash of the text, so that none is made twice."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder

_FOLDER = "text-vectors"
_AT_ONCE = 256


def text_vectors(
    folder: Path,
    encoder: Encoder,
    texts: Sequence[str],
    progress: Callable[[int, int], None] | None = None,
    *,
    all_texts: bool = True,
) -> NDArray[np.float32]:
    """The passage vectors of these texts, float32 of shape (texts, dimension). ``folder`` is the data folder.

    Where they are ``all_texts`` that there are, what is no longer asked for is dropped from what is kept: nothing of a
    removed plan stays behind. Where they are only those that one person may see, whatever they lack is not kept.
    """
    kept = folder / "index" / _FOLDER / f"{hashlib.sha256(encoder.name.encode()).hexdigest()[:16]}.npz"
    keys = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts]
    places: dict[str, int] = {}
    for key in keys:
        places.setdefault(key, len(places))
    if not keys:
        if all_texts:
            kept.unlink(missing_ok=True)
        return np.zeros((0, encoder.dimension), dtype=np.float32)
    unique = np.zeros((len(places), encoder.dimension), dtype=np.float16)
    known, stale = _read(kept, places, unique)
    fresh = {key: text for key, text in zip(keys, texts, strict=True) if not known[places[key]]}
    _embed(encoder, fresh, places, unique, progress)
    if (fresh or stale) and (all_texts or not stale):
        _write(kept, list(places), unique)
    return unique[[places[key] for key in keys]].astype(np.float32)


def _embed(
    encoder: Encoder,
    fresh: Mapping[str, str],
    places: Mapping[str, int],
    unique: NDArray[np.float16],
    progress: Callable[[int, int], None] | None,
) -> None:
    """Put the vectors of these texts into their places."""
    wanted = list(fresh)
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        unique[[places[key] for key in part]] = encoder.passages([fresh[key] for key in part])
        if progress:
            progress(min(start + _AT_ONCE, len(wanted)), len(wanted))


def _read(path: Path, places: Mapping[str, int], into: NDArray[np.float16]) -> tuple[NDArray[np.bool_], bool]:
    """Put what is kept into its places; which places are filled, and whether what is kept holds more than is wanted."""
    known = np.zeros(len(places), dtype=bool)
    if not path.exists():
        return known, False
    with np.load(path) as found:
        keys = found["keys"].tolist()
        held = [(row, places[key]) for row, key in enumerate(keys) if key in places]
        if held:
            rows, own = map(list, zip(*held, strict=True))
            into[own] = found["vectors"][rows]
            known[own] = True
    return known, len(held) < len(keys)


def _write(path: Path, keys: Sequence[str], vectors: NDArray[np.float16]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.part.npz")
    np.savez(partial, keys=np.array(keys), vectors=vectors)
    partial.replace(path)
