"""``python -m tests.soak``: play the world for long; the same seed plays the same again."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def main() -> int:
    """Make a database and a folder of their own, play in them, and throw them away."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4), "big"))
    options = parser.parse_args()
    sys.path.insert(0, str(REPOSITORY / "site"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "patio.config.settings.test"

    import django

    django.setup()

    from django.conf import settings
    from django.test.runner import DiscoverRunner

    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        database = settings.DATABASES["default"]
        is_file = database["ENGINE"].endswith("sqlite3")
        test_name = f"{name}/soak.sqlite3" if is_file else f"test_soak_{os.getpid()}"
        database.setdefault("TEST", {})["NAME"] = test_name
        runner = DiscoverRunner(verbosity=0, interactive=False)
        databases = runner.setup_databases()
        try:
            from .play import Play

            return Play(Path(name), steps=options.steps, seed=options.seed).run()
        finally:
            runner.teardown_databases(databases)


if __name__ == "__main__":
    sys.exit(main())
