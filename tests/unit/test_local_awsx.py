"""The awsx stand-in lays out subnets and lifecycle policies as the official plugin does."""

import json
from typing import Any

import pulumi
import pytest

from local.awsx import layout, lifecycle_policy

SPECS = [
    {"type": "Public", "cidrMask": 24},
    {"type": "Private", "cidrMask": 20},
    {"type": "Isolated", "cidrMask": 24},
]


def cidrs(zones: int, cidr: str = "10.0.0.0/16", **inputs: Any) -> dict[str, str]:
    given = {"cidrBlock": cidr, "subnetSpecs": SPECS, **inputs}
    return {subnet.name: subnet.cidr for subnet in layout("net", given, zones)}


def test_subnets_follow_the_order_of_the_specs_and_each_zone_starts_its_own_block():
    assert cidrs(2) == {
        "net-public-1": "10.0.0.0/24",
        "net-private-1": "10.0.16.0/20",
        "net-isolated-1": "10.0.32.0/24",
        "net-public-2": "10.0.128.0/24",
        "net-private-2": "10.0.144.0/20",
        "net-isolated-2": "10.0.160.0/24",
    }


@pytest.mark.parametrize("zones", [2, 3])
def test_with_a_mask_for_zones_more_zones_move_no_subnet(zones: int):
    fewer = cidrs(zones, availabilityZoneCidrMask=18)
    assert cidrs(4, availabilityZoneCidrMask=18).items() >= fewer.items()
    assert fewer["net-public-2"] == "10.0.64.0/24"


def test_specs_without_a_mask_share_their_zone_equally():
    specs = [{"type": "Public"}, {"type": "Private", "name": "app"}, {"type": "Isolated"}]
    assert cidrs(2, subnetSpecs=specs) == {
        "net-public-1": "10.0.0.0/19",
        "net-app-1": "10.0.32.0/19",
        "net-isolated-1": "10.0.64.0/19",
        "net-public-2": "10.0.128.0/19",
        "net-app-2": "10.0.160.0/19",
        "net-isolated-2": "10.0.192.0/19",
    }


def test_subnets_that_do_not_fit_their_zone_are_refused_in_the_official_words():
    with pytest.raises(pulumi.InputPropertyError) as refused:
        cidrs(2, cidr="10.0.0.0/20")
    assert refused.value.reason == (
        "Subnets are too large for VPC. VPC has 2048 addresses, but subnets require 4608 addresses."
    )


def test_subnets_that_alignment_pushes_into_the_next_zone_are_refused():
    specs = [{"type": "Public", "cidrMask": 24}, {"type": "Private", "cidrMask": 20}]
    with pytest.raises(pulumi.InputPropertyError, match=r"subnetSpecs") as refused:
        cidrs(2, availabilityZoneCidrMask=19, subnetSpecs=[*specs, {"type": "Isolated"}])
    assert refused.value.reason == (
        "net-isolated-1 (10.0.32.0/21) overlaps net-public-2 (10.0.32.0/24): make the CIDR of the "
        "VPC larger, the subnets smaller, or use fewer availability zones"
    )


def test_lifecycle_rules_become_a_policy_document_with_the_rule_for_any_tag_last():
    rules = [
        {"tagStatus": "any", "maximumNumberOfImages": 30},
        {"tagStatus": "untagged", "maximumAgeLimit": 14, "description": "drop untagged images"},
        {"tagPrefixList": ["v"], "maximumNumberOfImages": 5},
    ]
    expire = {"type": "expire"}
    assert json.loads(lifecycle_policy(rules)) == {
        "rules": [
            {
                "rulePriority": 1,
                "description": "drop untagged images",
                "selection": {
                    "tagStatus": "untagged",
                    "countType": "sinceImagePushed",
                    "countNumber": 14,
                    "countUnit": "days",
                },
                "action": expire,
            },
            {
                "rulePriority": 2,
                "selection": {
                    "tagStatus": "tagged",
                    "tagPrefixList": ["v"],
                    "countType": "imageCountMoreThan",
                    "countNumber": 5,
                },
                "action": expire,
            },
            {
                "rulePriority": 3,
                "selection": {
                    "tagStatus": "any",
                    "countType": "imageCountMoreThan",
                    "countNumber": 30,
                },
                "action": expire,
            },
        ]
    }
