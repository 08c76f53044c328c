"""What the image is built from is pinned, complete, and runs without root and without a shell."""

import hashlib
import json
import re
import subprocess

import pytest
from image_services import IMAGE, PROGRAMS

from local.docker_build import context_files
from tests.update_mlflow import check_wheels

LOCK = (IMAGE / "requirements.txt").read_text()
DEVELOPMENT = (IMAGE.parent / "requirements-dev.txt").read_text()
DOCKERFILE = (IMAGE / "Dockerfile").read_text().replace("\\\n", " ")


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} +(.*)$", DOCKERFILE, re.MULTILINE)


def test_every_package_is_locked_to_a_version_and_hashes_and_none_to_a_place():
    packages = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(packages) > 90
    for package in packages:
        assert re.match(r"[a-z0-9-]+(\[[a-z]+\])?==[^ ]+( ; [^\\]+)? \\\n", package), package
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", package), package
    assert "://" not in LOCK
    assert "/" not in LOCK


@pytest.mark.parametrize(
    "wanted",
    re.findall(r"^([a-z0-9-]+)", (IMAGE / "requirements.in").read_text(), re.MULTILINE),
)
def test_every_requirement_is_in_the_lock(wanted):
    assert re.search(rf"^{wanted}(\[[a-z]+\])?==", LOCK, re.MULTILINE)


def test_only_mlflow_is_pinned_by_hand_and_the_lock_has_its_version():
    stated = re.findall(r"^([a-z0-9-]+)\S*?==(\S+)$", (IMAGE / "requirements.in").read_text(), re.M)
    ((name, version),) = stated
    assert name == "mlflow"
    assert re.search(rf"^mlflow=={re.escape(version)}\s", LOCK, re.MULTILINE)


def test_the_clients_of_the_tests_are_of_the_version_of_the_image():
    ((_, version),) = re.findall(r"^(mlflow-skinny)==(\S+)$", DEVELOPMENT, re.MULTILINE)
    assert re.search(rf"^mlflow-skinny=={re.escape(version)}\s", LOCK, re.MULTILINE)


def test_the_base_image_is_pinned_by_digest():
    (base,) = instructions("FROM")
    assert re.fullmatch(r"python:3\.11\.\d+-slim-\w+@sha256:[0-9a-f]{64}", base)


def test_the_certificates_are_held_against_a_pinned_hash_wherever_they_are_from():
    *_, address, bundle = instructions("ADD")[0].split()
    assert address == "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"
    assert bundle == "/etc/ssl/certs/rds-global-bundle.pem"
    (check,) = [run for run in instructions("RUN") if "sha256sum" in run]
    test, _ = check.split(" || ")
    assert re.fullmatch(rf"""test "\$\(sha256sum < {bundle}\)" = +"[0-9a-f]{{64}}  -" *""", test)


def test_certificates_with_another_hash_stop_the_build_and_it_says_where_help_is(tmp_path):
    bundle = tmp_path / "bundle.pem"
    bundle.write_text("certificates")
    digest = hashlib.sha256(bundle.read_bytes()).hexdigest()
    (check,) = [run for run in instructions("RUN") if "sha256sum" in run]
    check = check.replace("/etc/ssl/certs/rds-global-bundle.pem", str(bundle))
    right = re.sub("[0-9a-f]{64}", digest, check)

    def run(command: str) -> tuple[int, str]:
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
        return done.returncode, done.stdout

    help_ = "image/README.md, Certificate authorities of RDS"
    assert run(right) == (0, "")
    assert run(check) == (1, f"AWS has published another bundle; what to do: {help_}\n")
    assert "**Certificate authorities of RDS**" in (IMAGE / "README.md").read_text()


def test_it_installs_only_what_the_lock_allows():
    (install,) = [run for run in instructions("RUN") if "pip install" in run]
    assert "--require-hashes -r /requirements.txt" in install
    assert "--only-binary=:all:" in install


def test_no_package_has_to_be_compiled_on_amd64_or_on_arm64():
    check_wheels(LOCK)


def test_it_runs_the_server_as_an_ordinary_user_without_a_shell():
    assert instructions("USER") == ["10001:10001"]
    assert json.loads(instructions("CMD")[0]) == ["mlflow", "server"]
    assert instructions("ENTRYPOINT") == []
    assert json.loads(instructions("VOLUME")[0]) == ["/tmp", "/run/credentials"]


def test_the_build_gets_the_lock_and_the_programs_and_nothing_else():
    # Docker itself wants the first two.
    others = {IMAGE / name for name in (".dockerignore", "Dockerfile", "requirements.txt")}
    assert set(context_files(IMAGE)) == others | set(PROGRAMS.rglob("*.py"))
    assert instructions("COPY") == ["--chmod=0555 programs /opt/mlflow"]
