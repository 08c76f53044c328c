"""What clients are given to reach the server and, where they use it themselves, S3."""

import json

from recording import ACCOUNT
from stacks import service

SERVICE = "MlflowService/mlflow-test"


def test_a_client_needs_the_address_and_no_permissions() -> None:
    outputs = service().outputs[SERVICE]
    assert outputs["client_environment"] == ["MLFLOW_TRACKING_URI=http://alb.test"]
    assert outputs["client_policy"] == ""


def test_a_client_that_uses_s3_itself_needs_its_owner_and_rights_on_the_artifacts_alone() -> None:
    outputs = service(direct_artifact_access=True).outputs[SERVICE]
    assert outputs["client_environment"] == [
        "MLFLOW_TRACKING_URI=http://alb.test",
        f"MLFLOW_S3_EXPECTED_BUCKET_OWNER={ACCOUNT}",
    ]
    assert json.loads(outputs["client_policy"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Artifacts",
                "Effect": "Allow",
                "Action": [
                    "s3:GetObject",
                    "s3:PutObject",
                    "s3:AbortMultipartUpload",
                    "s3:ListMultipartUploadParts",
                ],
                "Resource": "arn:given-bucket/artifacts/*",
            },
            {
                "Sid": "ListArtifacts",
                "Effect": "Allow",
                "Action": "s3:ListBucket",
                "Resource": "arn:given-bucket",
            },
        ],
    }
