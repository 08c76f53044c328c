"""How much Python the product and its rehearsal are."""

from local.engine import REPOSITORY
from tests.bench.report import table

FOLDERS = {"components": "", "image/programs": "", "local": " (docs/decisions/0007)"}


def section() -> str:
    """Lines of each."""
    return table(
        "Code", {f"lines of `{name}/`{aim}": _lines(name) for name, aim in FOLDERS.items()}
    )


def _lines(folder: str) -> str:
    files = (REPOSITORY / folder).rglob("*.py")
    return str(sum(len(file.read_text().splitlines()) for file in files))
