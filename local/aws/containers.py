"""Rows for ECR and ECS: repository, cluster with its capacity, task definition, service."""

import json
from typing import Any

from local.aws.row import Resource, Row, Tags
from local.aws.translate import to_aws

ECS_TAGS = Tags(
    read=lambda r, found: found.get("tags"),
    add=lambda r, tags: r.call(
        "TagResource",
        resourceArn=_arn(r),
        tags=[{"key": k, "value": v} for k, v in tags.items()],
    ),
    remove=lambda r, keys: r.call("UntagResource", resourceArn=_arn(r), tagKeys=keys),
)


def _arn(r: Resource) -> str:
    return r.state.get("arn") or r.id


def _repository(r: Resource) -> Any:
    found = r.call("DescribeRepositories", repositoryNames=[r.id])["repositories"][0]
    found["tags"] = r.call("ListTagsForResource", resourceArn=found["repositoryArn"])["tags"]
    return found


def _scanning(r: Resource, old: Any) -> None:
    config = {
        "scanOnPush": bool((r.args.get("imageScanningConfiguration") or {}).get("scanOnPush"))
    }
    r.call("PutImageScanningConfiguration", repositoryName=r.id, imageScanningConfiguration=config)


def _mutability(r: Resource, old: Any) -> None:
    wanted = r.args.get("imageTagMutability") or "MUTABLE"
    r.call("PutImageTagMutability", repositoryName=r.id, imageTagMutability=wanted)


def _delete_repository(r: Resource) -> None:
    r.call("DeleteRepository", repositoryName=r.id, force=bool(r.args.get("forceDelete")))


def _put_lifecycle(r: Resource) -> str:
    name = r.args["repository"]
    r.call("PutLifecyclePolicy", repositoryName=name, lifecyclePolicyText=r.args["policy"])
    return name


def _cluster(r: Resource) -> Any:
    include = ["TAGS", "SETTINGS"]
    found = r.call("DescribeClusters", clusters=[r.id], include=include)["clusters"]
    return found[0] if found and found[0]["status"] != "INACTIVE" else None


def _providers(r: Resource) -> Any:
    found = _cluster(r)
    return found if found and found["capacityProviders"] else None


def _put_providers(r: Resource, old: Any = None) -> str:
    given = {"capacityProviders": [], "defaultCapacityProviderStrategy": []}
    r.call("PutClusterCapacityProviders", **given | r.params("PutClusterCapacityProviders"))
    return r.args["clusterName"]


def _drop_providers(r: Resource) -> None:
    r.call(
        "PutClusterCapacityProviders",
        cluster=r.id,
        capacityProviders=[],
        defaultCapacityProviderStrategy=[],
    )


def _register(r: Resource) -> str:
    params = r.with_tags("RegisterTaskDefinition")
    shape = r.shape("RegisterTaskDefinition").members["containerDefinitions"]
    # As the real provider, let the model sort out numbers written as text and the case of names.
    params["containerDefinitions"] = to_aws(json.loads(r.args["containerDefinitions"]), shape, {})
    if volumes := r.args.get("volumes"):
        params["volumes"] = [_volume(r, volume) for volume in volumes]
    held = r.call("RegisterTaskDefinition", **params)["taskDefinition"]
    r.state["arn"] = held["taskDefinitionArn"]
    return held["family"]


def _volume(r: Resource, volume: dict[str, Any]) -> dict[str, Any]:
    shape = r.shape("RegisterTaskDefinition").members["volumes"].member
    host = {"host": {"sourcePath": volume["hostPath"]}} if volume.get("hostPath") else {}
    return to_aws({k: v for k, v in volume.items() if k != "hostPath"} | host, shape, {})


def _task_definition(r: Resource) -> Any:
    answer = r.call("DescribeTaskDefinition", taskDefinition=_arn(r), include=["TAGS"])
    held = answer["taskDefinition"]
    if held["status"] != "ACTIVE":
        return None
    if not r.asked:
        held["containerDefinitions"] = json.dumps(held["containerDefinitions"])
    return held | {"tags": answer.get("tags")}


def _deregister(r: Resource) -> None:
    r.call("DeregisterTaskDefinition", taskDefinition=_arn(r))


def _arranged(r: Resource, operation: str) -> dict[str, Any]:
    """The arguments of a service where Pulumi's arrangement is not AWS's."""
    a, params = r.args, {}
    if network := a.get("networkConfiguration"):
        public = "ENABLED" if network.get("assignPublicIp") else "DISABLED"
        groups = {"securityGroups": network.get("securityGroups") or []}
        vpc = {"subnets": network["subnets"], "assignPublicIp": public, **groups}
        params["networkConfiguration"] = {"awsvpcConfiguration": vpc}
    deployment = {
        target: a[source]
        for source, target in (
            ("deploymentCircuitBreaker", "deploymentCircuitBreaker"),
            ("deploymentMaximumPercent", "maximumPercent"),
            ("deploymentMinimumHealthyPercent", "minimumHealthyPercent"),
        )
        if source in a
    }
    if deployment:
        shape = r.shape(operation).members["deploymentConfiguration"]
        params["deploymentConfiguration"] = to_aws(deployment, shape, {})
    return params


def _create_service(r: Resource) -> str:
    params = r.with_tags("CreateService") | _arranged(r, "CreateService")
    return r.call("CreateService", **params)["service"]["serviceArn"]


def _update_service(r: Resource, old: Any) -> None:
    params = r.params("UpdateService") | _arranged(r, "UpdateService")
    r.call("UpdateService", service=r.id, **params)


def _service(r: Resource) -> Any:
    cluster = (
        r.id.split(":service/")[1].split("/")[0] if ":service/" in r.id else r.args.get("cluster")
    )
    found = r.call("DescribeServices", cluster=cluster, services=[r.id], include=["TAGS"])[
        "services"
    ]
    if not found or found[0]["status"] == "INACTIVE":
        return None
    held = found[0]
    asked = str(r.asked.get("cluster") or "")
    held["cluster"] = asked if asked and held["clusterArn"].endswith(asked) else held["clusterArn"]
    network = (held.get("networkConfiguration") or {}).get("awsvpcConfiguration")
    if network:
        public = network.get("assignPublicIp") == "ENABLED"
        held["networkConfiguration"] = {**network, "assignPublicIp": public}
    return held


def _delete_service(r: Resource) -> None:
    held = r.get()
    if held is None:
        return
    if held["desiredCount"]:
        r.call("UpdateService", cluster=held["clusterArn"], service=r.id, desiredCount=0)
    r.call("DeleteService", cluster=held["clusterArn"], service=r.id, force=True)


DROPPED = "moto's DescribeServices drops it"

ROWS = {
    "aws:ecr/repository:Repository": Row(
        service="ecr",
        fixed="name encryptionConfigurations",
        changes={"imageTagMutability": _mutability, "imageScanningConfiguration": _scanning},
        kept={"forceDelete": "an instruction to the provider, not a property of the repository"},
        renames={"name": "repositoryName"},
        outputs={
            "arn": "repositoryArn",
            "registryId": "registryId",
            "repositoryUrl": "repositoryUri",
        },
        autoname=("name", 256, True),
        tags=Tags(
            read=lambda r, found: found["tags"],
            add=lambda r, tags: r.call(
                "TagResource",
                resourceArn=_arn(r),
                tags=[{"Key": k, "Value": v} for k, v in tags.items()],
            ),
            remove=lambda r, keys: r.call("UntagResource", resourceArn=_arn(r), tagKeys=keys),
        ),
        create="CreateRepository",
        id="repository.repositoryName",
        read=_repository,
        delete=_delete_repository,
    ),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": Row(
        service="ecr",
        required="repository policy",
        fixed="repository",
        # The real provider replaces it, which for a repository's only policy comes to the same.
        changes={"policy": lambda r, old: _put_lifecycle(r)},
        renames={"repository": "repositoryName", "policy": "lifecyclePolicyText"},
        outputs={"registryId": "registryId"},
        create=_put_lifecycle,
        read=lambda r: r.call("GetLifecyclePolicy", repositoryName=r.id),
        delete="DeleteLifecyclePolicy",
        key="repositoryName",
    ),
    "aws:ecs/cluster:Cluster": Row(
        service="ecs",
        fixed="name",
        changes={"settings": "UpdateCluster"},
        renames={"name": "clusterName"},
        outputs={"arn": "clusterArn"},
        autoname=("name", 255, False),
        tags=ECS_TAGS,
        create="CreateCluster",
        id="cluster.clusterArn",
        read=_cluster,
        ready="status == 'ACTIVE'",
        delete="DeleteCluster",
        key="cluster",
    ),
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": Row(
        service="ecs",
        required="clusterName",
        fixed="clusterName",
        changes={"capacityProviders defaultCapacityProviderStrategies": _put_providers},
        renames={
            "clusterName": "cluster",
            "defaultCapacityProviderStrategies": "defaultCapacityProviderStrategy",
        },
        create=_put_providers,
        read=_providers,
        delete=_drop_providers,
    ),
    "aws:ecs/taskDefinition:TaskDefinition": Row(
        service="ecs",
        required="family containerDefinitions",
        fixed=(
            "family containerDefinitions cpu memory executionRoleArn taskRoleArn networkMode "
            "requiresCompatibilities runtimePlatform volumes ephemeralStorage"
        ),
        kept={
            "volumes": "a revision never changes, and moto adds members to a volume",
        },
        arranged="containerDefinitions volumes",
        outputs={
            "arn": "taskDefinitionArn",
            "arnWithoutRevision": lambda r, f: f["taskDefinitionArn"].rsplit(":", 1)[0],
            "revision": "revision",
        },
        tags=ECS_TAGS,
        create=_register,
        read=_task_definition,
        delete=_deregister,
    ),
    "aws:ecs/service:Service": Row(
        service="ecs",
        fixed="name cluster launchType",
        changes={
            "taskDefinition desiredCount networkConfiguration loadBalancers "
            "healthCheckGracePeriodSeconds deploymentCircuitBreaker deploymentMaximumPercent "
            "deploymentMinimumHealthyPercent enableExecuteCommand enableEcsManagedTags "
            "propagateTags platformVersion availabilityZoneRebalancing "
            "capacityProviderStrategies": _update_service
        },
        kept={
            # The tasks start when `pulumi up` has ended: waiting here would wait for ever.
            "waitForSteadyState": "an instruction to the provider, not a property of the service",
            "deploymentCircuitBreaker": DROPPED,
            "deploymentMaximumPercent": DROPPED,
            "deploymentMinimumHealthyPercent": DROPPED,
            "enableExecuteCommand": DROPPED,
            "healthCheckGracePeriodSeconds": DROPPED,
            "enableEcsManagedTags": DROPPED,
            "capacityProviderStrategies": DROPPED,
            "availabilityZoneRebalancing": DROPPED,
            "platformVersion": "AWS answers LATEST with the version it chose",
        },
        arranged="networkConfiguration",
        renames={"name": "serviceName", "capacityProviderStrategies": "capacityProviderStrategy"},
        outputs={"arn": "serviceArn"},
        autoname=("name", 255, False),
        tags=ECS_TAGS,
        create=_create_service,
        read=_service,
        delete=_delete_service,
    ),
}
