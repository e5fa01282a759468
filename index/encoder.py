"""Texts to vectors: what every encoder promises, and which one a setting means.

Two kinds exist: the *bundled* one (ONNX Runtime, weights from an installed package, no network and no torch) and any
model of the sentence-transformers library. Which texts go in is the business of ``index.fields``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

BUNDLED = "bundled"  # the adapted weights
BUNDLED_BASE = "bundled-base"  # the weights as their authors published them
Progress = Callable[[int, int], None]  # called with texts done, texts in all


class Encoder(Protocol):
    """Turns texts into unit vectors. ``name`` changes whenever the vectors would.

    Both methods give float32 of shape (number of texts, ``dimension``), L2-normalised; the similarity of a query and a
    passage is their dot product.
    """

    name: str
    dimension: int

    def queries(self, texts: Sequence[str]) -> Vectors: ...

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors: ...


def load_encoder(setting: str, cache: Path) -> Encoder:
    """The encoder that a setting names: «bundled», «bundled-base», or a model id or folder of sentence-transformers.

    ``cache`` is where the bundled model's graph is kept once it has been built.
    """
    if setting in (BUNDLED, BUNDLED_BASE):
        return _bundled(setting, cache.resolve())
    from index.sentence_encoder import SentenceEncoder

    return SentenceEncoder.load(setting)


@lru_cache(maxsize=2)
def _bundled(setting: str, cache: Path) -> Encoder:
    """One for the whole process: it is never changed, and takes a second to load."""
    from index.bundled import BundledEncoder

    return BundledEncoder.load(cache, adapted=setting == BUNDLED)
