"""Benchmarks: figures beside goals, from runs made side by side on one machine.

They are scripts, run from the repository's root: this puts ``site/`` on the module search path, as
``manage.py`` does.
"""

import sys
from pathlib import Path

_SITE = str(Path(__file__).parents[2] / "site")
if _SITE not in sys.path:
    sys.path.insert(0, _SITE)
