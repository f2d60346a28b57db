"""The compose file: of the specification's form, and of commands that exist.

No container engine runs here; ``.ci/run`` runs the same commands without one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from jsonschema import Draft7Validator

from patio.config.environment import REPOSITORY, VARIABLES

COMPOSE = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
DOCKERFILE = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
#: Set for the server itself, by the names that granian gives them.
SERVER_VARIABLES = {"GRANIAN_HOST", "GRANIAN_PORT"}


def each_service(services=SERVICES):
    return pytest.mark.parametrize("service", services.values(), ids=list(services))


def test_it_follows_the_compose_specification():
    schema = json.loads(Path(__file__).with_name("compose-spec.json").read_text(encoding="utf-8"))
    errors = [f"{list(e.path)}: {e.message}" for e in Draft7Validator(schema).iter_errors(COMPOSE)]
    assert errors == []


def test_it_holds_all_parts():
    assert set(OURS) == {"bootstrap", "web", "worker"}
    assert set(SERVICES) == {*OURS, "db", "cache", "proxy"}


@each_service(OURS)
def test_our_commands_exist(service):
    program, *arguments = service["command"]
    if program == "python":
        assert arguments[0] == "manage.py"
        assert arguments[1] in get_commands()
    else:
        assert (Path(sys.executable).parent / program).exists()


@each_service(OURS)
def test_files_that_commands_name_are_in_the_image(service):
    words = [*service["command"], *service["healthcheck"].get("test", [])]
    for word in words:
        if word.endswith(".py"):
            assert (REPOSITORY / word).exists()
            assert f" {word}" in DOCKERFILE


@each_service(OURS)
def test_our_variables_are_declared(service):
    assert set(service["environment"]) <= {v.name for v in VARIABLES} | SERVER_VARIABLES


def test_required_variables_stop_the_start_and_are_in_the_example():
    text = (REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8")
    example = (REPOSITORY / ".env.example").read_text(encoding="utf-8")
    required = set(re.findall(r"\$\{(\w+):\?", text))
    assert required == {"SECRET_KEY", "SITE_HOST", "POSTGRES_PASSWORD"}
    for name in required:
        assert re.search(rf"^{name}=", example, re.MULTILINE)
    known = required | set(re.findall(r"\$\{(\w+):-", text))
    assert set(re.findall(r"\$\{(\w+)\}", text)) <= required
    assert set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE)) <= known


@each_service()
def test_each_service_gives_up_what_it_does_not_need(service):
    assert service["read_only"] is True
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service
    assert service["restart"] in {"unless-stopped", "on-failure"}


@each_service()
def test_each_service_is_watched(service):
    """Only the one-shot and the worker, which have nothing to ask, are watched by their exit."""
    check = service["healthcheck"]
    assert check.get("test") or service["command"][-1] in {"db_worker", "--no-admin"}


@each_service()
def test_only_the_proxy_is_reached_from_outside(service):
    assert ("ports" in service) == (service is SERVICES["proxy"])


def test_database_and_cache_are_cut_off():
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["db"]["networks"] == SERVICES["cache"]["networks"] == ["inside"]


@each_service()
def test_volumes_and_dependencies_are_declared(service):
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        assert source in COMPOSE["volumes"] or (REPOSITORY / source).exists()
    for name, dependency in service.get("depends_on", {}).items():
        one_shot = dependency["condition"] == "service_completed_successfully"
        assert one_shot == (name == "bootstrap")
        assert one_shot or SERVICES[name]["healthcheck"]["test"]


@each_service()
def test_images_name_a_version(service):
    assert "build" in service or re.search(r":\d+", service["image"])


def test_the_image_runs_as_nobody_special():
    stages = DOCKERFILE.split("FROM ")
    assert re.search(r"^USER patio$", stages[-1], re.MULTILINE)
    assert "--require-hashes" in DOCKERFILE


def test_the_image_has_what_it_copies():
    """Each path that the Dockerfile copies exists, and ``.dockerignore`` lets it through."""
    ignore = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line.removeprefix("!") for line in ignore if line.startswith("!")}
    for line in re.findall(r"^COPY (?!--from)(?:--\S+ )?(.+)$", DOCKERFILE, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (REPOSITORY / source).exists(), source
            assert source in let_in, source


@pytest.mark.skipif(shutil.which("caddy") is None, reason="no caddy here to ask")
def test_the_proxys_configuration_is_valid(tmp_path):
    path = REPOSITORY / "deploy/Caddyfile"
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", path]
    environment = os.environ | {"SITE_HOST": "statements.example.org", "HOME": str(tmp_path)}
    result = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
