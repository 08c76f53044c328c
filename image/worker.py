"""What uvicorn loads in each worker of the server, by `--http worker:Protocol`.

A worker of MLflow opens its store with its first request, and only on the schema of its version.
One that had no request before a newer task migrated the database would answer 500 to all that
come. So the store is opened here; a worker that cannot open it ends, and leaves its requests to
the others while uvicorn starts it again.
"""

from mlflow.server import handlers

from whole_answers import Protocol

__all__ = ["Protocol"]

handlers.initialize_backend_stores()
