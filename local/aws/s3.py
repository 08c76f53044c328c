"""Rows for S3: the bucket, and its side resources as Put, Get and Delete of a configuration."""

from typing import Any

from local.aws.row import Resource, Row, Tags, tag_map
from local.aws.translate import to_aws


def _create_bucket(r: Resource) -> str:
    name, region = r.args["bucket"], r.account.region
    where = (
        {}
        if region == "us-east-1"
        else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    )
    lock = {"ObjectLockEnabledForBucket": True} if r.args.get("objectLockEnabled") else {}
    r.call("CreateBucket", Bucket=name, **where, **lock)
    r.id = name
    _put_tags(r, r.tags_all)
    return name


def _put_tags(r: Resource, tags: dict[str, str]) -> None:
    if tags:
        pairs = [{"Key": k, "Value": v} for k, v in tags.items()]
        r.call("PutBucketTagging", Bucket=r.id, Tagging={"TagSet": pairs})


def _bucket(r: Resource) -> Any:
    r.call("HeadBucket", Bucket=r.id)
    from botocore.exceptions import ClientError

    try:
        tags = r.call("GetBucketTagging", Bucket=r.id)["TagSet"]
    except ClientError:
        tags = []
    return {"Bucket": r.id, "Tags": tags}


def _replace_tags(r: Resource, add: dict[str, str], remove: list[str]) -> None:
    held = tag_map(_bucket(r)["Tags"]) | add
    left = {k: v for k, v in held.items() if k not in remove}
    _put_tags(r, left)
    if not left:
        r.call("DeleteBucketTagging", Bucket=r.id)


def _delete_bucket(r: Resource) -> None:
    if r.args.get("forceDestroy"):
        pages = r.account.client("s3").get_paginator("list_object_versions").paginate(Bucket=r.id)
        for page in pages:
            for held in page.get("Versions", []) + page.get("DeleteMarkers", []):
                r.call("DeleteObject", Bucket=r.id, Key=held["Key"], VersionId=held["VersionId"])
    r.call("DeleteBucket", Bucket=r.id)


def _side(
    name: str,
    *,
    argument: str = "",
    member: str,
    wrap: Any,
    unwrap: Any,
    required: str,
    delete: str = "",
    off: dict[str, Any] | None = None,
    **row: Any,
) -> Row:
    """`wrap` makes the request's `member` from the arguments, `unwrap` the arguments from it."""

    def put(r: Resource) -> str:
        shape = r.shape(f"Put{name}").members[member]
        payload = wrap(r.args)
        body = payload if isinstance(payload, str) else to_aws(payload, shape, {})
        r.call(f"Put{name}", Bucket=r.args["bucket"], **{member: body})
        return r.args["bucket"]

    def get(r: Resource) -> Any:
        answer = r.call(f"Get{name}", Bucket=r.id)
        answer.pop("ResponseMetadata")
        held = unwrap(answer.get(member, answer))
        return held and {"bucket": r.id, **held}

    def remove(r: Resource) -> None:
        if delete:
            r.call(delete, Bucket=r.id)
        else:
            r.call(f"Put{name}", Bucket=r.id, **{member: off})

    return Row(
        service="s3",
        required=f"bucket {required}",
        fixed="bucket",
        changes={argument or required: lambda r, old: put(r)},
        create=put,
        read=get,
        delete=remove,
        stays=bool(off),
        **row,
    )


def _lifecycle(args: dict[str, Any]) -> dict[str, Any]:
    # S3 wants every rule to say which objects it is for: none given means all of them.
    return {
        "rules": [
            {**rule, "filter": rule.get("filter") or {"prefix": ""}} for rule in args["rules"]
        ]
    }


BLOCKS = "blockPublicAcls blockPublicPolicy ignorePublicAcls restrictPublicBuckets"

ROWS = {
    "aws:s3/bucket:Bucket": Row(
        service="s3",
        fixed="bucket objectLockEnabled",
        kept={
            "forceDestroy": "an instruction to the provider, not a property of the bucket",
            "objectLockEnabled": "read by its own call, which the rehearsal does not need",
        },
        outputs={
            "arn": lambda r, f: f"arn:{r.account.partition}:s3:::{r.id}",
            "bucketDomainName": lambda r, f: f"{r.id}.s3.amazonaws.com",
            "bucketRegionalDomainName": lambda r, f: f"{r.id}.s3.{r.account.region}.amazonaws.com",
            "bucketRegion": lambda r, f: r.account.region,
            "bucketPrefix": "''",
            "hostedZoneId": "''",
        },
        autoname=("bucket", 63, True),
        tags=Tags(
            read=lambda r, found: found["Tags"],
            add=lambda r, tags: _replace_tags(r, tags, []),
            remove=lambda r, keys: _replace_tags(r, {}, keys),
        ),
        create=_create_bucket,
        read=_bucket,
        delete=_delete_bucket,
    ),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _side(
        "PublicAccessBlock",
        argument=BLOCKS,
        member="PublicAccessBlockConfiguration",
        wrap=lambda args: {name: bool(args.get(name)) for name in BLOCKS.split()},
        unwrap=lambda held: held,
        required="",
        delete="DeletePublicAccessBlock",
        kept={"skipDestroy": "an instruction to the provider"},
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _side(
        "BucketOwnershipControls",
        member="OwnershipControls",
        wrap=lambda args: {"rules": [args["rule"]]},
        unwrap=lambda held: {"rule": held["Rules"][0]},
        required="rule",
        delete="DeleteBucketOwnershipControls",
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _side(
        "BucketEncryption",
        member="ServerSideEncryptionConfiguration",
        wrap=lambda args: {"rules": args["rules"]},
        unwrap=lambda held: held,
        required="rules",
        delete="DeleteBucketEncryption",
    ),
    "aws:s3/bucketVersioning:BucketVersioning": _side(
        "BucketVersioning",
        member="VersioningConfiguration",
        wrap=lambda args: args["versioningConfiguration"],
        unwrap=lambda held: {"versioningConfiguration": held} if held else None,
        required="versioningConfiguration",
        off={"Status": "Suspended"},
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _side(
        "BucketLifecycleConfiguration",
        member="LifecycleConfiguration",
        wrap=_lifecycle,
        unwrap=lambda held: held,
        required="rules",
        delete="DeleteBucketLifecycle",
    ),
    "aws:s3/bucketPolicy:BucketPolicy": _side(
        "BucketPolicy",
        member="Policy",
        wrap=lambda args: args["policy"],
        unwrap=lambda held: {"policy": held},
        required="policy",
        delete="DeleteBucketPolicy",
    ),
    "aws:s3/bucketLogging:BucketLogging": _side(
        "BucketLogging",
        member="BucketLoggingStatus",
        argument="targetBucket targetPrefix",
        wrap=lambda args: {
            "loggingEnabled": {n: args[n] for n in ("targetBucket", "targetPrefix")}
        },
        unwrap=lambda held: held.get("LoggingEnabled"),
        required="targetBucket targetPrefix",
        off={},
    ),
}
