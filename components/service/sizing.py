"""Which task sizes Fargate offers, and which of them hold the server's processes and files."""

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
# With jobs on, eight more processes: 1300 MB at rest, and killed at 2048.
JOBS_MIB = 1300
JOBS_MINIMUM_MIB = 4096
# Temporary storage in GiB: what a task has without asking, the most it can have, and what the
# image takes of it, packed and unpacked.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html
FREE_STORAGE_GIB = 20
MOST_STORAGE_GIB = 200
IMAGE_GIB = 4


def check(args: MlflowServiceArgs) -> None:
    """Refuse a task size that does not exist or that the server would outgrow."""
    for key, argument in (
        ("workers", args.get("workers", 2)),
        ("desiredCount", args.get("desired_count", 1)),
        ("largestArtifactGib", args.get("largest_artifact_gib", 4)),
        ("concurrentTransfers", args.get("concurrent_transfers", 4)),
    ):
        if argument < 1:
            raise pulumi.RunError(f"{key}: {argument} is not allowed; use 1 or more")
    _check_memory(args)
    needed = _temporary_gib(args)
    if needed > MOST_STORAGE_GIB:
        raise pulumi.RunError(
            f"largestArtifactGib: {args.get('largest_artifact_gib', 4)} with concurrentTransfers "
            f"{args.get('concurrent_transfers', 4)} needs {needed} GiB in a task, and Fargate "
            f"offers {MOST_STORAGE_GIB}; lower one of them"
        )


def _check_memory(args: MlflowServiceArgs) -> None:
    cpu = args.get("cpu", 1024)
    memory = args.get("memory_mib", 2048)
    workers = args.get("workers", 2)
    jobs = args.get("jobs", False)
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
    tasks = args.get("desired_count", 1)
    if jobs and tasks != 1:
        raise pulumi.RunError(
            f"desiredCount: {tasks} is not allowed with jobs true, which needs exactly one task; "
            "set desiredCount to 1, or jobs to false"
        )
    if jobs and memory < JOBS_MINIMUM_MIB:
        raise pulumi.RunError(
            f"memoryMib: {memory} is too little for jobs true, which needs {JOBS_MINIMUM_MIB}; "
            "raise memoryMib or set jobs to false"
        )
    needed = BASE_MIB + WORKER_MIB * workers + (JOBS_MIB if jobs else 0)
    if memory < needed:
        raise pulumi.RunError(
            f"memoryMib: {memory} is too little for workers {workers}"
            f"{' and jobs true' if jobs else ''}, which need {needed}; "
            "raise memoryMib or lower workers"
        )


def _temporary_gib(args: MlflowServiceArgs) -> int:
    # The server keeps a whole artifact on disk between the client and S3.
    transfers = args.get("concurrent_transfers", 4)
    return args.get("largest_artifact_gib", 4) * transfers + IMAGE_GIB


def ephemeral_storage_gib(args: MlflowServiceArgs) -> int | None:
    """What to ask Fargate for; None where a task has enough without."""
    needed = _temporary_gib(args)
    return needed if needed > FREE_STORAGE_GIB else None
