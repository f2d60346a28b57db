"""The interface's catalogs: extraction finds every marked string, and a missing one is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from patio.catalog.languages import Language
from patio.config.interface import (
    check_catalogs,
    compile_interface,
    extract_messages,
    new_catalog,
    update_catalogs,
)

TEMPLATE = """\
{% load i18n %}<a title="{% translate "A title (short)" %}">
{# Translators: as in "8 of 11" #}
{% blocktranslate trimmed with number=n total=t %}
  {{ number }} of {{ total }}
{% endblocktranslate %}
{% translate 'May' context "month" %} it's (here)
{% blocktranslate count n=n %}{{ n }} text{% plural %}{{ n }} texts{% endblocktranslate %}
"""
CODE = '_ = gettext\nx = _("From code")\n'


@pytest.fixture
def project(tmp_path: Path, settings) -> Path:
    """A small project with strings to translate, and one Spanish catalog."""
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    app = tmp_path / "site/patio/app"
    app.mkdir(parents=True)
    (app / "page.html").write_text(TEMPLATE, encoding="utf-8")
    (app / "code.py").write_text(CODE, encoding="utf-8")
    spanish = tmp_path / "locale/es/LC_MESSAGES/django.po"
    spanish.parent.mkdir(parents=True)
    with spanish.open("wb") as file:
        write_po(file, new_catalog(Language("es")), include_lineno=False)
    update_catalogs()
    return tmp_path


def _translate(project: Path, leave_out: str = "") -> Path:
    path = project / "locale/es/LC_MESSAGES/django.po"
    with path.open("rb") as file:
        catalog = read_po(file, locale="es")
    for message in catalog:
        if message.id and message.id != leave_out:
            plural = isinstance(message.id, tuple)
            message.string = message.id if plural else f"es {message.id}"
    with path.open("wb") as file:
        write_po(file, catalog, include_lineno=False)
    return path


def test_extraction_finds_every_string(project) -> None:
    found = {(message.context, message.id) for message in extract_messages() if message.id}

    assert found == {
        (None, "A title (short)"),
        (None, "%(number)s of %(total)s"),
        ("month", "May"),
        (None, ("%(n)s text", "%(n)s texts")),
        (None, "From code"),
    }


def test_comments_reach_translators_and_places_have_no_lines(project) -> None:
    text = (project / "locale/django.pot").read_text(encoding="utf-8")

    assert '#. as in "8 of 11"' in text
    assert "#: site/patio/app/page.html\n" in text


def test_updating_twice_writes_once(project) -> None:
    assert update_catalogs() == []


def test_a_whole_catalog_passes(project) -> None:
    _translate(project)

    assert check_catalogs() == []


@pytest.mark.parametrize("missing", ["May", ("%(n)s text", "%(n)s texts")])
def test_a_missing_string_is_noticed(project, missing) -> None:
    _translate(project, leave_out=missing)

    assert [problem for problem in check_catalogs() if "untranslated" in problem]


def test_a_stale_template_is_noticed(project) -> None:
    _translate(project)
    (project / "site/patio/app/code.py").write_text(CODE + 'y = _("New")\n', encoding="utf-8")

    problems = check_catalogs()

    assert "locale/django.pot is stale: run manage.py interface update" in problems
    assert any("missing: 'New'" in problem for problem in problems)


def test_a_broken_placeholder_is_noticed(project) -> None:
    path = _translate(project)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("es %(number)s of", "es %(numero)s of"), encoding="utf-8")

    assert any("placeholder" in problem for problem in check_catalogs())


def test_compiles_what_changed(project) -> None:
    path = _translate(project)

    assert compile_interface() == 1

    compiled = path.with_suffix(".mo")
    before = compiled.stat().st_mtime_ns
    compile_interface()
    assert compiled.stat().st_mtime_ns == before
