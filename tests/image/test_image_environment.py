"""The image's Python environment is made once, whole, and only from what the lock allows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from image_services import IMAGE
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from local.image_environment import image_environment


@pytest.fixture
def lock(tmp_path, monkeypatch):
    """A lock file of one small package, and a cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (entry,) = re.findall(
        r"^zipp==.*?(?=^\S|\Z)",
        (IMAGE / "requirements.txt").read_text(),
        re.MULTILINE | re.DOTALL,
    )
    path = tmp_path / "requirements.txt"
    path.write_text(entry)
    return path


def imports(binaries: Path) -> bool:
    return subprocess.run([binaries / "python", "-c", "import zipp"]).returncode == 0


def test_two_at_once_make_one_environment(lock, tmp_path):
    program = (
        "import sys; from pathlib import Path; from local.image_environment import "
        "image_environment; print(image_environment(Path(sys.argv[1])))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, lock],
            cwd=IMAGE.parent,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=60)[0].splitlines() for process in processes]
    assert sorted(len(lines) > 1 for lines in outputs) == [
        False,
        True,
    ]  # one had nothing to do
    (binaries,) = {lines[-1] for lines in outputs}
    assert re.fullmatch(
        r"image-[0-9a-f]{16}/bin",
        Path(binaries).relative_to(tmp_path / "cache/mlflow-aws").as_posix(),
    )
    assert imports(Path(binaries))


def test_one_that_was_interrupted_is_made_again(lock):
    binaries = image_environment(lock)
    (binaries.parent / "complete").unlink()
    for file in binaries.parent.glob("lib/python3*/site-packages/zipp*"):
        file.rename(f"{file}.half")
    assert not imports(binaries)
    assert imports(image_environment(lock))


def test_a_package_that_does_not_match_its_hash_is_refused_in_one_line(lock):
    lock.write_text(re.sub(r"sha256:[0-9a-f]{64}", "sha256:" + "0" * 64, lock.read_text()))
    with pytest.raises(
        RuntimeError,
        match=r"could not make the image's Python environment: .*zipp.*Computed",
    ) as caught:
        image_environment(lock)
    assert "\n" not in str(caught.value)


def test_a_package_without_a_hash_is_refused(lock):
    lock.write_text(lock.read_text().partition(" ")[0])
    with pytest.raises(RuntimeError, match=r"--require-hashes.*zipp==") as caught:
        image_environment(lock)
    assert "\n" not in str(caught.value)


def test_it_holds_the_packages_of_the_lock_and_no_other(image_bin):
    program = (
        "from importlib.metadata import distributions\n"
        "for one in distributions(): print(f'{one.name}=={one.version}')"
    )
    listed = subprocess.run(
        [image_bin / "python", "-c", program], check=True, stdout=subprocess.PIPE, text=True
    )
    lines = (IMAGE / "requirements.txt").read_text().splitlines()
    locked = [Requirement(line.rstrip(" \\")) for line in lines if not line.startswith(" ")]
    installed = [Requirement(line) for line in listed.stdout.splitlines()]
    assert {(canonicalize_name(one.name), one.specifier) for one in installed} == {
        (one.name, one.specifier) for one in locked if not one.marker or one.marker.evaluate()
    }
