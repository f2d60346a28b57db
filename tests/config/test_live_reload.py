"""Open pages reload themselves in development, and nowhere else."""

from __future__ import annotations

import json
import logging

import pytest
from django.conf import settings as test_settings
from django.test import Client

from patio.config.live_reload import site_version
from tests import factories
from tests.config.test_production_settings import run

pytestmark = pytest.mark.django_db

MIDDLEWARE = "patio.config.live_reload.LiveReloadMiddleware"
ADDRESSES = ["/live-reload/script.js", "/live-reload/version"]


@pytest.fixture
def site() -> None:
    factories.load()
    factories.translate_all(["es"])


@pytest.fixture
def development(settings, site) -> Client:
    """A client of a server with development's middleware."""
    settings.DEBUG = True
    settings.MIDDLEWARE = [*test_settings.MIDDLEWARE, MIDDLEWARE]
    yield Client()
    log = logging.getLogger("django.server")
    log.filters.clear()


@pytest.mark.parametrize("path", ["/en/", "/es/values/solidarity/", "/en/side-by-side/es/"])
def test_in_production_pages_lack_it(path, settings, site) -> None:
    code = (
        "import json, sys; sys.path.insert(0, 'site');"
        "from patio.config.settings import production as p;"
        "print(json.dumps([p.MIDDLEWARE, p.ROOT_URLCONF, p.DEBUG]))"
    )
    middleware, urls, debug = json.loads(run("-c", code).stdout)
    assert MIDDLEWARE not in middleware
    settings.MIDDLEWARE, settings.ROOT_URLCONF, settings.DEBUG = middleware, urls, debug
    client = Client()

    assert "<script" not in client.get(path).content.decode()
    for address in ADDRESSES:
        assert client.get(address).status_code == 404


def test_without_debug_it_is_not_used_whatever_the_settings_name(settings, site) -> None:
    settings.MIDDLEWARE = [*test_settings.MIDDLEWARE, MIDDLEWARE]
    client = Client()

    assert "<script" not in client.get("/en/").content.decode()
    assert client.get(ADDRESSES[0]).status_code == 404


def test_in_development_the_page_knows_its_version(development) -> None:
    response = development.get("/es/values/solidarity/")

    version = development.get("/live-reload/version").content.decode()
    tag = f'<script src="/live-reload/script.js" data-version="{version}"></script></body>'
    assert tag in response.content.decode()
    assert int(response["Content-Length"]) == len(response.content)
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert development.get("/live-reload/script.js")["Content-Type"] == "text/javascript"


def test_a_published_text_is_another_version(development, django_capture_on_commit_callbacks):
    before = site_version()
    assert site_version() == before

    with django_capture_on_commit_callbacks(execute=True):
        factories.translate("es", {"value.solidarity/body": "Apoyamos."})

    assert site_version() != before


def test_editors_forms_and_files_are_left_alone(development) -> None:
    for path in ("/admin/login/", "/healthz", "/static/reader/site.css"):
        response = development.get(path)
        content = b"".join(response) if response.streaming else response.content
        assert b"live-reload" not in content


def test_its_own_requests_stay_out_of_the_servers_log(development) -> None:
    development.get("/en/")
    log = logging.getLogger("django.server")

    def is_logged(path: str) -> bool:
        return bool(log.filter(logging.makeLogRecord({"msg": f'"GET {path} HTTP/1.1" 200 40'})))

    assert is_logged("/en/")
    assert not is_logged("/live-reload/version")
