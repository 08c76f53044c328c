"""Rows for CloudWatch: log group, metric filter, alarm."""

from typing import Any

from local.aws.row import Resource, Row, Tags


def _log_arn(r: Resource) -> str:
    return r.account.arn("logs", f"log-group:{r.id}")


def _create_log_group(r: Resource) -> str:
    r.call("CreateLogGroup", **r.with_tags("CreateLogGroup"))
    r.id = r.args["name"]
    _retention(r, {})
    return r.id


def _log_group(r: Resource) -> Any:
    groups = r.call("DescribeLogGroups", logGroupNamePrefix=r.id)["logGroups"]
    found = next((g for g in groups if g["logGroupName"] == r.id), None)
    if found is not None:
        found["arn"] = found["arn"].removesuffix(":*")
        found["tags"] = r.call("ListTagsForResource", resourceArn=found["arn"])["tags"]
    return found


def _retention(r: Resource, old: Any) -> None:
    if days := r.args.get("retentionInDays"):
        r.call("PutRetentionPolicy", logGroupName=r.id, retentionInDays=int(days))
    elif old:
        r.call("DeleteRetentionPolicy", logGroupName=r.id)


def _filter(r: Resource) -> Any:
    group = {"logGroupName": r.args["logGroupName"]} if "logGroupName" in r.args else {}
    filters = r.call("DescribeMetricFilters", filterNamePrefix=r.id, **group)["metricFilters"]
    return next((one for one in filters if one["filterName"] == r.id), None)


def _put_filter(r: Resource) -> str:
    r.call("PutMetricFilter", **r.params("PutMetricFilter"))
    return r.args["name"]


def _change_filter(r: Resource, old: Any) -> None:
    _delete_filter(r)  # moto would keep both
    _put_filter(r)


def _delete_filter(r: Resource) -> None:
    r.call("DeleteMetricFilter", logGroupName=r.args["logGroupName"], filterName=r.id)


def _put_alarm(r: Resource, old: Any = None) -> str:
    r.call("PutMetricAlarm", **r.with_tags("PutMetricAlarm"))
    return r.args["name"]


def _alarm_arn(r: Resource) -> str:
    return r.account.arn("cloudwatch", f"alarm:{r.id}")


ROWS = {
    "aws:cloudwatch/logGroup:LogGroup": Row(
        service="logs",
        fixed="name logGroupClass",
        # moto lacks AssociateKmsKey: a rehearsal of a change of key fails, and says so.
        changes={"retentionInDays": _retention, "kmsKeyId": "AssociateKmsKey"},
        kept={"skipDestroy": "an instruction to the provider, not a property of the group"},
        renames={"name": "logGroupName"},
        outputs={"arn": "arn", "namePrefix": "''"},
        autoname=("name", 512, False),
        tags=Tags(
            read=lambda r, found: found["tags"],
            add=lambda r, tags: r.call("TagResource", resourceArn=_log_arn(r), tags=tags),
            remove=lambda r, keys: r.call("UntagResource", resourceArn=_log_arn(r), tagKeys=keys),
        ),
        create=_create_log_group,
        read=_log_group,
        delete=lambda r: r.args.get("skipDestroy") or r.call("DeleteLogGroup", logGroupName=r.id),
        key="logGroupName",
    ),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": Row(
        service="logs",
        required="logGroupName metricTransformation pattern",
        fixed="name logGroupName",
        changes={"pattern metricTransformation": _change_filter},
        renames={"name": "filterName", "pattern": "filterPattern"},
        deep={"name": "metricName", "namespace": "metricNamespace", "value": "metricValue"},
        autoname=("name", 512, False),
        create=_put_filter,
        read=_filter,
        delete=_delete_filter,
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": Row(
        service="cloudwatch",
        required="comparisonOperator evaluationPeriods",
        fixed="name",
        changes={
            "actionsEnabled alarmActions alarmDescription comparisonOperator datapointsToAlarm "
            "dimensions evaluationPeriods insufficientDataActions metricName namespace okActions "
            "period statistic threshold treatMissingData unit": _put_alarm
        },
        renames={"name": "AlarmName"},
        defaults={"actionsEnabled": True},
        outputs={"arn": "AlarmArn"},
        autoname=("name", 255, False),
        tags=Tags(
            read=lambda r, found: r.call("ListTagsForResource", ResourceARN=_alarm_arn(r))["Tags"],
            add=lambda r, tags: r.call(
                "TagResource",
                ResourceARN=_alarm_arn(r),
                Tags=[{"Key": k, "Value": v} for k, v in tags.items()],
            ),
            remove=lambda r, keys: r.call("UntagResource", ResourceARN=_alarm_arn(r), TagKeys=keys),
        ),
        create=_put_alarm,
        read="DescribeAlarms",
        by="AlarmNames",
        found="MetricAlarms[0]",
        delete="DeleteAlarms",
    ),
}
