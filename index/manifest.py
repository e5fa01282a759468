"""What an index was made with, and what it holds.

The *recipe* (encoder, analysis, versions of fields and terms) names the folder: another recipe gets a folder of its
own, so that readers keep the old index until the new one is whole, and a change of encoder can be taken back.
``manifest.json`` in the folder says the same to people and tools, with counts and a hash of the content.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.analysis import pipeline_name
from index.fields import FIELDS_VERSION
from index.terms import TERMS_VERSION

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that changes what an index holds for the same measures."""

    encoder: str
    dimension: int
    analysis: str
    fields: int = FIELDS_VERSION
    terms: int = TERMS_VERSION

    @property
    def key(self) -> str:
        """A short name of the recipe, fit for a folder."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A committed state of an index: its recipe, the store's revision, counts, and a hash over its plans."""

    recipe: Recipe
    revision: int
    plans: int
    measures: int
    content_hash: str

    def write(self, folder: Path) -> None:
        """Put the manifest into the folder, whole or not at all."""
        partial = folder / f"{MANIFEST}.{os.getpid()}.part"
        partial.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        partial.replace(folder / MANIFEST)

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
        """The folder's manifest, or None where there is none that can be read."""
        try:
            data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            return cls(Recipe(**data.pop("recipe")), **data)
        except (OSError, ValueError, TypeError, KeyError):
            return None


def recipe_of(encoder_name: str, dimension: int) -> Recipe:
    """The recipe of this installation with that encoder."""
    return Recipe(encoder_name, dimension, pipeline_name())


def hash_of(signatures: dict[str, str]) -> str:
    """A hash over the plans and their signatures."""
    text = json.dumps(sorted(signatures.items()), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def kept_manifests(folder: Path) -> list[Manifest]:
    """The manifests of every index that the folder keeps, newest first."""
    paths = sorted(folder.glob(f"*/{MANIFEST}"), key=lambda path: -path.stat().st_mtime)
    return [found for path in paths if (found := Manifest.read(path.parent)) is not None]
