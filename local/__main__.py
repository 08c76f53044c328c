"""The command line of the rehearsal: `python -m local up|preview|down|env|run-task`."""

import argparse
import sys

from botocore.exceptions import BotoCoreError, ClientError

from local import rehearsal


def main() -> int:
    """Run one command; an error is one line."""
    parser = argparse.ArgumentParser(prog="python -m local", description=rehearsal.__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="deploy on this computer, end with a live MLflow")
    up.add_argument("--http-port", type=int, default=8080, help="stands for 80 (%(default)s)")
    up.add_argument("--https-port", type=int, default=8443, help="stands for 443 (%(default)s)")
    commands.add_parser("preview", help="show what `up` would change")
    commands.add_parser("down", help="destroy the rehearsal, leave nothing running")
    commands.add_parser("env", help="print exports for your shell")
    task = commands.add_parser("run-task", help="run a registered task definition once")
    task.add_argument("task_definition", help="its ARN, or its family for the newest")
    options = parser.parse_args()
    try:
        if options.command == "env":
            return rehearsal.env()
        if options.command == "run-task":
            return rehearsal.run_task(options.task_definition)
        with rehearsal.alone():
            if options.command == "up":
                return rehearsal.up(options.http_port, options.https_port)
            return rehearsal.preview() if options.command == "preview" else rehearsal.down()
    except (RuntimeError, OSError, BotoCoreError, ClientError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted: `make up` goes on from here, `make down` ends it", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
