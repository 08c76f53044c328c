"""How much Python the product and its rehearsal are."""

from local.engine import REPOSITORY
from tests.bench.report import table


def section() -> str:
    """Lines of each."""
    return table("Code", {f"lines of `{name}/`": _lines(name) for name in ("components", "local")})


def _lines(folder: str) -> str:
    files = (REPOSITORY / folder).rglob("*.py")
    return str(sum(len(file.read_text().splitlines()) for file in files))
