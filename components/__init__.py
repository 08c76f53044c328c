"""MLflow on AWS as three Pulumi components: network, backend and service."""

from components.backend import MlflowBackend, MlflowBackendArgs
from components.network import MlflowNetwork, MlflowNetworkArgs
from components.service import MlflowService, MlflowServiceArgs

__all__ = [
    "MlflowBackend",
    "MlflowBackendArgs",
    "MlflowNetwork",
    "MlflowNetworkArgs",
    "MlflowService",
    "MlflowServiceArgs",
]
