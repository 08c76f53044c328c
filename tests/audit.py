"""Lists what is publicly known against the packages of the image's lock: pip-audit, in lines that a
person reads. A finding is news about an unchanged lock, so it is told and does not fail.
"""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

PIP_AUDIT = (sys.executable, "-m", "pip_audit")


def audit(requirements: Path, command: tuple[str, ...] = PIP_AUDIT) -> list[str]:
    """A line for each finding, and one where findings could not be looked up."""
    done = subprocess.run(
        [
            *command,
            *("--requirement", str(requirements), "--disable-pip"),
            *("--format", "json", "--desc", "off", "--progress-spinner", "off"),
        ],
        capture_output=True,
        text=True,
    )
    # Its exit code is 1 for findings and for its own failure; but a failure writes no report.
    if not done.stdout:
        reason = textwrap.shorten(done.stderr.strip().rpartition("\n")[2], 150)
        return [f"known vulnerabilities were not looked up: {reason}"]
    packages = json.loads(done.stdout)["dependencies"]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    # PyPI without its advisories, as a mirror is, knows no package.
    if len(skipped) == len(packages):
        return [
            "known vulnerabilities were not looked up: "
            f"PyPI's advisories know none of the {len(packages)} packages from here"
        ]
    findings = [
        f"{package['name']} {package['version']} has {_names(finding)}, {_remedy(finding)}"
        for package in packages
        for finding in package.get("vulns", [])
    ]
    if skipped:
        findings.append(f"known vulnerabilities were not looked up for {', '.join(skipped)}")
    return findings


def _names(finding: dict) -> str:
    return " ".join([finding["id"], *sorted(finding["aliases"])])


def _remedy(finding: dict) -> str:
    versions = finding["fix_versions"]
    return f"fixed in {versions[0]}" if versions else "which no version fixes yet"


if __name__ == "__main__":
    lock = Path("image/requirements.txt")
    for line in audit(lock):
        print(f"{lock}: {line}")
