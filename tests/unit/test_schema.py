"""The components as other languages would see them: a change of these sets breaks users."""

import json
from typing import Any

import pytest
from pulumi import ComponentResource
from pulumi.provider.experimental.component import ComponentProvider

from components import MlflowBackend, MlflowNetwork, MlflowOperations, MlflowService

COMPONENTS: list[type[ComponentResource]] = [
    MlflowNetwork,
    MlflowBackend,
    MlflowService,
    MlflowOperations,
]
PROVIDER = ComponentProvider(COMPONENTS, "mlflow")
RESOURCES: dict[str, Any] = json.loads(PROVIDER.schema or "{}")["resources"]

NETWORK_OPTIONAL = """egress vpcCidr availabilityZones optionalEndpoints flowLog logRetentionDays
    vpcId publicSubnetIds privateSubnetIds isolatedSubnetIds endpointSecurityGroupId
    permissionsBoundary tags"""
NETWORK_OUTPUTS = """vpcId publicSubnetIds privateSubnetIds isolatedSubnetIds s3PrefixListId
    endpointSecurityGroupId"""
BACKEND_REQUIRED = "vpcId databaseSubnetIds"
BACKEND_OPTIONAL = """databaseVersion databaseClass databaseStorageGib databaseMaxStorageGib
    databaseMultiAz databaseBackupDays databaseMonitoring databaseApplyImmediately
    noncurrentArtifactDays accessLogs deletionProtection logRetentionDays permissionsBoundary
    tags"""
BACKEND_OUTPUTS = """databaseEndpoint databasePort databaseName databaseUsername databaseIdentifier
    databaseResourceId databaseSecretArn databaseSecurityGroupId artifactBucket artifactBucketArn
    accessLogBucket"""
SERVICE_REQUIRED = """vpcId loadBalancerSubnetIds taskSubnetIds egress s3PrefixListId
    endpointSecurityGroupId databaseEndpoint databasePort databaseName databaseUsername
    databaseIdentifier databaseResourceId databaseSecretArn databaseSecurityGroupId artifactBucket
    artifactBucketArn"""
SERVICE_OPTIONAL = """databaseClass image imageContext architecture cpu memoryMib workers
    desiredCount spot jobs aiGateway aiGatewaySecretArn largestArtifactGib concurrentTransfers
    directArtifactAccess clientsReachS3 databaseIamAuthentication snapshotBeforeMigration
    enableExecuteCommand internetFacing certificateArn plainHttp domainName longestTransferSeconds
    allowedCidrs allowedSecurityGroupIds containerInsights accessLogBucket deletionProtection
    logRetentionDays permissionsBoundary tags"""
SERVICE_OUTPUTS = """trackingUri loadBalancerDnsName loadBalancerSecurityGroupId
    serviceSecurityGroupId clusterName serviceName logGroupName imageUri clientEnvironment
    clientPolicy tunnelCommand"""


@pytest.mark.parametrize(
    ("component", "required", "optional", "outputs"),
    [
        ("MlflowNetwork", "", NETWORK_OPTIONAL, NETWORK_OUTPUTS),
        ("MlflowBackend", BACKEND_REQUIRED, BACKEND_OPTIONAL, BACKEND_OUTPUTS),
        ("MlflowService", SERVICE_REQUIRED, SERVICE_OPTIONAL, SERVICE_OUTPUTS),
        ("MlflowOperations", "logGroupName", "tags", "staleCredentialsAlarm"),
    ],
)
def test_the_inputs_and_outputs_of_a_component_are_its_contract(
    component: str, required: str, optional: str, outputs: str
) -> None:
    schema = RESOURCES[f"mlflow:index:{component}"]
    assert schema["isComponent"] is True
    assert set(schema.get("requiredInputs", [])) == set(required.split())
    assert schema["inputProperties"].keys() == {*required.split(), *optional.split()}
    assert schema["properties"].keys() == set(outputs.split())
    assert set(schema["required"]) == set(outputs.split())


def test_there_are_four_components_and_each_input_says_what_it_means() -> None:
    assert RESOURCES.keys() == {
        "mlflow:index:MlflowNetwork",
        "mlflow:index:MlflowBackend",
        "mlflow:index:MlflowService",
        "mlflow:index:MlflowOperations",
    }
    for resource in RESOURCES.values():
        undescribed = {
            key
            for key, value in (resource["inputProperties"] | resource["properties"]).items()
            if not value.get("description")
        }
        assert undescribed == set()
