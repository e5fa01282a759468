"""Any model of the sentence-transformers library as an encoder. The only importer of sentence_transformers.

Models of the e5 family want «query: » and «passage: » before their texts; the prefixes are taken from the model's own
prompts where it has such, and from its name otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.messages import Problem
from index.encoder import Progress

_BATCH = 32


class SentenceEncoder:
    """Vectors of a sentence-transformers model, on whatever device the library chooses."""

    def __init__(self, setting: str, model: Any) -> None:
        from importlib.metadata import version

        self.name = f"sentence-transformers-{version('sentence-transformers')}:{setting}"
        self._model = model
        self.dimension: int = model.get_embedding_dimension()
        self._prefixes = _prefixes(setting, getattr(model, "prompts", None) or {})

    @classmethod
    def load(cls, setting: str) -> SentenceEncoder:
        """The model of this id or folder. Raises Problem where it cannot be had."""
        from sentence_transformers import SentenceTransformer

        try:
            return cls(setting, SentenceTransformer(setting))
        except (OSError, ValueError) as error:
            raise Problem("no-model", model=setting, reason=str(error).splitlines()[0]) from error

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions."""
        return self._encode([self._prefixes[0] + text for text in texts], None)

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Vectors of texts that are to be found."""
        return self._encode([self._prefixes[1] + text for text in texts], progress)

    def _encode(self, texts: list[str], progress: Progress | None) -> NDArray[np.float32]:
        out = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH * 8):
            part = texts[start : start + _BATCH * 8]
            vectors = self._model.encode(
                part, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False, prompt=""
            )
            out[start : start + len(part)] = vectors
            if progress:
                progress(start + len(part), len(texts))
        return out


def _prefixes(setting: str, prompts: dict[str, str]) -> tuple[str, str]:
    """What is put before questions and before passages."""
    passage = prompts.get("passage") or prompts.get("document") or ""
    if prompts.get("query") or passage:
        return prompts.get("query") or "", passage
    return ("query: ", "passage: ") if "e5" in setting.lower() else ("", "")
