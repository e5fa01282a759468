"""Vectors of texts by themselves, kept in the data folder by the hash of the text, so that none is made twice."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder

_FOLDER = "text-vectors"
_AT_ONCE = 256


def text_vectors(
    folder: Path, encoder: Encoder, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
) -> NDArray[np.float32]:
    """The passage vectors of these texts, float32 of shape (texts, dimension). ``folder`` is the data folder.

    What is no longer asked for is dropped from what is kept: nothing of a removed plan stays behind.
    """
    kept = folder / "index" / _FOLDER / f"{hashlib.sha256(encoder.name.encode()).hexdigest()[:16]}.npz"
    keys = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts]
    known = _read(kept)
    fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    wanted = list(fresh)
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        known.update(zip(part, encoder.passages([fresh[key] for key in part]), strict=True))
        if progress:
            progress(min(start + _AT_ONCE, len(wanted)), len(wanted))
    if not keys:
        kept.unlink(missing_ok=True)
        return np.zeros((0, encoder.dimension), dtype=np.float32)
    unique = list(dict.fromkeys(keys))
    if fresh or len(known) > len(unique):
        _write(kept, unique, np.stack([known[key] for key in unique]))
    return np.stack([known[key] for key in keys]).astype(np.float32)


def _read(path: Path) -> dict[str, NDArray[np.floating]]:
    if not path.exists():
        return {}
    with np.load(path) as found:
        return dict(zip(found["keys"].tolist(), found["vectors"], strict=True))


def _write(path: Path, keys: Sequence[str], vectors: NDArray[np.floating]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.part.npz")
    np.savez(partial, keys=np.array(keys), vectors=vectors.astype(np.float16))
    partial.replace(path)
