"""MlflowImage: the repository, and the image built from a folder under a tag of its content."""

import hashlib
from pathlib import Path

import pulumi
import pulumi_awsx as awsx

from components.service.args import MlflowServiceArgs

PLATFORMS = {"X86_64": "linux/amd64", "ARM64": "linux/arm64"}
UNTAGGED_DAYS = 14


def content_tag(context: Path, platform: str) -> str:
    """A tag that changes with any file of the build context, and with the platform."""
    digest = hashlib.sha256(platform.encode())
    for file in sorted(path for path in context.rglob("*") if path.is_file()):
        if "__pycache__" not in file.parts:
            digest.update(file.relative_to(context).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


class MlflowImage(pulumi.ComponentResource):
    """The server's image, built by Docker and pushed to an immutable repository that never expires
    a tagged image."""

    uri: pulumi.Output[str]
    """The image, by digest."""

    def __init__(
        self,
        name: str,
        args: MlflowServiceArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("mlflow:index:MlflowImage", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        context = args.get("image_context", "image")
        platform = PLATFORMS[args.get("architecture", "X86_64")]
        repository = awsx.ecr.Repository(
            f"{name}-images",
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration={"scan_on_push": True},
            force_delete=not args.get("deletion_protection", True),
            lifecycle_policy={
                "rules": [
                    {
                        "description": "images that lost their tag",
                        "tag_status": awsx.ecr.LifecycleTagStatus.UNTAGGED,
                        "maximum_age_limit": UNTAGGED_DAYS,
                    }
                ]
            },
            tags=args.get("tags", {}),
            opts=child,
        )
        self.uri = awsx.ecr.Image(
            f"{name}-image",
            repository_url=repository.url,
            context=context,
            platform=platform,
            image_tag=content_tag(Path(context), platform),
            opts=child,
        ).image_uri
        self.register_outputs({"uri": self.uri})
