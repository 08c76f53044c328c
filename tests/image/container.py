"""A container of the task where no engine makes one: a program of the image as uid 10001, on a
read-only root with the image's files at their paths, and with the two volumes of its Dockerfile.

It takes mount namespaces, so Linux and root.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from image_services import PROGRAMS

USER = 10001
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# What is not on this root is not in the container. Last comes the program itself, so that signals
# reach it.
ENTER = """
root=$1 volumes=$2 programs=$3 python=$4 environment=$5
shift 5
mount -t tmpfs -o mode=0755 root "$root"
for path in /tmp /run/credentials; do
    mkdir -p "$root$path"
    mount --bind "$volumes$path" "$root$path"
done
for path in /usr /bin /sbin /lib /lib64 /etc "$python" "$environment"; do
    if [ -L "$path" ]; then
        ln -s "$(readlink "$path")" "$root$path"
    elif [ -d "$path" ]; then
        mkdir -p "$root$path"
        mount -o bind,ro "$path" "$root$path"
    fi
done
mkdir -p "$root/opt"
cp -R "$programs" "$root/opt/mlflow"
chmod -R 0555 "$root/opt/mlflow"
for path in /dev /proc; do
    mkdir "$root$path"
    mount --rbind "$path" "$root$path"
done
mount -o remount,ro "$root"
exec chroot --userspec=10001:10001 --groups= "$root" "$@"
"""


class Container(NamedTuple):
    """The volumes of one task, and what its programs run in."""

    folder: Path
    programs: Path

    def make_volumes(self) -> None:
        """As ECS does it: with the owner and mode that the folder has in the image."""
        (self.folder / "root").mkdir()
        for path, owner, mode in (("tmp", 0, 0o1777), ("run/credentials", USER, 0o700)):
            volume = self.folder / path
            volume.mkdir(parents=True)
            volume.chmod(mode)
            os.chown(volume, owner, owner)

    def start(self, *command: str, **environment: str) -> subprocess.Popen[str]:
        """Start a command of the image, with this environment, PATH and HOME."""
        python = subprocess.run(
            [self.programs / "python", "-c", "import sys; print(sys.base_prefix)"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        return subprocess.Popen(
            [
                *("unshare", "--mount", "--propagation", "private", "sh", "-euc", ENTER, "enter"),
                *(self.folder / "root", self.folder, PROGRAMS, python, self.programs.parent),
                *command,
            ],
            env={"PATH": f"{self.programs}:{PATH}", "HOME": "/tmp", **environment},
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *command: str, **environment: str) -> tuple[int, str]:
        """Exit code and output of a command of the image."""
        process = self.start(*command, **environment)
        output, _ = process.communicate(timeout=300)
        return process.returncode, output.strip()


def why_not() -> str | None:
    """What stands against containers here, if something does."""
    if os.name != "posix" or shutil.which("unshare") is None or os.geteuid() != 0:
        return "mount namespaces take Linux and root"
    probe = ["unshare", "--mount", "mount", "-t", "tmpfs", "probe", "/mnt"]
    done = subprocess.run(probe, capture_output=True, text=True)
    return done.stderr.strip() or None
