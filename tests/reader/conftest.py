"""A small site with some languages, and a reader's eyes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests import factories

#: What ``read`` returns: the parsed page.
Read = Callable[..., BeautifulSoup]


@pytest.fixture
def site(db: Any) -> None:
    """English with Spanish, Arabic and Polish, all translated and none reviewed."""
    factories.load()
    factories.translate_all(["es", "ar", "pl"])


@pytest.fixture
def read(client: Client) -> Read:
    """Get a page that is there, or whatever ``status`` says, and parse it."""

    def read_page(path: str, status: int = 200, **headers: str) -> BeautifulSoup:
        response = client.get(path, headers=headers)
        assert response.status_code == status, f"{path}: {response.status_code}"
        return BeautifulSoup(response.content, "html.parser")

    return read_page
