"""The mlflow container is healthy exactly when its server answers /health with 200."""

import http.server
import subprocess
import sys
import threading
import time

import pytest
from image_services import PROGRAMS, free_port


@pytest.fixture
def server():
    """An HTTP server on a free port that answers with the statuses it is given."""
    asked, statuses = [], []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(statuses.pop())
            self.end_headers()

        def log_message(self, format, *args):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield listening.server_port, statuses, asked
        listening.shutdown()


def check(port):
    # -S and -E: nothing but the standard library can help it.
    return subprocess.run(
        [sys.executable, "-S", "-E", PROGRAMS / "health.py"],
        env={"MLFLOW_PORT": str(port)},
        capture_output=True,
        text=True,
    )


def test_an_answer_of_200_is_healthy_and_quick(server):
    port, statuses, asked = server
    statuses.append(200)
    began = time.monotonic()
    assert check(port).returncode == 0
    assert time.monotonic() - began < 1
    assert asked == ["/health"]


def test_any_other_answer_is_not_and_is_named(server):
    port, statuses, _ = server
    statuses.append(503)
    ended = check(port)
    assert (ended.returncode, ended.stderr) == (
        1,
        f"127.0.0.1:{port}/health: HTTP 503\n",
    )


@pytest.mark.parametrize("port", [free_port(), "http"])
def test_no_answer_or_no_port_is_one_line_and_no_traceback(port):
    ended = check(port)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"127.0.0.1:{port}/health: ")
    assert ended.stderr.count("\n") == 1
