"""The form of a section of docs/benchmarks.md."""

from collections.abc import Mapping, Sequence


def table(
    title: str,
    rows: Mapping[str, str | Sequence[str]],
    columns: Sequence[str] = ("measured",),
    reading: str = "",
) -> str:
    """A section: a table of rows by name, and what its reader should know."""
    lines = [
        f"## {title}",
        "",
        f"| what | {' | '.join(columns)} |",
        "|---" * (len(columns) + 1) + "|",
    ]
    for name, cells in rows.items():
        lines.append(f"| {name} | {cells if isinstance(cells, str) else ' | '.join(cells)} |")
    return "\n".join([*lines, "", *([reading.strip(), ""] if reading else [])])
