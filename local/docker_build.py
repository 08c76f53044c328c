"""The docker-build plugin of the rehearsal: an image is its build context, kept by digest under the
state folder for the task runner, and a manifest in the rehearsal's ECR; no Docker engine builds."""

import argparse
import asyncio
import hashlib
import json
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pulumi.provider.experimental import provider as p
from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.provider.experimental.server import main as serve

from local.plugin import end_with_engine

TYPE = "docker-build:index:Image"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
REFERENCE = re.compile(
    r"(?P<registry>\d+)\.dkr\.ecr\.(?P<region>[^.]+)\.[^/]+/(?P<name>[^:]+):(?P<tag>.+)"
)
CONTEXT_DIGEST = "contextDigest"
Properties = dict[str, PropertyValue]


class Refused(Exception):
    """What the user did that cannot be built, in one line."""


def context_files(context: Path) -> list[Path]:
    """The files of the build context, without what its .dockerignore leaves out."""
    from docker.utils.build import exclude_paths

    ignore = context / ".dockerignore"
    lines = ignore.read_text().splitlines() if ignore.is_file() else []
    patterns = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    names = exclude_paths(str(context), [*patterns, "**/__pycache__"])
    return sorted(context / name for name in names if (context / name).is_file())


def context_digest(context: Path, build: Mapping[str, Any]) -> str:
    """The sha256 of what is built: the files' paths and contents, and how they are to be built."""
    total = hashlib.sha256(json.dumps(build, sort_keys=True).encode())
    for path in context_files(context):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(context)}\0{content}\n".encode())
    return total.hexdigest()


def manifest(context: str) -> str:
    """The manifest of an image without layers, whose config is the digest of its build context."""
    config = {
        "mediaType": "application/vnd.oci.image.config.v1+json",
        "size": 0,
        "digest": f"sha256:{context}",
    }
    return json.dumps({"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": []})


class Registry:
    """The rehearsal's ECR, at the endpoint that the stack names."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint

    def digest(self, reference: str) -> str | None:
        """The digest that the tag has, if it is there."""
        ecr, image = self._image(reference)
        try:
            found = ecr.batch_get_image(
                repositoryName=image["name"], imageIds=[{"imageTag": image["tag"]}]
            )
        except ecr.exceptions.RepositoryNotFoundException:
            return None
        return next((one["imageId"]["imageDigest"] for one in found["images"]), None)

    def immutable(self, reference: str) -> bool:
        """Whether a tag of the image's repository can be given once only."""
        ecr, image = self._image(reference)
        found = ecr.describe_repositories(repositoryNames=[image["name"]])
        return found["repositories"][0]["imageTagMutability"].startswith("IMMUTABLE")

    def push(self, reference: str, content: str) -> None:
        """Give the tag to this manifest."""
        ecr, image = self._image(reference)
        ecr.put_image(
            repositoryName=image["name"],
            imageTag=image["tag"],
            imageManifest=content,
            imageManifestMediaType=MANIFEST,
            imageDigest=_sha256(content),  # moto makes one up otherwise
        )

    def _image(self, reference: str) -> tuple[Any, re.Match[str]]:
        import boto3

        image = REFERENCE.fullmatch(reference)
        if not image:
            raise Refused(f"{reference}: not an image in ECR, the only registry of the rehearsal")
        # Never the caller's own credentials: this endpoint knows no others.
        ecr = boto3.client(
            "ecr",
            endpoint_url=self._endpoint,
            region_name=image["region"],
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        return ecr, image


class DockerBuild(p.Provider):
    """One resource, `docker-build:index:Image`, with the outputs that awsx reads."""

    def __init__(self, images: Path, registry: Registry) -> None:
        self._images = images
        self._registry = registry

    async def configure(self, request: p.ConfigureRequest) -> p.ConfigureResponse:
        return p.ConfigureResponse(accept_secrets=True, supports_preview=True)

    async def check_config(self, request: p.CheckRequest) -> p.CheckResponse:
        return p.CheckResponse(inputs=request.new_inputs)

    async def diff_config(self, request: p.DiffRequest) -> p.DiffResponse:
        return p.DiffResponse(changes=False)

    async def check(self, request: p.CheckRequest) -> p.CheckResponse:
        inputs = dict(request.new_inputs)
        try:
            if f"::{TYPE}::" not in request.urn.replace("$", "::"):
                raise Refused(f"the rehearsal's docker-build makes {TYPE} only")
            given = {key: _plain(value) for key, value in inputs.items()}
            # An input, so that a changed file is a difference to the engine.
            digest = _digest(given)
            inputs[CONTEXT_DIGEST] = PropertyValue(digest)
            tags = given["tags"]
            if isinstance(tags, list) and digest != _plain(request.old_inputs.get(CONTEXT_DIGEST)):
                await asyncio.to_thread(self._refuse_second_build, tags[0], digest)
        except Refused as refused:
            return p.CheckResponse(inputs, [p.CheckFailure("context", str(refused))])
        return p.CheckResponse(inputs=inputs)

    def _refuse_second_build(self, reference: str, context: str) -> None:
        from botocore.exceptions import EndpointConnectionError

        try:
            there = self._registry.digest(reference)
        except EndpointConnectionError as error:
            raise Refused(f"the rehearsal's ECR does not answer ({error}): is it up?") from error
        if there and there != _manifest_digest(context) and self._registry.immutable(reference):
            raise Refused(
                f"{reference} is there with other content and its repository is immutable, so ECR "
                "refuses to push it again: give the image another tag"
            )

    async def diff(self, request: p.DiffRequest) -> p.DiffResponse:
        changed = [
            key
            for key in (CONTEXT_DIGEST, "tags")
            if request.old_state.get(key) != request.new_inputs.get(key)
        ]
        update = p.PropertyDiff(p.PropertyDiffKind.UPDATE, input_diff=True)
        return p.DiffResponse(
            changes=bool(changed), diffs=changed, detailed_diff=dict.fromkeys(changed, update)
        )

    async def create(self, request: p.CreateRequest) -> p.CreateResponse:
        if request.preview:
            return p.CreateResponse(properties=request.properties)
        outputs = await asyncio.to_thread(self._build, request.properties)
        return p.CreateResponse(resource_id=_plain(outputs["digest"]), properties=outputs)

    async def update(self, request: p.UpdateRequest) -> p.UpdateResponse:
        if request.preview:
            return p.UpdateResponse(properties=request.news)
        return p.UpdateResponse(properties=await asyncio.to_thread(self._build, request.news))

    async def delete(self, request: p.DeleteRequest) -> None:
        """Nothing: tasks may still run it, and the image goes with its repository."""

    async def read(self, request: p.ReadRequest) -> p.ReadResponse:
        reference = _plain(request.properties["tags"])[0]
        there = await asyncio.to_thread(self._registry.digest, reference)
        if there is None:
            return p.ReadResponse(resource_id="")
        return p.ReadResponse(request.resource_id, request.properties, request.inputs)

    def _build(self, inputs: Properties) -> Properties:
        given = {key: _plain(inputs[key]) for key in ("context", "tags", CONTEXT_DIGEST)}
        reference = given["tags"][0]
        digest = _manifest_digest(given[CONTEXT_DIGEST])
        self._keep(_context(given), digest.removeprefix("sha256:"))
        if self._registry.digest(reference) != digest:
            self._registry.push(reference, manifest(given[CONTEXT_DIGEST]))
        built = {"digest": digest, "ref": f"{reference}@{digest}"}
        return {**inputs, **{key: PropertyValue(value) for key, value in built.items()}}

    def _keep(self, context: Path, name: str) -> None:
        if (self._images / name).exists():
            return
        unfinished = self._images / f"{name}.part"
        shutil.rmtree(unfinished, ignore_errors=True)
        for path in context_files(context):
            copy = unfinished / path.relative_to(context)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
        unfinished.rename(self._images / name)


def _context(given: Mapping[str, Any]) -> Path:
    return Path((given.get("context") or {}).get("location", "."))


def _digest(given: Mapping[str, Any]) -> str:
    context = _context(given)
    dockerfile = Path((given.get("dockerfile") or {}).get("location") or context / "Dockerfile")
    if not dockerfile.is_file():
        raise Refused(f"{dockerfile}: no such file; the context is the folder with the Dockerfile")
    build = {key: given.get(key) for key in ("buildArgs", "platforms", "target")}
    return context_digest(context, {**build, "dockerfile": dockerfile.name})


def _manifest_digest(context: str) -> str:
    return _sha256(manifest(context))


def _sha256(content: str) -> str:
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"


def _plain(value: PropertyValue | None) -> Any:
    match value.value if value else None:
        case Mapping() as inner:
            return {key: _plain(one) for key, one in inner.items()}
        case tuple() as inner:
            return [_plain(one) for one in inner]
        case other:
            return other


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--images", type=Path, required=True, help="folder of the built contexts")
    options.add_argument("--ecr", required=True, help="endpoint of the rehearsal's ECR")
    ours, engine = options.parse_known_args()
    sys.argv[1:] = engine
    ours.images.mkdir(parents=True, exist_ok=True)
    end_with_engine()
    serve(engine, "0.0.22", DockerBuild(ours.images, Registry(ours.ecr)))


if __name__ == "__main__":
    main()
