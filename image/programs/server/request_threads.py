"""As many requests at once in a worker as its pool of connections serves without waiting.

MLflow works on 40, each on a connection and some, such as log-batch, on two. What gets none within
30 s ends in HTTP 400, which no client repeats; it comes to that when the database is silent for so
long. What waits for a thread to work in waits as long as it has to.
"""

from typing import Any

from anyio import to_thread
from mlflow.environment_variables import (
    MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW,
    MLFLOW_SQLALCHEMYSTORE_POOL_SIZE,
)

# 5 and 10 are SQLAlchemy's own.
CONNECTIONS = (MLFLOW_SQLALCHEMYSTORE_POOL_SIZE.get() or 5) + (
    MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW.get() or 10
)


def with_threads_for_its_connections(app: Any) -> Any:
    """The application, in an event loop with so many threads."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        to_thread.current_default_thread_limiter().total_tokens = CONNECTIONS // 2
        await app(scope, receive, send)

    return application
