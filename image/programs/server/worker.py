"""What uvicorn loads in each worker of the server, by `--http worker:Protocol`.

A worker of MLflow opens its store with its first request, and only on the schema of its version.
One that had no request before a newer task migrated the database would answer 500 to all that
come. So the store is opened here; a worker that cannot open it ends, and leaves its requests to
the others while uvicorn starts it again.
"""

from typing import Any

from mlflow.server import handlers
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from request_threads import with_threads_for_its_connections
from whole_answers import with_whole_answers

handlers.initialize_backend_stores()


class Protocol(HttpToolsProtocol):
    """uvicorn's HTTP, around an application with more patience."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.app = with_threads_for_its_connections(with_whole_answers(self.app))
