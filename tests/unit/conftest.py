"""What every unit test needs: the project's folder, and an AWS that cannot be reached."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]

# An Output formatted into text is an error in the program, not text.
os.environ["PULUMI_ERROR_OUTPUT_STRING"] = "1"
os.environ |= {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-gov-west-1",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
}


@pytest.fixture(autouse=True)
def _in_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)


@pytest.fixture(autouse=True)
def _no_collection() -> Iterator[None]:
    # Pulumi's SDK is so many objects that walking them takes two thirds of a test's time.
    gc.freeze()
    gc.disable()
    yield
    gc.enable()
