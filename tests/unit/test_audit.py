"""The audit of the image's lock: the real pip-audit, on advisories of the test's own."""

import http.server
import json
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audit import PIP_AUDIT, audit

ADVISORIES = {
    "zipp": [
        {
            "id": "GHSA-aaaa-bbbb-cccc",
            "aliases": ["CVE-2026-1"],
            "affected": [
                {
                    "package": {"name": "zipp", "ecosystem": "PyPI"},
                    "ranges": [
                        {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9.1"}]}
                    ],
                }
            ],
        }
    ],
    "yarl": [{"id": "GHSA-dddd-eeee-ffff", "affected": []}],
}


@pytest.fixture
def osv() -> Iterator[str]:
    """The address of advisories in OSV's form."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            findings = ADVISORIES.get(asked["package"]["name"])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"vulns": findings} if findings else {}).encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


def lock(folder: Path, *names: str) -> Path:
    """A lock of these packages, at the versions that the image has."""
    image = Path("image/requirements.txt").read_text()
    entries = [re.search(rf"^{name}==.*?(?=^\S|\Z)", image, re.M | re.S) for name in names]
    path = folder / "requirements.txt"
    path.write_text("".join(entry.group() for entry in entries if entry))
    return path


def asking(address: str) -> tuple[str, ...]:
    return (*PIP_AUDIT, "--vulnerability-service", "osv", "--osv-url", address)


def reporting(folder: Path, report: dict) -> tuple[str, ...]:
    """A stand-in for pip-audit with this report."""
    program = folder / "pip_audit.py"
    program.write_text(f"print({json.dumps(report)!r})")
    return (sys.executable, str(program))


def test_each_finding_is_a_line_with_its_names_and_the_version_that_fixes_it(
    osv: str, tmp_path: Path
) -> None:
    requirements = lock(tmp_path, "yarl", "zipp", "idna", "multidict", "propcache")
    versions = dict(re.findall(r"^([a-z]+)==(\S+)", requirements.read_text(), re.M))
    assert sorted(audit(requirements, asking(osv))) == [
        f"yarl {versions['yarl']} has GHSA-dddd-eeee-ffff, which no version fixes yet",
        f"zipp {versions['zipp']} has CVE-2026-1 GHSA-aaaa-bbbb-cccc, fixed in 9.1",
    ]


def test_a_lock_with_no_finding_says_nothing(osv: str, tmp_path: Path) -> None:
    assert audit(lock(tmp_path, "idna"), asking(osv)) == []


def test_advisories_out_of_reach_are_one_short_line(tmp_path: Path) -> None:
    (line,) = audit(lock(tmp_path, "idna"), asking("http://127.0.0.1:9"))
    assert line.startswith("known vulnerabilities were not looked up: requests.exceptions.Conn")
    assert len(line) < 200
    assert "\n" not in line


def test_a_package_index_without_advisories_is_one_line_for_all_packages(tmp_path: Path) -> None:
    packages = [
        {"name": name, "skip_reason": f"Dependency not found on PyPI: {name}"} for name in "abc"
    ]
    assert audit(tmp_path / "any", reporting(tmp_path, {"dependencies": packages})) == [
        "known vulnerabilities were not looked up: "
        "PyPI's advisories know none of the 3 packages from here"
    ]


def test_packages_that_could_not_be_looked_up_are_named_after_the_findings(tmp_path: Path) -> None:
    packages = [
        {"name": "a", "skip_reason": "Dependency not found on PyPI"},
        {
            "name": "b",
            "version": "1",
            "vulns": [{"id": "CVE-2026-2", "aliases": [], "fix_versions": ["2", "3"]}],
        },
        {"name": "c", "skip_reason": "Dependency not found on PyPI"},
    ]
    assert audit(tmp_path / "any", reporting(tmp_path, {"dependencies": packages})) == [
        "b 1 has CVE-2026-2, fixed in 2",
        "known vulnerabilities were not looked up for a, c",
    ]
