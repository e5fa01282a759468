"""Whatever the description of the API allows, and whatever it forbids, is answered as it says and never by a fault.

Schemathesis makes the requests, the same ones each time; `MORE=200 pytest tests/api/test_openapi.py` makes more.
"""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings

from api.job_runner import JobRunner
from api.server import DESCRIBED, create_app
from api.settings import Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis import GenerationMode
    from schemathesis.specs.openapi.checks import positive_data_acceptance

BASE = "http://127.0.0.1:8000"
EXAMPLES = int(os.environ.get("MORE", "4"))  # requests of each kind to each route


@pytest.fixture(scope="module")
def app(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """An application whose jobs are noted and not done: what they do is tested elsewhere."""
    folder = shutil.copytree(sample_data, tmp_path_factory.mktemp("openapi") / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JobRunner, "start", lambda self: None)
        app = create_app(Settings.load({}, data=folder, hosts="testserver"))
        with TestClient(app, base_url=BASE):
            yield app


@pytest.fixture(scope="module")
def described(app: FastAPI) -> Any:
    return schemathesis.openapi.from_asgi(DESCRIBED, app)


def test_every_route_answers_as_it_is_described(described: Any) -> None:
    tried, wrong = set(), []
    for found in described.get_all_operations():
        operation = found.ok()
        tried.add(operation.label)
        checked = operation.query or operation.body  # of a text in the path nothing can be wrong
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)[: 2 if checked else 1]:
            try:
                _ask(operation, mode)
            except Exception as error:  # all of them are wanted, not the first alone
                wrong.append(f"{operation.label}: {error}")
    assert len(tried) > 30
    assert not wrong, "\n\n".join(wrong)


def _ask(operation: Any, mode: Any) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def asked(case: Any) -> None:
        # that a measure is no pair with itself, and the like, no schema can say
        case.call_and_validate(excluded_checks=[positive_data_acceptance], timeout=120)

    asked()
