"""Write the table of settings in ``operators.md`` from the registry: ``make docs``.

With ``--check`` nothing is written, and the exit code is 1 where the table says something else than
the code.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "site"))

from patio.config.environment import VARIABLES

DOCUMENT = Path(__file__).parent / "operators.md"
BEGIN, END = "<!-- settings: written by `make docs` -->\n", "<!-- end of settings -->\n"


def settings_table() -> str:
    """The registry as a Markdown table."""
    rows = ["| variable | kind | default | what it is for |", "| --- | --- | --- | --- |"]
    for variable in VARIABLES:
        default = variable.default_text
        shown = default if default.startswith("(") else f"`{default}`"
        rows.append(f"| `{variable.name}` | {variable.kind} | {shown} | {variable.help} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Replace what stands between the marks, or compare with it."""
    present = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = present.partition(BEGIN)
    _, _, after = rest.partition(END)
    wanted = before + BEGIN + "\n" + settings_table() + "\n" + END + after
    if "--check" not in sys.argv:
        DOCUMENT.write_text(wanted, encoding="utf-8")
    elif wanted != present:
        sys.exit(f"{DOCUMENT.name} is not what the code says: run `make docs`.")


main()
