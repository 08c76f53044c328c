"""MLflow on AWS as four Pulumi components: network, backend, service and operations."""

from components.backend import MlflowBackend, MlflowBackendArgs
from components.network import MlflowNetwork, MlflowNetworkArgs
from components.operations import MlflowOperations, MlflowOperationsArgs
from components.service import MlflowService, MlflowServiceArgs

__all__ = [
    "MlflowBackend",
    "MlflowBackendArgs",
    "MlflowNetwork",
    "MlflowNetworkArgs",
    "MlflowOperations",
    "MlflowOperationsArgs",
    "MlflowService",
    "MlflowServiceArgs",
]
