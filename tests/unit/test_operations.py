"""MlflowOperations: who is told when something needs a person."""

from stacks import operations, program


def test_a_password_file_that_is_no_longer_refreshed_raises_an_alarm() -> None:
    graph = operations()
    assert graph["LogMetricFilter/mlflow-test-stale-credentials"].inputs == {
        "logGroupName": "the-log",
        "pattern": '{ $.event = "stale_credentials" }',
        "metricTransformation": {
            "namespace": "MLflow/the-log",
            "name": "StaleCredentials",
            "value": "1",
        },
    }
    alarm = dict(graph["MetricAlarm/mlflow-test-stale-credentials"].inputs)
    assert "`credentials`" in alarm.pop("alarmDescription")
    assert alarm == {
        "namespace": "MLflow/the-log",
        "metricName": "StaleCredentials",
        "statistic": "Sum",
        "comparisonOperator": "GreaterThanOrEqualToThreshold",
        "threshold": 1,
        "period": 300,
        "evaluationPeriods": 1,
        "treatMissingData": "notBreaching",
        "tags": {},
    }


def test_the_alarm_watches_the_log_that_the_containers_write() -> None:
    graph = program("prod")
    watched = graph["LogMetricFilter/mlflow-prod-stale-credentials"].inputs["logGroupName"]
    assert watched == "mlflow-prod-tasks.LogGroup" == graph.exports["log_group_name"]
