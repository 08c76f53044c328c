"""The whole table: every resource type that the rehearsal covers."""

from local.aws import cloudwatch, containers, ec2, elb, iam, rds, s3
from local.aws.row import Row

ROWS: dict[str, Row] = {
    **ec2.ROWS,
    **iam.ROWS,
    **rds.ROWS,
    **s3.ROWS,
    **cloudwatch.ROWS,
    **containers.ROWS,
    **elb.ROWS,
}
