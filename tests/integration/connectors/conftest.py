"""Runs each test of the connectors' contract for every kind that the backend's class names."""

from __future__ import annotations

import pytest

from tests.fakes.certificates import Certificates

for _module in ("asking", "contract", "http_contract", "trials", "world"):
    pytest.register_assert_rewrite(f"tests.integration.connectors.{_module}")


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("tls"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    kinds = getattr(metafunc.cls, "kinds", ())
    if "kind" in metafunc.fixturenames and kinds:
        metafunc.parametrize("kind", kinds, ids=[kind.value for kind in kinds])
