"""How the properties are tried that hold what an office signs: `.ci/run properties` on 2000
histories each, all other runs on as many as any property. It also runs what runs under seeds.
"""

import os
from collections.abc import Callable
from math import ceil
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

Test = TypeVar("Test", bound=Callable[..., object])
HISTORIES = int(os.environ.get("NGAYSO_TEST_HISTORIES", settings().max_examples))
FEW = ceil(settings().max_examples / 3)
"""Of what takes a tenth of a second or more each."""
MINUTES = 15


def thorough(test: Test) -> Test:
    """So many histories, and the time that they take."""
    tried = settings(max_examples=HISTORIES, suppress_health_check=list(HealthCheck))(test)
    return pytest.mark.thorough(pytest.mark.timeout(60 * MINUTES)(tried))
