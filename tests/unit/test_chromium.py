"""The tests of the UI find a Chromium, or fetch one where that may be done, or say what to do."""

import os
from pathlib import Path

import pytest

from tests.chromium import chromium


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder with programs, on a computer of root's."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tmp_path


def program(path: Path, name: str, body: str = "") -> Path:
    file = path / name
    file.write_text(f"#!/bin/sh\n{body}")
    file.chmod(0o755)
    return file


def test_the_browser_on_path_is_taken_under_each_of_its_names(path: Path) -> None:
    program(path, "apt-get", "exit 1")
    for name in ("google-chrome", "chromium-browser", "chromium"):
        placed = program(path, name)
        assert chromium() == str(placed)


def test_root_gets_it_from_the_distribution_with_one_line_and_no_questions(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    body = f"""
echo "$DEBIAN_FRONTEND $*" >> {path}/asked
echo noise
[ "$4" = update ] || /bin/cp {path}/apt-get {path}/chromium
"""
    program(path, "apt-get", body)
    assert chromium() == str(path / "chromium")
    assert (path / "asked").read_text().splitlines() == [
        f"noninteractive -qq -o DPkg::Lock::Timeout=600 {command}"
        for command in ("update", "install --yes --no-install-recommends chromium")
    ]
    assert capfd.readouterr() == (
        "Installing chromium with apt-get, once (0.5 GB on disk)\n",
        "",
    )


def test_a_failed_installation_is_one_line_with_the_last_thing_that_was_said(path: Path) -> None:
    program(path, "apt-get", "echo first; echo 'E: no space left' >&2; exit 100")
    with pytest.raises(RuntimeError, match=r"^apt-get update failed: E: no space left$"):
        chromium()


@pytest.mark.parametrize(("user", "programs"), [(0, []), (1000, ["apt-get"])])
def test_where_it_may_not_be_installed_one_line_says_what_to_install(
    path: Path, monkeypatch: pytest.MonkeyPatch, user: int, programs: list[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    for name in programs:
        program(path, name)
    with pytest.raises(RuntimeError) as caught:
        chromium()
    assert str(caught.value) == (
        "no browser on PATH (chromium, chromium-browser, google-chrome): install Chromium, "
        "on Debian by `sudo apt-get install chromium`"
    )
