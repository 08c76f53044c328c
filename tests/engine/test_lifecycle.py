"""One deployment's life on the real engine, in the order of this file: each test takes up where the
one before it left off."""

import json
from collections.abc import Callable

import pytest

from tests.contract import EXPORTS
from tests.engine.account import database, import_certificate, leftovers, service, subnets
from tests.engine.deployment import Aws, Stack


@pytest.fixture(scope="module")
def stack(make_stack: Callable[..., Stack]) -> Stack:
    made = make_stack()
    made.configure()
    return made


def containers(aws: Aws) -> dict[str, dict]:
    definition = aws.client("ecs").describe_task_definition(
        taskDefinition=service(aws)["taskDefinition"]
    )["taskDefinition"]
    return {one["name"]: one for one in definition["containerDefinitions"]}


def test_a_preview_on_an_empty_state_plans_only_creations_and_touches_nothing(stack, aws):
    changes = stack.changes()
    assert {operation for operation, _ in changes} == {"create"}
    assert ("create", "aws:ecs/service:Service::mlflow-local-service") in changes
    assert leftovers(aws) == {}


def test_up_creates_what_the_program_says(stack, aws):
    stack.up()
    assert set(stack.outputs()) == EXPORTS
    assert set(containers(aws)) == {"credentials", "migrate", "mlflow"}
    assert database(aws)["DBInstanceStatus"] == "available"


def test_every_export_is_a_fact_of_the_account(stack, aws):
    outputs = stack.outputs()
    ec2 = aws.client("ec2")
    instance = database(aws)
    (balancer,) = aws.client("elbv2").describe_load_balancers()["LoadBalancers"]
    (endpoints,) = [
        group
        for group in ec2.describe_security_groups()["SecurityGroups"]
        if group["Description"].startswith("Interface endpoints")
    ]
    private = [found[0] for name, found in sorted(subnets(aws).items()) if "-private-" in name]
    network = service(aws)["networkConfiguration"]["awsvpcConfiguration"]
    assert outputs["vpc_id"] == balancer["VpcId"]
    assert outputs["private_subnet_ids"] == private
    assert outputs["task_subnet_ids"] == private == network["subnets"]
    assert outputs["assign_public_ip"] is False
    assert outputs["endpoint_security_group_id"] == endpoints["GroupId"]
    assert [outputs["load_balancer_security_group_id"]] == balancer["SecurityGroups"]
    assert outputs["load_balancer_dns_name"] == balancer["DNSName"]
    assert [outputs["service_security_group_id"]] == network["securityGroups"]
    assert outputs["service_name"] == service(aws)["serviceName"]
    assert service(aws)["clusterArn"].endswith(f"/{outputs['cluster_name']}")
    assert {one["image"] for one in containers(aws).values()} == {outputs["image_uri"]}
    options = containers(aws)["mlflow"]["logConfiguration"]["options"]
    assert options["awslogs-group"] == outputs["log_group_name"]
    assert outputs["database_endpoint"] == instance["Endpoint"]["Address"]
    assert outputs["database_secret_arn"] == instance["MasterUserSecret"]["SecretArn"]
    (bucket,) = aws.client("s3").list_buckets()["Buckets"]
    assert outputs["artifact_bucket"] == bucket["Name"]
    assert outputs["artifact_bucket_arn"] == f"arn:aws:s3:::{bucket['Name']}"
    assert outputs["tracking_uri"] == "http://localhost"
    assert outputs["tunnel_command"] == ""


def test_the_database_is_private_encrypted_and_in_isolated_subnets_only(aws):
    instance = database(aws)
    isolated = {found[0] for name, found in subnets(aws).items() if "-isolated-" in name}
    group = instance["DBSubnetGroup"]
    assert {one["SubnetIdentifier"] for one in group["Subnets"]} == isolated
    assert instance["PubliclyAccessible"] is False
    assert instance["StorageEncrypted"] is True
    assert instance["Endpoint"]["Port"] == 5433
    for table in aws.client("ec2").describe_route_tables()["RouteTables"]:
        if isolated & {one.get("SubnetId") for one in table["Associations"]}:
            assert not [
                route for route in table["Routes"] if route.get("GatewayId", "").startswith("igw-")
            ]
            assert not [route for route in table["Routes"] if "NatGatewayId" in route]


def test_no_subnet_gives_public_addresses_on_launch(aws):
    found = aws.client("ec2").describe_subnets(
        Filters=[{"Name": "vpc-id", "Values": [database(aws)["DBSubnetGroup"]["VpcId"]]}]
    )["Subnets"]
    assert len(found) == 6
    assert {one["MapPublicIpOnLaunch"] for one in found} == {False}


def test_the_s3_endpoint_is_on_every_route_table(aws):
    ec2 = aws.client("ec2")
    vpc = database(aws)["DBSubnetGroup"]["VpcId"]
    (endpoint,) = [
        one
        for one in ec2.describe_vpc_endpoints()["VpcEndpoints"]
        if one["VpcEndpointType"] == "Gateway"
    ]
    tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["RouteTables"]
    own = {
        one["RouteTableId"]
        for one in tables
        if not any(association["Main"] for association in one["Associations"])
    }
    assert len(own) == 6
    assert set(endpoint["RouteTableIds"]) == own


def test_every_edge_is_a_rule_at_each_end_and_nothing_else_is_open(stack, aws):
    outputs = stack.outputs()
    names = {
        outputs["load_balancer_security_group_id"]: "balancer",
        outputs["service_security_group_id"]: "tasks",
        outputs["endpoint_security_group_id"]: "endpoints",
        database(aws)["VpcSecurityGroups"][0]["VpcSecurityGroupId"]: "database",
    }
    edges = set()
    rules = aws.client("ec2").describe_security_group_rules()["SecurityGroupRules"]
    for rule in rules:
        if rule["GroupId"] in names:
            peer = rule.get("ReferencedGroupInfo", {}).get("GroupId")
            edges.add(
                (
                    names[rule["GroupId"]],
                    "out" if rule["IsEgress"] else "in",
                    names.get(peer) or rule.get("PrefixListId", "")[:3] or rule.get("CidrIpv4"),
                    rule["FromPort"],
                )
            )
    assert edges == {
        ("balancer", "out", "tasks", 5000),
        ("tasks", "in", "balancer", 5000),
        ("tasks", "out", "database", 5433),
        ("database", "in", "tasks", 5433),
        ("tasks", "out", "endpoints", 443),
        ("endpoints", "in", "tasks", 443),
        ("tasks", "out", "pl-", 443),
    }


def test_no_password_is_in_the_state_in_clear(stack, aws):
    secret = aws.client("secretsmanager").get_secret_value(
        SecretId=database(aws)["MasterUserSecret"]["SecretArn"]
    )["SecretString"]
    password = json.loads(secret)["password"]
    assert len(password) >= 8  # moto's has nine characters
    assert password not in stack.run("stack", "export")
    for file in stack.engine.state.rglob("*"):
        if file.is_file():
            assert password.encode() not in file.read_bytes(), file


def test_the_alarm_counts_lines_of_the_log_that_the_containers_write(stack, aws):
    (counted,) = aws.client("logs").describe_metric_filters()["metricFilters"]
    (alarm,) = aws.client("cloudwatch").describe_alarms()["MetricAlarms"]
    (metric,) = counted["metricTransformations"]
    assert counted["logGroupName"] == stack.outputs()["log_group_name"]
    assert (alarm["Namespace"], alarm["MetricName"]) == (
        metric["metricNamespace"],
        metric["metricName"],
    )
    assert (alarm["Threshold"], alarm["TreatMissingData"]) == (1, "notBreaching")


def test_a_second_preview_and_a_refresh_find_nothing_to_do(stack):
    stack.run("preview", "--expect-no-changes")
    stack.run("refresh", "--yes", "--expect-no-changes")


def test_a_server_setting_touches_only_the_task_definition_and_the_service(stack, aws):
    before = service(aws)["taskDefinition"]
    stack.configure(workers=3)
    assert stack.changes() == {
        ("replace", "aws:ecs/taskDefinition:TaskDefinition::mlflow-local-task"),
        ("update", "aws:ecs/service:Service::mlflow-local-service"),
    }
    stack.up()
    assert service(aws)["taskDefinition"] != before
    environment = {one["name"]: one["value"] for one in containers(aws)["mlflow"]["environment"]}
    assert environment["MLFLOW_WORKERS"] == "3"
    stack.run("preview", "--expect-no-changes")


def test_a_move_to_spot_replaces_the_service_only(stack, aws):
    spot = {"spot": True, "longestTransferSeconds": 110, "largestArtifactGib": 8}
    stack.configure(workers=3, **spot)
    assert stack.changes() == {
        (
            "create",
            "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders::mlflow-local-cluster",
        ),
        ("replace", "aws:ecs/taskDefinition:TaskDefinition::mlflow-local-task"),
        ("replace", "aws:ecs/service:Service::mlflow-local-service"),
        ("update", "aws:lb/targetGroup:TargetGroup::mlflow-local-tg"),
    }
    stack.up()
    (cluster,) = aws.client("ecs").describe_clusters(clusters=[service(aws)["clusterArn"]])[
        "clusters"
    ]
    assert cluster["capacityProviders"] == ["FARGATE_SPOT"]
    task = aws.client("ecs").describe_task_definition(
        taskDefinition=service(aws)["taskDefinition"]
    )["taskDefinition"]
    assert task["ephemeralStorage"] == {"sizeInGiB": 36}
    stack.run("preview", "--expect-no-changes")
    stack.configure(workers=3)
    stack.up()
    stack.run("refresh", "--yes", "--expect-no-changes")


def test_a_database_setting_is_updated_in_place(stack, aws):
    before = database(aws)
    stack.configure(workers=3, databaseBackupDays=9)
    assert stack.changes() == {("update", "aws:rds/instance:Instance::mlflow-local-db")}
    stack.up()
    after = database(aws)
    assert after["DbiResourceId"] == before["DbiResourceId"]
    assert after["BackupRetentionPeriod"] == 9


def test_a_new_file_in_the_image_gives_a_new_tag_and_digest(stack, aws):
    before = stack.outputs()["image_uri"]
    health = stack.engine.project / "image" / "programs" / "health.py"
    health.write_text(health.read_text() + "\n# changed\n")
    stack.up()
    after = stack.outputs()["image_uri"]
    assert after != before
    assert after.partition("@")[0] == before.partition("@")[0]
    assert {one["image"] for one in containers(aws).values()} == {after}
    ecr = aws.client("ecr")
    (repository,) = ecr.describe_repositories()["repositories"]
    assert repository["imageTagMutability"] == "IMMUTABLE"
    tags = {
        one["imageDigest"]: one["imageTags"]
        for one in ecr.describe_images(repositoryName=repository["repositoryName"])["imageDetails"]
    }
    # The image before stays, so that a rollback can pull it.
    assert set(tags) == {before.partition("@")[2], after.partition("@")[2]}
    stack.run("preview", "--expect-no-changes")


def test_a_refresh_sees_what_was_changed_behind_pulumis_back_and_up_mends_it(stack, aws):
    elb = aws.client("elbv2")
    (group,) = elb.describe_target_groups()["TargetGroups"]
    elb.modify_target_group(TargetGroupArn=group["TargetGroupArn"], HealthCheckPath="/version")
    bucket = stack.outputs()["artifact_bucket"]
    s3 = aws.client("s3")
    s3.delete_public_access_block(Bucket=bucket)
    stack.run("refresh", "--yes")
    names = {name for _, name in stack.changes()}
    assert names == {
        "aws:lb/targetGroup:TargetGroup::mlflow-local-tg",
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock::mlflow-local-artifacts",
    }
    stack.up()
    (group,) = elb.describe_target_groups()["TargetGroups"]
    assert group["HealthCheckPath"] == "/health"
    assert s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    }


def test_a_move_to_https_replaces_the_listener_and_keeps_the_balancer(stack, aws):
    (before,) = aws.client("elbv2").describe_load_balancers()["LoadBalancers"]
    certificate = import_certificate(aws, "mlflow.example.com")
    stack.configure(plainHttp=False, certificateArn=certificate, domainName="mlflow.example.com")
    changes = stack.changes()
    assert ("create", "aws:lb/listener:Listener::mlflow-local-https") in changes
    assert ("delete", "aws:lb/listener:Listener::mlflow-local-http") in changes
    stack.up()
    elb = aws.client("elbv2")
    (after,) = elb.describe_load_balancers()["LoadBalancers"]
    assert after["LoadBalancerArn"] == before["LoadBalancerArn"]
    (listener,) = elb.describe_listeners(LoadBalancerArn=after["LoadBalancerArn"])["Listeners"]
    assert (listener["Port"], listener["Protocol"]) == (443, "HTTPS")
    assert stack.outputs()["tracking_uri"] == "https://mlflow.example.com"


def test_destroy_leaves_an_empty_account(stack, aws):
    aws.client("s3").put_object(
        Bucket=stack.outputs()["artifact_bucket"], Key="artifacts/1/model", Body=b"lost"
    )
    stack.run("destroy", "--yes", "--skip-preview")
    assert leftovers(aws) == {}
