"""The bundled encoder: multilingual-e5-small in ONNX Runtime, from weights that an installed package carries.

No network, no torch. The graph is built once into the cache folder (by whichever process comes first, the others
wait) and found there afterwards; the word embeddings are read where the package has them, 4 bits a weight, so that
the process holds tens of megabytes and not hundreds. The only importer of onnxruntime and tokenizers.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.messages import Problem
from index.bundled_weights import Weights, dequantised, source_name
from index.encoder import Progress

ADAPTATION = Path(__file__).with_name("adaptation.npz")  # low-rank weights that tools/train_encoder.py has learned
_GRAPH = "graph-2"  # changes with what build_graph writes
_BYTE_PRODUCTS = frozenset(("avx512_vnni", "avx_vnni", "asimddp"))  # as Linux names them, for x86 and ARM
_TOKENS = 512
_BATCH_TOKENS = {True: 2048, False: 512}  # measured with 8-bit products and with floats, which fill the caches sooner
_START, _PADDING, _END = 0, 1, 2


class BundledEncoder:
    """e5 vectors of 384 dimensions: prefix «query: » or «passage: », at most 512 tokens, mean pooling, unit length."""

    dimension = 384

    def __init__(
        self, name: str, weights: Weights, session: Any, tokenizer: Any, batch_tokens: int = _BATCH_TOKENS[True]
    ) -> None:
        self.name = name
        self._batch_tokens = batch_tokens
        self._session = session
        self._tokenizer = tokenizer
        self._words = weights.blocks("emb.word", weights.hidden)
        places = weights.floats("emb.pos").reshape(-1, weights.hidden)
        self._places = places + weights.floats("emb.type")[: weights.hidden]

    @classmethod
    def load(
        cls, cache: Path, *, adapted: bool = True, threads: int = 0, quantised: bool | None = None
    ) -> BundledEncoder:
        """The encoder, its graph built into ``cache`` if it is not there yet.

        ``adapted``: with the adaptation to this domain, where one is shipped. ``threads``: 0 for all cores.
        ``quantised``: multiply 8-bit numbers and not floats; None for what is faster on this processor. The vectors of
        both agree to a cosine of 0.998, so that an index made by the one is searched by the other.
        """
        weights = Weights.open()
        adaptation = ADAPTATION if adapted and ADAPTATION.exists() else None
        name = _name(adaptation)
        quantised = _multiplies_bytes() if quantised is None else quantised
        path = _ensure_graph(cache, name, weights, adaptation, quantised)
        return cls(name, weights, _session(path, threads), tokenizer_of(weights), _BATCH_TOKENS[quantised])

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions."""
        return self._encode([f"query: {text}" for text in texts], None)

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Vectors of texts that are to be found."""
        return self._encode([f"passage: {text}" for text in texts], progress)

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text with the marks of its start and end, cut to 512."""
        encodings = self._tokenizer.encode_batch_fast(list(texts))
        return [[_START, *e.ids[: _TOKENS - 2], _END] for e in encodings]

    def _encode(self, texts: list[str], progress: Progress | None) -> NDArray[np.float32]:
        ids = self.token_ids(texts)
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        out = np.empty((len(ids), self.dimension), dtype=np.float32)
        done = 0
        for batch in _batches(order, ids, self._batch_tokens):
            out[batch] = self._run([ids[i] for i in batch])
            done += len(batch)
            if progress:
                progress(done, len(ids))
        return out

    def _run(self, ids: list[list[int]]) -> NDArray[np.float32]:
        longest = max(len(one) for one in ids)
        padded = np.full((len(ids), longest), _PADDING, dtype=np.int64)
        mask = np.zeros((len(ids), longest), dtype=np.float32)
        for row, one in enumerate(ids):
            padded[row, : len(one)] = one
            mask[row, : len(one)] = 1
        distinct, places = np.unique(padded, return_inverse=True)
        words = dequantised(self._words[distinct])[places.reshape(padded.shape)]
        fed = {"embedded": words + self._places[:longest], "mask": mask}
        result: NDArray[np.float32] = self._session.run(None, fed)[0]
        return result


def _batches(order: list[int], ids: list[list[int]], most: int) -> Iterator[list[int]]:
    """Texts of like length together, no batch of several of more than so many tokens with its padding."""
    batch: list[int] = []
    for i in order:
        if batch and (len(batch) + 1) * len(ids[i]) > most:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


@lru_cache(maxsize=1)
def _multiplies_bytes(description: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the processor has an instruction for sums of products of 8-bit numbers; taken for granted where it cannot
    be asked."""
    try:
        flags = set(re.findall(r"\w+", description.read_text(encoding="utf-8", errors="replace").lower()))
    except OSError:
        return True
    return bool(flags & _BYTE_PRODUCTS) or not flags & {"avx", "asimd"}


def _name(adaptation: Path | None) -> str:
    base = f"multilingual-e5-small/{source_name()}"
    if adaptation is None:
        return base
    return f"{base}+adapted-{hashlib.sha256(adaptation.read_bytes()).hexdigest()[:10]}"


def _ensure_graph(cache: Path, name: str, weights: Weights, adaptation: Path | None, quantised: bool) -> Path:
    path = cache / f"{name.replace('/', '-')}-{_GRAPH}{'' if quantised else '-floats'}.onnx"
    if path.exists():
        return path
    with _only_one(cache, path.name):
        if not path.exists():
            from index.bundled_graph import build_graph

            delta = read_adaptation(adaptation) if adaptation else {}
            _write_whole(path, build_graph(weights, delta, quantised=quantised))
    return path


def read_adaptation(path: Path) -> dict[str, NDArray[np.float32]]:
    """What the adaptation adds to each linear layer: the product of its low-rank halves, (outputs, inputs)."""
    with np.load(path) as saved:
        names = sorted(key[:-2] for key in saved.files if key.endswith(".a"))
        return {name: saved[f"{name}.b"].astype(np.float32) @ saved[f"{name}.a"].astype(np.float32) for name in names}


@contextmanager
def _only_one(folder: Path, name: str) -> Iterator[None]:
    """Hold a lock that dies with the process."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{name}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise Problem("cache-unwritable", folder=folder, reason=error.strerror) from error


def _write_whole(path: Path, content: bytes) -> None:
    """The file appears whole or not at all."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _session(path: Path, threads: int) -> Any:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def tokenizer_of(weights: Weights, *, with_ends: bool = False) -> Any:
    """XLM-R's tokenizer: a Unigram model over the pieces, checked against the original on 1,460 real cells.

    ``with_ends``: with the marks of start and end that the encoder adds itself.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(weights.pieces(), unk_id=weights.unknown))
    steps = [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    if with_ends:
        ends = [("<s>", _START), ("</s>", _END)]
        tokenizer.post_processor = processors.TemplateProcessing("<s> $A </s>", special_tokens=ends)
    return tokenizer
