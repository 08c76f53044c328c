"""Which task sizes Fargate offers, and which of them hold the server's processes."""

import pulumi

from components.service.args import MlflowServiceArgs

# CPU units -> MiB: first, last, step.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
FARGATE_MEMORY = {
    256: (512, 1024, 2048),
    512: range(1024, 4096 + 1, 1024),
    1024: range(2048, 8192 + 1, 1024),
    2048: range(4096, 16384 + 1, 1024),
    4096: range(8192, 30720 + 1, 1024),
    8192: range(16384, 61440 + 1, 4096),
    16384: range(32768, 122880 + 1, 8192),
}
# Measured on MLflow 3.17.2 with jobs off: 410 MB with one worker, 180 MB for each further one,
# and the container `credentials` beside it; under load with uploads some 100 MB more.
BASE_MIB = 450
WORKER_MIB = 200


def check(args: MlflowServiceArgs) -> None:
    """Refuse a task size that does not exist or that the workers would outgrow."""
    cpu = args.get("cpu", 1024)
    memory = args.get("memory_mib", 2048)
    workers = args.get("workers", 2)
    if cpu not in FARGATE_MEMORY:
        raise pulumi.RunError(
            f"cpu: {cpu} is not allowed; Fargate offers "
            f"{', '.join(str(offered) for offered in FARGATE_MEMORY)}"
        )
    if memory not in FARGATE_MEMORY[cpu]:
        raise pulumi.RunError(
            f"memoryMib: {memory} is not allowed with cpu {cpu}; Fargate offers "
            f"{', '.join(str(offered) for offered in FARGATE_MEMORY[cpu])}"
        )
    if workers < 1:
        raise pulumi.RunError(f"workers: {workers} is not allowed; use 1 or more")
    needed = BASE_MIB + WORKER_MIB * workers
    if memory < needed:
        raise pulumi.RunError(
            f"memoryMib: {memory} is too little for workers {workers}, which need {needed}; "
            "raise memoryMib or lower workers"
        )
