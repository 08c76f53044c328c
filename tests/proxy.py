"""The only way out for a client: it reaches what the test lets it reach, under its public name."""

import contextlib
import socket
import socketserver
import threading
from collections import Counter
from collections.abc import Mapping
from typing import Self
from urllib.parse import urlsplit


class Proxy:
    """An HTTP proxy that knows the given places, `name:port` on the net -> port on this computer,
    and refuses every other; counts the connections to each."""

    def __init__(self, places: Mapping[str, int]) -> None:
        self.places = places
        self.passed: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._server = _Server(("127.0.0.1", 0), _Connection)
        self._server.proxy = self
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    proxy: Proxy


class _Connection(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, _Server)
        begin = b""
        while b"\r\n\r\n" not in begin:
            if not (received := self.request.recv(65536)):
                return
            begin += received
        method, target, _ = begin.split(b"\r\n")[0].decode().split()
        place = target if method == "CONNECT" else urlsplit(target).netloc
        port = self.server.proxy.places.get(place)
        if port is None:
            self.server.proxy.refused[place] += 1
            self.request.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            return
        self.server.proxy.passed[place] += 1
        with socket.create_connection(("127.0.0.1", port)) as server:
            if method == "CONNECT":
                self.request.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            else:
                server.sendall(begin)
            threading.Thread(target=_copy, args=(server, self.request), daemon=True).start()
            _copy(self.request, server)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while received := source.recv(65536):
            target.sendall(received)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
