#!/usr/bin/env python
"""Django's command line, with ``site/`` on the module search path."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))


def main() -> None:
    if sys.argv[1:3] == ["catalogs", "merge-driver"]:  # git waits for it at each file it merges
        from patio.sync.git.driver import main as merge_driver

        sys.exit(merge_driver(sys.argv[3:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patio.config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
