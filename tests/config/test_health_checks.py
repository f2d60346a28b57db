"""What a container engine and a load balancer ask."""

from __future__ import annotations

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor

from patio.config.environment import REPOSITORY

HEALTHCHECK = REPOSITORY / "deploy/healthcheck.py"


def test_alive_asks_nothing_of_the_database(client):
    """No ``django_db`` mark: a query would fail the test."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_with_a_migrated_database(client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_not_ready_while_migrations_are_missing(client, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *args: ["one", "two"])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "manage.py bootstrap" in response.content.decode()


def test_not_ready_without_a_database(client, monkeypatch):
    def fail(*args: object) -> None:
        raise OperationalError("password=hunter2")

    monkeypatch.setattr(MigrationExecutor, "__init__", fail)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "hunter2" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_answers_are_never_cached_nor_redirected_to_tls(client, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    response = client.get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_they_only_read(client, address):
    assert client.post(address).status_code == 405


class Server(http.server.ThreadingHTTPServer):
    """Answers as told, and remembers what it was asked."""

    answer = 200
    asked: list[tuple[str, str]]


class Handler(http.server.BaseHTTPRequestHandler):
    """One answer to everything."""

    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["Host"]))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as running:
        running.asked = []
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def check_container(port: int, hosts: str = "statements.example.org") -> int:
    environment = {"GRANIAN_PORT": str(port), "ALLOWED_HOSTS": hosts, "PATH": os.environ["PATH"]}
    command = [sys.executable, HEALTHCHECK]
    return subprocess.run(command, env=environment, capture_output=True).returncode


@pytest.mark.parametrize(("answer", "code"), [(200, 0), (503, 1), (400, 1)])
def test_a_containers_check_follows_the_answer(server, answer, code):
    server.answer = answer
    assert check_container(server.server_port) == code


@pytest.mark.parametrize("hosts", ["a.example,b.example", ".a.example", " a.example "])
def test_a_containers_check_asks_in_the_name_of_an_allowed_host(server, hosts):
    check_container(server.server_port, hosts)
    assert server.asked[0][0] == "/readyz"
    assert server.asked[0][1].removeprefix("www.") == "a.example"


def test_a_containers_check_fails_where_nothing_listens():
    assert check_container(9) == 1
