"""Runs each test of the connectors' contract for every kind that the backend's class names."""

from __future__ import annotations

import pytest

for _module in ("asking", "contract", "http_contract", "trials", "world"):
    pytest.register_assert_rewrite(f"tests.integration.connectors.{_module}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    kinds = getattr(metafunc.cls, "kinds", ())
    if "kind" in metafunc.fixturenames and kinds:
        metafunc.parametrize("kind", kinds, ids=[kind.value for kind in kinds])
