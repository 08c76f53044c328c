"""The pid files of the rehearsal, which its processes read while others come and go."""

import os
from pathlib import Path

from local import processes


def test_a_process_that_ends_while_the_list_is_read_is_left_out(tmp_path: Path) -> None:
    processes.record(tmp_path, os.getpid(), "this")
    (tmp_path / "pids" / "1.json").symlink_to("removed in between")
    assert processes.recorded(tmp_path, "this") == os.getpid()
    assert processes.recorded(tmp_path, "another") is None
