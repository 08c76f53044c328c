"""Serves the plugin: prints its port and lives as long as the engine that started it."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

from local.plugin import end_with_engine

if __name__ == "__main__":
    end_with_engine()
    # The account comes from the stack's aws:* settings alone, whatever the user's shell holds.
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull

    import grpc
    from pulumi.runtime.proto import provider_pb2_grpc

    from local.aws.provider import Provider

    server = grpc.server(ThreadPoolExecutor(max_workers=32))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Provider(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    import local.aws.table  # noqa: F401  (botocore loads while the engine starts the program)

    server.wait_for_termination()
