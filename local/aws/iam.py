"""Rows for IAM roles and policies."""

from typing import Any

from local.aws.row import Resource, Row, Tags


def _tags(kind: str) -> Tags:
    member = {"Role": "RoleName", "Policy": "PolicyArn"}[kind]
    return Tags(
        read=lambda r, found: found.get("Tags"),
        add=lambda r, tags: r.call(
            f"Tag{kind}", **{member: r.id}, Tags=[{"Key": k, "Value": v} for k, v in tags.items()]
        ),
        remove=lambda r, keys: r.call(f"Untag{kind}", **{member: r.id}, TagKeys=keys),
    )


def _update_role(r: Resource, old: Any) -> None:
    hours = int(r.args.get("maxSessionDuration") or 3600)
    r.call(
        "UpdateRole",
        RoleName=r.id,
        Description=r.args.get("description") or "",
        MaxSessionDuration=hours,
    )


def _trust(r: Resource, old: Any) -> None:
    r.call("UpdateAssumeRolePolicy", RoleName=r.id, PolicyDocument=r.args["assumeRolePolicy"])


def _boundary(r: Resource, old: Any) -> None:
    if arn := r.args.get("permissionsBoundary"):
        r.call("PutRolePermissionsBoundary", RoleName=r.id, PermissionsBoundary=arn)
    else:
        r.call("DeleteRolePermissionsBoundary", RoleName=r.id)


def _role(r: Resource) -> Any:
    found = r.call("GetRole", RoleName=r.id)["Role"]
    found["PermissionsBoundary"] = found.get("PermissionsBoundary", {}).get(
        "PermissionsBoundaryArn"
    )
    return found


def _delete_role(r: Resource) -> None:
    if r.args.get("forceDetachPolicies"):
        for policy in r.call("ListAttachedRolePolicies", RoleName=r.id)["AttachedPolicies"]:
            r.call("DetachRolePolicy", RoleName=r.id, PolicyArn=policy["PolicyArn"])
        for name in r.call("ListRolePolicies", RoleName=r.id)["PolicyNames"]:
            r.call("DeleteRolePolicy", RoleName=r.id, PolicyName=name)
    r.call("DeleteRole", RoleName=r.id)


def _put_role_policy(r: Resource) -> str:
    a = r.args
    r.call("PutRolePolicy", RoleName=a["role"], PolicyName=a["name"], PolicyDocument=a["policy"])
    return f"{a['role']}:{a['name']}"


def _role_policy(r: Resource) -> Any:
    role, name = r.id.split(":", 1)
    return r.call("GetRolePolicy", RoleName=role, PolicyName=name)


def _delete_role_policy(r: Resource) -> None:
    role, name = r.id.split(":", 1)
    r.call("DeleteRolePolicy", RoleName=role, PolicyName=name)


def _attachment(r: Resource) -> Any:
    attached = r.call("ListAttachedRolePolicies", RoleName=r.args["role"])["AttachedPolicies"]
    arns = [policy["PolicyArn"] for policy in attached]
    return dict(r.args) if r.args["policyArn"] in arns else None


def _attach(r: Resource) -> str:
    r.call("AttachRolePolicy", RoleName=r.args["role"], PolicyArn=r.args["policyArn"])
    return f"{r.args['role']}/{r.args['policyArn']}"


def _detach(r: Resource) -> None:
    r.call("DetachRolePolicy", RoleName=r.args["role"], PolicyArn=r.args["policyArn"])


def _policy(r: Resource) -> Any:
    found = r.call("GetPolicy", PolicyArn=r.id)["Policy"]
    version = r.call("GetPolicyVersion", PolicyArn=r.id, VersionId=found["DefaultVersionId"])
    return found | {"PolicyDocument": version["PolicyVersion"]["Document"]}


def _spare_versions(r: Resource, keep: int) -> None:
    versions = r.call("ListPolicyVersions", PolicyArn=r.id)["Versions"]
    spare = [v["VersionId"] for v in versions if not v["IsDefaultVersion"]]
    for version in sorted(spare, key=lambda v: int(v[1:]))[: max(0, len(spare) - keep)]:
        r.call("DeletePolicyVersion", PolicyArn=r.id, VersionId=version)


def _new_version(r: Resource, old: Any) -> None:
    _spare_versions(r, keep=3)  # AWS holds five in all
    r.call(
        "CreatePolicyVersion", PolicyArn=r.id, PolicyDocument=r.args["policy"], SetAsDefault=True
    )


def _delete_policy(r: Resource) -> None:
    _spare_versions(r, keep=0)
    r.call("DeletePolicy", PolicyArn=r.id)


ROWS = {
    "aws:iam/role:Role": Row(
        service="iam",
        required="assumeRolePolicy",
        fixed="name path",
        changes={
            "assumeRolePolicy": _trust,
            "description maxSessionDuration": _update_role,
            "permissionsBoundary": _boundary,
        },
        kept={"forceDetachPolicies": "an instruction to the provider, not a property of the role"},
        renames={"name": "RoleName", "assumeRolePolicy": "AssumeRolePolicyDocument"},
        outputs={
            "arn": "Arn",
            "uniqueId": "RoleId",
            "createDate": "CreateDate",
            "namePrefix": "''",
            "managedPolicyArns": "`[]`",
        },
        autoname=("name", 64, False),
        tags=_tags("Role"),
        create="CreateRole",
        id="Role.RoleName",
        read=_role,
        delete=_delete_role,
    ),
    "aws:iam/rolePolicy:RolePolicy": Row(
        service="iam",
        required="role policy",
        fixed="role name",
        changes={"policy": lambda r, old: _put_role_policy(r)},
        renames={"role": "RoleName", "name": "PolicyName", "policy": "PolicyDocument"},
        outputs={"namePrefix": "''"},
        autoname=("name", 128, False),
        create=_put_role_policy,
        read=_role_policy,
        delete=_delete_role_policy,
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": Row(
        service="iam",
        required="role policyArn",
        fixed="role policyArn",
        collides=True,
        create=_attach,
        read=_attachment,
        delete=_detach,
    ),
    "aws:iam/policy:Policy": Row(
        service="iam",
        required="policy",
        fixed="name path description",
        changes={"policy": _new_version},
        renames={"name": "PolicyName", "policy": "PolicyDocument"},
        outputs={"arn": "Arn", "policyId": "PolicyId", "namePrefix": "''"},
        autoname=("name", 128, False),
        tags=_tags("Policy"),
        create="CreatePolicy",
        id="Policy.Arn",
        read=_policy,
        delete=_delete_policy,
    ),
}
