"""`make mlflow VERSION=...` pins and locks all of it, or nothing; on a package index of its own."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.update_mlflow import Refused, update

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place that uv finds packages at."""
    folder = tmp_path / "index"
    folder.mkdir()
    configuration = tmp_path / "uv.toml"
    configuration.write_text(f'no-index = true\nfind-links = ["{folder}"]\n')
    monkeypatch.setenv("UV_CONFIG_FILE", str(configuration))
    for version in ("3.12.0", "3.99.1"):
        publish(folder, "mlflow", version, needs="flask")
    publish(folder, "flask", "1")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "image").mkdir(parents=True)
    (folder / "image/requirements.in").write_text("# The server.\nmlflow[auth]==3.12.0\nflask\n")
    (folder / "image/requirements.txt").write_text("as it was\n")
    (folder / "requirements-dev.txt").write_text("flask==1\nmlflow-skinny==3.12.0\nty==1\n")
    return folder


def publish(
    index: Path, name: str, version: str, *, needs: str | None = None, tag: str = "py3-none-any"
) -> None:
    described = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: auth\n"
    with zipfile.ZipFile(index / f"{name}-{version}-{tag}.whl", "w") as wheel:
        folder = f"{name}-{version}.dist-info"
        wheel.writestr(
            f"{folder}/METADATA", described + (f"Requires-Dist: {needs}\n" if needs else "")
        )
        wheel.writestr(f"{folder}/WHEEL", f"Wheel-Version: 1.0\nTag: {tag}\n")
        wheel.writestr(f"{folder}/RECORD", "")


def files(project: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in project.rglob("*.*") if path.is_file()}


def test_the_version_is_pinned_for_image_and_clients_and_locked_with_hashes(
    index: Path, project: Path
) -> None:
    update(project, "3.99.1")
    written = files(project)
    assert written["requirements.in"] == "# The server.\nmlflow[auth]==3.99.1\nflask\n"
    assert written["requirements-dev.txt"] == "flask==1\nmlflow-skinny==3.99.1\nty==1\n"
    locked = re.sub("[0-9a-f]{64}", "…", written["requirements.txt"])
    assert locked == ("flask==1 \\\n    --hash=sha256:…\nmlflow==3.99.1 \\\n    --hash=sha256:…\n")


def test_with_the_same_version_the_packages_around_it_are_renewed(
    index: Path, project: Path
) -> None:
    update(project, "3.12.0")
    publish(index, "flask", "2")
    update(project, "3.12.0")
    assert re.findall(r"^\S+==\S+", files(project)["requirements.txt"], re.MULTILINE) == [
        "flask==2",
        "mlflow==3.12.0",
    ]


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("latest", "VERSION=latest is no release of MLflow: give one as x.y.z"),
        ("3.18", "VERSION=3.18 is no release of MLflow: give one as x.y.z"),
        ("3.18.0rc1", "VERSION=3.18.0rc1 is no release of MLflow: give one as x.y.z"),
        ("", "VERSION= is no release of MLflow: give one as x.y.z"),
        ("3.11.9", "VERSION=3.11.9 is not supported: 3.12 or later, below 4"),
        ("4.0.0", "VERSION=4.0.0 is not supported: 3.12 or later, below 4"),
    ],
)
def test_what_is_no_supported_release_is_refused_and_changes_nothing(
    index: Path, project: Path, version: str, message: str
) -> None:
    before = files(project)
    with pytest.raises(Refused, match=f"^{re.escape(message)}$"):
        update(project, version)
    assert files(project) == before


def test_a_refusal_is_one_line_and_no_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.update_mlflow"], cwd=PROJECT, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "VERSION= is no release of MLflow: give one as x.y.z\n",
    )


def test_a_release_that_does_not_exist_is_refused_and_changes_nothing(
    index: Path, project: Path
) -> None:
    before = files(project)
    with pytest.raises(
        Refused, match=r"uv pip compile failed: .*no version of mlflow\[auth\]==3.9"
    ):
        update(project, "3.98.0")
    assert files(project) == before


@pytest.mark.parametrize(("only", "other"), [("x86_64", "aarch64"), ("aarch64", "x86_64")])
def test_a_package_that_would_have_to_be_compiled_is_refused_and_changes_nothing(
    index: Path, project: Path, only: str, other: str
) -> None:
    (index / "flask-1-py3-none-any.whl").unlink()
    publish(index, "flask", "1", tag=f"cp311-cp311-manylinux_2_17_{only}")
    before = files(project)
    with pytest.raises(Refused, match=r"uv pip install failed: .*flask==1 has no wheels with a"):
        update(project, "3.99.1")
    assert files(project) == before
