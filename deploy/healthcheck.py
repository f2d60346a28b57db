"""Ask the server of this container whether it is ready; exit with 1 where it is not.

The site answers only to the names in ``ALLOWED_HOSTS``, so the question carries one of them.
Nothing but the standard library is imported: this runs every half minute.
"""

import os
import sys
import urllib.request
from http import HTTPStatus

port = os.environ.get("GRANIAN_PORT", "8000")
host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
request = urllib.request.Request(f"http://127.0.0.1:{port}/readyz", headers={"Host": host})
try:
    with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310
        is_ready = answer.status == HTTPStatus.OK
except OSError as error:
    sys.exit(f"not ready: {error}")
sys.exit(0 if is_ready else "not ready")
