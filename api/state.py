"""The state of a data folder and of this installation, as a value: for `status` and the application's health."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.language_model import shown_model
from api.settings import Settings
from corpus.model import iso

if TYPE_CHECKING:
    from corpus.store import Store, StoredPlan

SHOWN_VERSIONS = ("zakhid", "onnxruntime", "faiss-cpu", "tantivy", "spacy", "sqlalchemy", "fastapi")


def state_of(store: Store, settings: Settings) -> dict[str, Any]:
    """Plans, measures, the index with its sizes, model and versions, ready for JSON."""
    from corpus.analysis import pipeline_name

    plans = store.plans()
    return {
        "data": str(store.folder.resolve()),
        "plans": len(plans),
        "measures": store.count(),
        "revision": store.revision,
        "index": _index(store),
        "encoder": settings.encoder,
        "analysis": pipeline_name(),
        "language_model": shown_model(settings),
        "versions": {name: _version(name) for name in SHOWN_VERSIONS} | {"python": platform.python_version()},
        "plan_list": [_plan(stored) for stored in plans],
    }


def _index(store: Store) -> dict[str, Any] | None:
    """The newest index of the folder, or None where there is none yet."""
    from index.manifest import kept_manifests

    folder = store.folder / "index"
    manifests = kept_manifests(folder)
    if not manifests:
        return None
    newest, whole = manifests[0], store.only is None
    return {
        "encoder": newest.recipe.encoder,
        "dimension": newest.recipe.dimension,
        "analysis": newest.recipe.analysis,
        "plans": newest.plans if whole else len(store.plans()),
        "measures": newest.measures if whole else store.count(),
        "bytes": _size(folder) if whole else None,  # would tell how much there is of other plans
        "current": newest.revision == store.revision,
    }


def _plan(stored: StoredPlan) -> dict[str, Any]:
    plan = stored.plan
    return {
        "id": plan.id,
        "source_file": plan.source_file,
        "title": plan.title,
        "region": plan.region,
        "period_from": iso(plan.period_from),
        "period_to": iso(plan.period_to),
        "measures": stored.measures,
        "warnings": list(plan.warnings),
    }


def _size(folder: Path) -> int:
    """Bytes of all files below; one that goes away meanwhile counts nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
