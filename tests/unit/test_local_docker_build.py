"""The docker-build stand-in tells build contexts apart by what Docker would build."""

import hashlib
from pathlib import Path

import pytest

from local.docker_build import context_digest, context_files, manifest

BUILD = {"platforms": ["linux/amd64"]}


@pytest.fixture
def context(tmp_path: Path) -> Path:
    (tmp_path / "Dockerfile").write_text("FROM python:3.11\n")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "serve.py").write_text("print('hello')\n")
    return tmp_path


def test_the_same_files_give_the_same_digest_wherever_they_are(context: Path, tmp_path: Path):
    other = tmp_path.with_name("other")
    context.rename(other)
    other_digest = context_digest(other, BUILD)
    other.rename(context)
    assert context_digest(context, BUILD) == other_digest


def test_a_changed_byte_a_moved_file_and_another_platform_each_give_another_digest(context: Path):
    digests = {context_digest(context, BUILD), context_digest(context, {"platforms": ["arm64"]})}
    (context / "src" / "serve.py").rename(context / "serve.py")
    digests.add(context_digest(context, BUILD))
    (context / "serve.py").write_text("print('hallo')\n")
    digests.add(context_digest(context, BUILD))
    assert len(digests) == 4


def test_what_the_dockerignore_names_and_bytecode_are_no_part_of_the_context(context: Path):
    before = context_digest(context, BUILD)
    (context / "src" / "__pycache__").mkdir()
    (context / "src" / "__pycache__" / "serve.pyc").write_bytes(b"1")
    assert context_digest(context, BUILD) == before
    (context / ".dockerignore").write_text("# notes\n*.md\n")
    (context / "README.md").write_text("notes")
    names = [str(path.relative_to(context)) for path in context_files(context)]
    assert names == [".dockerignore", "Dockerfile", "src/serve.py"]


def test_the_manifest_of_a_context_has_one_digest_for_ever():
    known = hashlib.sha256(manifest("0" * 64).encode()).hexdigest()
    assert known == "1028f8414423bc3b1d08a01d1a397fca9f4bb383cff7832a0f3033c6ed6d773f"
