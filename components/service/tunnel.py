"""The command that forwards a local port into a task, for stacks without a way in from outside."""

import pulumi

from components.service.containers import PORT

# https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html
TEMPLATE = (
    "RUNTIME_ID=$(aws ecs describe-tasks --cluster {0} --tasks "
    "$(aws ecs list-tasks --cluster {0} --service-name {1} --query 'taskArns[0]' --output text) "
    "--query \"tasks[0].containers[?name=='mlflow'].runtimeId | [0]\" --output text) && "
    'aws ssm start-session --target "ecs:{0}_${{RUNTIME_ID%-*}}_$RUNTIME_ID" '
    "--document-name AWS-StartPortForwardingSession "
    f"--parameters portNumber={PORT},localPortNumber={PORT}"
)


def tunnel_command(cluster: pulumi.Output[str], service: pulumi.Output[str]) -> pulumi.Output[str]:
    """One shell command: finds a running task, opens http://localhost:5000 on it."""
    return pulumi.Output.format(TEMPLATE, cluster, service)
