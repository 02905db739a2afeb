"""The OpenAPI description: it matches the pages, and generated requests cause no server error."""

from __future__ import annotations

import os

import pytest

from monitor.web.app import create_app
from monitor.web.pages.machine import description
from monitor.web.site import Settings

CASES = int(os.environ.get("CASES", "20"))
"""For each operation; ``CASES=20000`` takes an hour."""


def test_every_path_that_is_described_is_there(client):
    """With the values of the fixture, each gives JSON of the described shape."""
    values = {
        "article": 1,
        "number": 2,
        "old": 1,
        "new": 2,
        "name": "harbour",
        "capture": 1,
        "story": 1,
    }
    for path, operations in description()["paths"].items():
        answer = client.get(path.format(**values), query_string={"q": "ferry"})
        assert answer.status_code == 200, path
        schema = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        document = answer.json
        if schema["type"] == "array":
            assert isinstance(document, list)
        else:
            assert set(schema.get("required", ())) <= set(document)


def test_the_description_is_served(client):
    """Exactly as it is in the code."""
    assert client.get("/openapi.json").json == description()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_no_case_of_schemathesis_fails(kept):
    """Values of every kind in every place: all answers are as described, and never a 500."""
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    from hypothesis import HealthCheck, Phase, given, settings  # noqa: PLC0415 — beside schemathesis

    app = create_app(Settings(kept, lambda *words: " ".join(words)))
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    from schemathesis.checks import not_a_server_error  # noqa: PLC0415 — the same
    from schemathesis.specs.openapi import checks  # noqa: PLC0415 — the same

    held = [
        not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    ]
    limits = settings(
        max_examples=CASES,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    count = 0
    for result in schema.get_all_operations():

        @limits
        @given(case=result.ok().as_strategy())
        def every_case(case):
            nonlocal count
            count += 1
            case.call_and_validate(checks=held)

        every_case()
    print(f"{count} cases")
    assert count > CASES
    app.extensions["variorum"].close()
