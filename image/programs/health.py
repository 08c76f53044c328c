"""Exits 0 if the MLflow server in this container answers /health, else 1 with the reason."""

import http.client
import os
import sys

TIMEOUT = 5.0  # seconds; below the timeout of the container's health check


def main() -> int:
    port = os.environ.get("MLFLOW_PORT", "5000")
    try:
        connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=TIMEOUT)
        connection.request("GET", "/health")
        status = connection.getresponse().status
    except (OSError, ValueError, http.client.HTTPException) as error:
        print(f"127.0.0.1:{port}/health: {error}", file=sys.stderr)
        return 1
    if status != 200:
        print(f"127.0.0.1:{port}/health: HTTP {status}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
