"""A run of `migrate`, and what it may change."""

import json
import subprocess

from image_services import PROGRAMS

KEYS = [
    *("event", "outcome", "mlflow", "from", "to"),
    *("snapshot", "advice", "error", "seconds"),
]

PROGRAM = """
import runpy, sys
sys.path.insert(0, {folder!r})
import database, snapshot
vars(database).update({constants})
vars(snapshot).update({constants})
try:
    runpy.run_path({folder!r}, run_name="__main__")
finally:
    print("mlflow" in sys.modules)
"""


class Run:
    """One `migrate` as a process of the image's environment."""

    def __init__(self, image_bin, environment, **constants):
        self.process = subprocess.Popen(
            [
                image_bin / "python",
                "-c",
                PROGRAM.format(folder=str(PROGRAMS / "migrate"), constants=constants),
            ],
            env={"MLFLOW_DISABLE_TELEMETRY": "true", "HOME": "/tmp"} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self):
        """Its exit code, its one line of JSON and its log."""
        out, err = self.process.communicate(timeout=400)
        lines = [line for line in out.splitlines() if line.startswith("{")]
        assert len(lines) == 1, out + err
        report = json.loads(lines[0])
        assert list(report) == KEYS
        assert report["event"] == "migration"
        self.imported_mlflow = out.splitlines()[-1] == "True"
        return self.process.returncode, report, err


def schema(database):
    """Everything that a migration could change, as text."""
    return database.sql(
        "SELECT string_agg(c::text, ';' ORDER BY c::text) FROM information_schema.columns c"
        " WHERE table_schema = 'public'"
    )
