"""A server that dies has answered a call in full or not at all, so that the client repeats it."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from image_services import PROGRAMS, free_port, wait_until

# It answers with the path in two parts: /head ends before the first, /first before the second.
APPLICATION = """
import asyncio

async def application(scope, receive, send):
    if scope["type"] != "http":
        return
    path = scope["path"].encode()
    headers = [(b"content-length", str(2 * len(path)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    print("the head is sent", flush=True)
    if path == b"/head":
        await asyncio.sleep(600)
    await send({"type": "http.response.body", "body": path, "more_body": True})
    if path == b"/first":
        await asyncio.sleep(600)
    await send({"type": "http.response.body", "body": path})
"""


@pytest.fixture
def server(image_bin: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen, int]]:
    """uvicorn as MLflow starts it: in the image's folder, told of the protocol by an option."""
    (tmp_path / "application.py").write_text(APPLICATION)
    port = free_port()
    process = subprocess.Popen(
        [
            *(image_bin / "python", "-m", "uvicorn", "--http", "worker:Protocol"),
            *("--port", str(port), "application:application"),
        ],
        cwd=PROGRAMS / "server",
        env={
            "PATH": os.defpath,
            "PYTHONPATH": str(tmp_path),
            "PYTHONDONTWRITEBYTECODE": "1",
            # As `mlflow server` hands them to its workers: worker.py opens a store.
            "_MLFLOW_SERVER_FILE_STORE": f"sqlite:///{tmp_path / 'store.db'}",
            "_MLFLOW_SERVER_ARTIFACT_ROOT": str(tmp_path),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )

    def listens() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_until("uvicorn listens", listens, 60)
        yield process, port
    finally:
        process.kill()
        process.wait()


def ask(port: int, path: str) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=30)
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return client


def received(client: socket.socket, end: bytes) -> bytes:
    """What has come when it ends like this."""
    answer = b""
    while not answer.endswith(end):
        part = client.recv(65536)
        assert part, answer
        answer += part
    return answer


def test_an_answer_is_as_the_application_gives_it_and_its_parts_are_not_held_back(server):
    _, port = server
    with ask(port, "/all") as client:
        answer = received(client, b"\r\n\r\n/all/all")
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\ncontent-length: 8\r\n" in answer
    with ask(port, "/first") as client:
        received(client, b"\r\n\r\n/first")


def test_a_server_that_dies_between_head_and_body_has_sent_nothing(server):
    process, port = server
    with ask(port, "/head") as client:
        assert process.stdout.readline() == b"the head is sent\n"
        process.send_signal(signal.SIGKILL)
        assert client.recv(65536) == b""
