"""The Pulumi program on mocks against the bare imports that it needs."""

import subprocess
import sys
import time

from local.engine import REPOSITORY
from tests.bench.report import table

ROUNDS = 5
# A class of each module that the program uses: the SDK loads modules when they are touched.
IMPORTS = """
import pulumi, yaml, pulumi_aws as aws, pulumi_awsx as awsx
(aws.ec2.SecurityGroup, aws.vpc.SecurityGroupIngressRule, aws.iam.Role, aws.cloudwatch.LogGroup,
 aws.rds.Instance, aws.s3.Bucket, aws.lb.Listener, aws.ecs.Service, awsx.ec2.Vpc, awsx.ecr.Image)
"""
PROGRAM = """
import sys
sys.path.insert(0, "tests/unit")
from stacks import program
program("local")
"""


def peak(code: str) -> tuple[float, float]:
    """Seconds and peak memory in MB of a Python process that runs `code`."""
    code += "\nimport resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    return time.perf_counter() - begun, float(done.stdout.split()[-1])


def section() -> str:
    """The program on mocks against the bare imports, in turn."""
    rounds = [(peak(IMPORTS), peak(PROGRAM)) for _ in range(ROUNDS)]
    imports = min(one[0][0] for one in rounds)
    whole = min(one[1][0] for one in rounds)
    memory = max(one[1][1] for one in rounds)
    rows = {
        "imports alone": f"{imports:.2f} s",
        "program on mocks": f"{whole:.2f} s",
        "ratio (aim 1.15 or less)": f"{whole / imports:.2f}",
        "peak memory of the program": f"{memory:.0f} MB",
    }
    return table("The program alone", rows)
