"""The bundled weights as a folder that sentence-transformers loads: for training, and to hold both encoders together.

The folder holds the 4-bit weights as floats, so it gives what the bundled encoder gives, up to rounding.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bundled import tokenizer_of
from index.bundled_weights import Weights

# parts of a layer in the weights' file -> their names in the transformers library
LINEAR_NAMES: Mapping[str, str] = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMAL_NAMES = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def export_sentence_transformer(folder: Path, delta: Mapping[str, NDArray[np.float32]] | None = None) -> Path:
    """Write the model, tokenizer and modules; ``delta`` is added to the linear layers. Needs safetensors."""
    from safetensors.numpy import save_file

    weights = Weights.open()
    folder.mkdir(parents=True, exist_ok=True)
    save_file(_state(weights, delta or {}), folder / "model.safetensors", {"format": "pt"})
    _write_json(folder / "config.json", _config(weights))
    _write_json(folder / "tokenizer_config.json", _TOKENIZER_CONFIG)
    tokenizer = tokenizer_of(weights, with_ends=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    _write_modules(folder, weights)
    return folder


def _state(weights: Weights, delta: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    hidden, inner = weights.hidden, weights.inner
    state = {
        "embeddings.word_embeddings.weight": weights.matrix("emb.word", hidden),
        "embeddings.position_embeddings.weight": weights.floats("emb.pos").reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": weights.floats("emb.type").reshape(-1, hidden),
        "embeddings.LayerNorm.weight": weights.floats("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.floats("emb.ln.b"),
    }
    for number in range(weights.layers):
        for part, name in LINEAR_NAMES.items():
            matrix = weights.matrix(f"l{number}.{part}.w", inner if part == "fo" else hidden)
            full = f"encoder.layer.{number}.{name}"
            state[f"{full}.weight"] = matrix + delta.get(f"l{number}.{part}", np.float32(0))
            state[f"{full}.bias"] = weights.floats(f"l{number}.{part}.b")
        for part, name in _NORMAL_NAMES.items():
            state[f"encoder.layer.{number}.{name}.weight"] = weights.floats(f"l{number}.{part}.w")
            state[f"encoder.layer.{number}.{name}.bias"] = weights.floats(f"l{number}.{part}.b")
    return {name: np.ascontiguousarray(value) for name, value in state.items()}


def _config(weights: Weights) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": weights.hidden,
        "num_hidden_layers": weights.layers,
        "num_attention_heads": weights.heads,
        "intermediate_size": weights.inner,
        "max_position_embeddings": weights.positions,
        "vocab_size": weights.tensors["emb.word"].values // weights.hidden,
        "type_vocab_size": 2,
        "layer_norm_eps": weights.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": 1,
        "torch_dtype": "float32",
    }


_TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "model_max_length": 512,
    "bos_token": "<s>",
    "eos_token": "</s>",
    "cls_token": "<s>",
    "sep_token": "</s>",
    "pad_token": "<pad>",
    "unk_token": "<unk>",
}


def _write_modules(folder: Path, weights: Weights) -> None:
    kinds = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    listed = [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (path, kind) in enumerate(kinds.items())
    ]
    _write_json(folder / "modules.json", listed)
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": 512, "do_lower_case": False})
    for name in ("1_Pooling", "2_Normalize"):
        (folder / name).mkdir(exist_ok=True)
    pooling = {"word_embedding_dimension": weights.hidden, "pooling_mode_mean_tokens": True}
    _write_json(folder / "1_Pooling" / "config.json", pooling)
    prompts = {"query": "query: ", "passage": "passage: "}
    _write_json(folder / "config_sentence_transformers.json", {"prompts": prompts, "default_prompt_name": None})


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
