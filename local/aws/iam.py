"""Rows for IAM roles and their inline policies."""

from typing import Any

from local.aws.row import Resource, Row, Tags

TAGS = Tags(
    read=lambda r, found: found.get("Tags"),
    add=lambda r, tags: r.call(
        "TagRole", RoleName=r.id, Tags=[{"Key": k, "Value": v} for k, v in tags.items()]
    ),
    remove=lambda r, keys: r.call("UntagRole", RoleName=r.id, TagKeys=keys),
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
        renames={"name": "RoleName", "assumeRolePolicy": "AssumeRolePolicyDocument"},
        outputs={
            "arn": "Arn",
            "uniqueId": "RoleId",
            "createDate": "CreateDate",
            "namePrefix": "''",
            "managedPolicyArns": "`[]`",
        },
        autoname=("name", 64, False),
        tags=TAGS,
        create="CreateRole",
        id="Role.RoleName",
        read=_role,
        delete="DeleteRole",
        key="RoleName",
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
}
