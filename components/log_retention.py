"""How long CloudWatch keeps logs."""

import pulumi

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)


def check_log_retention(days: pulumi.Input[float]) -> None:
    """Refuse a number of days that CloudWatch does not know."""
    if isinstance(days, int | float) and days not in DAYS:
        raise pulumi.RunError(
            f"logRetentionDays: {days} is not allowed; CloudWatch offers "
            f"{', '.join(str(offered) for offered in DAYS)}"
        )
