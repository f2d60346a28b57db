"""Where things are on the site."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse


def page_address(tag: str, path: str) -> str:
    """The address of a page in a language: ``/es/values/solidarity/``."""
    return reverse("page", kwargs={"tag": tag, "path": path})


def changes_address(tag: str, path: str) -> str:
    """The address of what changed in a page's source: ``/es/values/solidarity/changes/``."""
    return reverse("changes", kwargs={"tag": tag, "path": path})


def comparison_address(tag: str, path: str, others: Sequence[str]) -> str:
    """The address of a page in ``tag`` and beside it in ``others``, or of the form to choose them.

    ``/en/values/side-by-side/es+ar/``, or ``/en/values/side-by-side/`` where there are no others.
    """
    if not others:
        return reverse("side-by-side", kwargs={"tag": tag, "path": path})
    return reverse("comparison", kwargs={"tag": tag, "path": path, "choice": "+".join(others)})


def path_under_home(url_path: str) -> str:
    """The path of a Wagtail page under its home page.

    >>> path_under_home("/home-es/values/solidarity/"), path_under_home("/home-es/")
    ('values/solidarity/', '')
    """
    return url_path.strip("/").partition("/")[2] + "/" if url_path.count("/") > 2 else ""
