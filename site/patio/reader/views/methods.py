"""How views may be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

_P = ParamSpec("_P")


def reading(view: Callable[_P, HttpResponse]) -> Callable[_P, HttpResponse]:
    """A view that is only read. Whoever sends something to it learns that: 405, and no check."""
    return csrf_exempt(require_safe(view))
