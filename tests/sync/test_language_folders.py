"""A folder named for a language adds it as a draft, in whichever form it writes the name."""

from __future__ import annotations

from pathlib import Path

import pytest

from patio.catalog.languages import Language
from patio.reader.selectors import languages_of_site
from patio.sync.catalogs import export_language
from patio.sync.folder import CatalogFolder
from patio.sync.languages import translated_locales
from patio.sync.operations import sync_all
from tests.factories import language, load, page, translate

pytestmark = pytest.mark.django_db

KEY = "value.solidarity/body"


@pytest.fixture
def catalog(translations_dir: Path, django_capture_on_commit_callbacks) -> bytes:
    """A catalog in Spanish with one text, which any folder can be given."""
    load()
    with django_capture_on_commit_callbacks(execute=True):
        translate("es", {KEY: "Apoiamos."})
    return (translations_dir / "es/LC_MESSAGES/statements.po").read_bytes()


def _add(folder: Path, name: str, catalog: bytes) -> Path:
    path = folder / name / "LC_MESSAGES" / "statements.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(catalog.replace(b"Language: es", b"Language: pt_BR"))
    return path


@pytest.mark.parametrize("name", ["pt_BR", "pt-BR", "pt-br", "pt_br"])
def test_any_form_of_a_name_adds_the_language(
    name, catalog, translations_dir, django_capture_on_commit_callbacks
) -> None:
    path = _add(translations_dir, name, catalog)

    with django_capture_on_commit_callbacks(execute=True):
        sync_all()
    with django_capture_on_commit_callbacks(execute=True):
        translate("pt-br", {KEY: "Ajudamos."})

    assert page("value.solidarity", "pt-br").live
    assert b"Ajudamos." in path.read_bytes(), "what is written goes where it was read"
    assert {each.parent.parent.name for each in translations_dir.glob("*/*/*.po")} == {"es", name}


def test_a_new_language_is_a_draft_until_its_home_page_is_translated(
    catalog, translations_dir, django_capture_on_commit_callbacks
) -> None:
    _add(translations_dir, "pt-br", catalog)

    with django_capture_on_commit_callbacks(execute=True):
        sync_all()
    assert "pt-br" in {locale.language_code for locale in translated_locales()}
    assert "pt-br" not in languages_of_site(), "readers are not offered it yet"

    with django_capture_on_commit_callbacks(execute=True):
        translate("pt-br", {"home/title": "Pátio"})
    assert "pt-br" in languages_of_site()


def test_a_new_language_is_told(catalog, translations_dir) -> None:
    _add(translations_dir, "pt-br", catalog)

    _spanish, foreseen = sync_all(dry_run=True)
    assert foreseen.lines() == [f"{foreseen.file}: a new language, as a draft"]
    assert "pt-br" not in {locale.language_code for locale in translated_locales()}

    done = {report.language: report for report in sync_all()}
    assert (
        done["pt-br"].lines()[0].startswith(f"{foreseen.file}: a new language, as a draft, 1 taken")
    )
    assert not done["es"].is_new
    assert not any(report.is_new for report in sync_all()), "it is new once"


def test_a_folder_that_names_no_language_is_named(catalog, translations_dir) -> None:
    _add(translations_dir, "nowhere!", catalog)

    (error,) = CatalogFolder.configured().languages()[1]

    assert str(error).startswith("The folder 'nowhere!' is not read: 'nowhere!' names no language")


def test_two_folders_of_one_language_are_reported(catalog, translations_dir) -> None:
    _add(translations_dir, "pt-BR", catalog)
    _add(translations_dir, "pt-br", catalog)

    found, wrong = CatalogFolder.configured().languages()

    assert found == [Language("es"), Language("pt-br")]
    assert ["'pt-br' is not read: 'pt-BR' is the same language" in str(error) for error in wrong]
    assert len(wrong) == 1


def test_a_language_without_a_folder_gets_gettexts(catalog, translations_dir) -> None:
    export_language(language("pt-br"))

    assert (translations_dir / "pt_BR/LC_MESSAGES/statements.po").exists()
