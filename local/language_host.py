"""Runs a Python Pulumi program for the engine: the SDK's own language runtime behind the protocol
of `pulumi-language-python`, for a CLI that was built here and brings no language host beside it."""

import asyncio
import logging
import os
import runpy
import sys
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata

import grpc
from google.protobuf.empty_pb2 import (
    Empty,  # ty: ignore[missing-module-member]  protobuf makes it when it is imported
)
from pulumi import RunError, log
from pulumi.automation._server import LanguageServer
from pulumi.runtime import reset_options, run_in_stack, set_all_config
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

from local.plugin import end_with_engine


class LanguageHost(LanguageServer):
    """The SDK's runtime, told by the engine where the program is."""

    def __init__(self) -> None:
        super().__init__(program=_run_program)
        self._engine_address = ""

    def Handshake(
        self,
        request: language_pb2.LanguageHandshakeRequest,
        context: grpc.ServicerContext,
    ) -> language_pb2.LanguageHandshakeResponse:
        self._engine_address = request.engine_address
        return language_pb2.LanguageHandshakeResponse()

    def Run(
        self, request: language_pb2.RunRequest, context: grpc.ServicerContext
    ) -> language_pb2.RunResponse:
        folder = request.info.program_directory
        os.chdir(folder)
        sys.path.insert(0, folder)
        reset_options(
            organization=request.organization or "organization",
            project=request.project,
            stack=request.stack,
            parallel=request.parallel,
            engine_address=self._engine_address,
            monitor_address=request.monitor_address,
            preview=request.dryRun,
        )
        set_all_config(dict(request.config), list(request.configSecretKeys))
        # What a failed program leaves unfinished is of no interest to its user.
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)
        loop = asyncio.new_event_loop()
        loop.set_default_executor(ThreadPoolExecutor(max(request.parallel, 1) * 4))
        try:
            loop.run_until_complete(run_in_stack(self.program))
        except RunError as error:
            log.error(str(error))
        except Exception as error:
            # With this the engine ends a program after an error that it has shown already.
            if "resource monitor shut down" not in str(error):
                log.error(f"the program failed: {error}\n{traceback.format_exc()}")
        else:
            return language_pb2.RunResponse()
        return language_pb2.RunResponse(bail=True)

    def GetPluginInfo(self, request: Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=metadata.version("pulumi"))

    def GetProgramDependencies(
        self,
        request: language_pb2.GetProgramDependenciesRequest,
        context: grpc.ServicerContext,
    ) -> language_pb2.GetProgramDependenciesResponse:
        return language_pb2.GetProgramDependenciesResponse(
            dependencies=[
                language_pb2.DependencyInfo(name=found.name, version=found.version)
                for found in metadata.distributions()
            ]
        )

    def InstallDependencies(
        self,
        request: language_pb2.InstallDependenciesRequest,
        context: grpc.ServicerContext,
    ) -> Iterator[language_pb2.InstallDependenciesResponse]:
        # The program runs in the environment that this host was started from: nothing to install.
        return iter(())

    def Cancel(self, request: Empty, context: grpc.ServicerContext) -> Empty:
        return Empty()


def _run_program() -> None:
    runpy.run_path("__main__.py", run_name="__main__")


def main() -> None:
    end_with_engine()
    server = grpc.server(ThreadPoolExecutor(max_workers=32), options=_GRPC_CHANNEL_OPTIONS)
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(LanguageHost(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    main()
