"""Clients without a way to S3: with `clientsReachS3: false` every artifact goes through the server.

S3 answers the server alone here: the proxy refuses whoever else asks for it, and counts that.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import browse
from playwright.sync_api import expect
from user import User

from tests.rehearsal import Rehearsal

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def user(public_rehearsal: Rehearsal) -> Iterator[User]:
    """Somebody outside who does not reach S3, where the stack knows that."""
    before = public_rehearsal.settings
    public_rehearsal.configure(**before, clientsReachS3=False)
    public_rehearsal.up()
    with User(public_rehearsal, reaches_s3=False) as user:
        yield user
    public_rehearsal.configure(**before)
    public_rehearsal.up()


def test_the_balancer_tells_clients_of_no_presigned_urls(user):
    answer = user.ask("/api/3.0/mlflow/server-info")
    assert (answer.status_code, answer.text) == (404, "Not found")


def test_the_default_client_moves_big_files_through_the_server(user, tmp_path: Path):
    content = os.urandom(12 * MIB)
    (tmp_path / "weights.bin").write_bytes(content)
    came = user.script(
        "transfer.py",
        tmp_path / "weights.bin",
        MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE=str(10 * MIB),
    )
    assert came["sha256"] == hashlib.sha256(content).hexdigest()
    assert user.proxy.refused == {}


def test_the_ui_shows_and_downloads_an_artifact(user, tracked):
    with browse(user) as browser:
        run = f"/experiments/{tracked['experiment']}/runs/{tracked['run']}"
        page = browser.open(f"{run}/artifacts/notes/readme.txt")
        expect(page.get_by_text("kept as written: ü")).to_be_visible()
        with page.expect_download() as download:
            page.locator("[data-component-id*=artifactview]").click()
        assert Path(download.value.path()).read_text() == "kept as written: ü"
        assert browser.failures == []
    assert user.s3 not in user.proxy.refused
