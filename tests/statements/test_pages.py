"""Pages: keys, loading, damaged text, declared fields."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from patio.statements.checks import check_translatable_fields
from patio.statements.document import parse_document
from patio.statements.keys import (
    KeyChangedError,
    KeyTakenError,
    MalformedKeyError,
    StatementKey,
    propose_key,
)
from patio.statements.links import LinkTargets
from patio.statements.loader import load_document
from patio.statements.models import DamagedTextError, SectionPage, StatementPage
from patio.statements.translatable import field_texts, replace_field_texts
from patio.sync.publishing import publish_language
from tests.factories import DOCUMENT, language, load, source_page, translate

pytestmark = pytest.mark.django_db


def _statement(title: str, **fields: str) -> StatementPage:
    page = StatementPage(title=title, body="<p>Text.</p>", **fields)
    source_page("value").add_child(instance=page)
    return page


class TestKeys:
    def test_is_proposed_from_section_and_title(self) -> None:
        load()

        assert _statement("Social Impact").key == "value.social-impact"
        assert (
            propose_key(title="2030: ¡Adelante!", section_key="vision") == "vision.s-2030-adelante"
        )

    def test_is_unique(self) -> None:
        load()

        with pytest.raises(KeyTakenError, match=r"Another statement has the key “value\.autonomy”"):
            _statement("Other", key="value.autonomy")

    @pytest.mark.parametrize("key", ["Value.X", "a b", "../x", "value/x", "1", "é"])
    def test_has_a_form(self, key: str) -> None:
        load()

        with pytest.raises(MalformedKeyError, match="can't be a key"):
            _statement("Other", key=key)

    def test_never_changes(self) -> None:
        load()
        page = source_page("value.solidarity")
        page.title, page.slug = "Mutual aid", "mutual-aid"
        page.save()
        assert page.key == "value.solidarity"

        page.key = "value.mutual-aid"

        with pytest.raises(ValidationError, match="can't become"):
            page.full_clean()
        with pytest.raises(KeyChangedError):
            page.save(clean=False)

    def test_survives_a_move(self) -> None:
        load(DOCUMENT + "\n## Visions {#vision}\n")
        source_page("value.solidarity").move(source_page("vision"), pos="last-child")

        assert source_page("value.solidarity").get_parent().specific.key == "vision"

    def test_of_deleted_pages_is_free_again(self) -> None:
        load()
        source_page("value.solidarity").delete()

        assert _statement("Solidarity", key="value.solidarity").key == "value.solidarity"
        assert StatementKey.objects.filter(key="value.solidarity").count() == 1

    def test_of_a_deleted_source_brings_its_statement_back(self) -> None:
        load()
        old = source_page("value.solidarity")
        translate("es", {"value.solidarity/body": "Apoyamos."})
        publish_language(language("es"))
        old.delete()

        _statement("Solidarity")

        assert source_page("value.solidarity").translation_key == old.translation_key

    @pytest.mark.parametrize(
        ("title", "key"),
        [
            ("foo _ bar", "value.foo-bar"),
            ("Solidarity", "value.solidarity-2"),
            ("x" * 230, "value." + "x" * 80),
        ],
    )
    def test_proposed_is_always_one_that_can_be_had(self, title: str, key: str) -> None:
        load()

        assert _statement(title, slug="another").key == key

    def test_a_copied_page_gets_a_key_of_its_own(self) -> None:
        load()
        page = source_page("value.solidarity")

        copy = page.copy(update_attrs={"slug": "copy", "title": "Solidarity again"})

        assert copy.key == "value.solidarity-again"


def test_an_address_of_the_sites_own_is_refused() -> None:
    load()
    page = source_page("value.solidarity")
    page.slug = "side-by-side"

    with pytest.raises(ValidationError, match="The site itself uses"):
        page.full_clean()


class TestLoading:
    def test_creates_and_repeats(self) -> None:
        document = parse_document(DOCUMENT, name="x")

        first, second = load_document(document), load_document(document)

        assert first.created == ["home", "value", "value.solidarity", "value.autonomy"]
        assert (second.created, second.differences, len(second.unchanged)) == ([], [], 4)

    def test_reports_differences_and_changes_nothing(self) -> None:
        load()

        report = load_document(parse_document(DOCUMENT.replace("support", "help"), name="x"))

        (difference,) = report.differences
        assert (difference.key, difference.field) == ("value.solidarity", "body")
        assert "support" in source_page("value.solidarity").body

    def test_changes_with_update(self) -> None:
        load()

        report = load_document(
            parse_document(DOCUMENT.replace("support", "help"), name="x"), update=True
        )

        assert report.updated == ["value.solidarity"]
        assert "help" in source_page("value.solidarity").body
        assert source_page("value.solidarity").live

    def test_dry_run_writes_nothing(self, tmp_path) -> None:
        file = tmp_path / "x.md"
        file.write_text(DOCUMENT, encoding="utf-8")

        call_command("load_statements", str(file), "--dry-run", stdout=io.StringIO())

        assert not StatementKey.objects.exists()

    def test_command_exits_with_1_where_pages_differ(self, tmp_path) -> None:
        load()
        file = tmp_path / "x.md"
        file.write_text(DOCUMENT.replace("support", "help"), encoding="utf-8")
        out = io.StringIO()

        with pytest.raises(SystemExit) as exit_:
            call_command("load_statements", str(file), stdout=out)

        assert exit_.value.code == 1
        assert "differs: value.solidarity/body" in out.getvalue()


class TestDamagedText:
    @pytest.mark.parametrize("damage", ["clientsâ€™ needs", "a\u200bb", "a\u202eb"])
    def test_is_not_published(self, damage: str) -> None:
        load()
        page = source_page("value.solidarity")
        page.body = f"<p>{damage}</p>"
        revision = page.save_revision()

        with pytest.raises(DamagedTextError) as error:
            revision.publish()

        assert error.value.problems
        assert damage not in source_page("value.solidarity").body


class TestTranslatableFields:
    def test_streamfield_texts_are_named_by_their_blocks(self) -> None:
        load()
        home = source_page("home")
        home.introduction = [("heading", "Welcome"), ("paragraph", "<p>A <b>fair</b> world</p>")]
        home.save()
        home = source_page("home")
        heading, paragraph = home.introduction

        texts = {text.field: text.text for text in field_texts(home, LinkTargets())}

        assert texts[f"introduction.{heading.id}"] == "Welcome"
        assert texts[f"introduction.{paragraph.id}"] == "A **fair** world"

    def test_streamfield_texts_are_replaced_in_place(self) -> None:
        load()
        home = source_page("home")
        home.introduction = [("heading", "Welcome"), ("paragraph", "<p>Text</p>")]
        home.save()
        home = source_page("home")
        paragraph = home.introduction[1]

        replace_field_texts(home, {f"introduction.{paragraph.id}": "Un *texto*"}, LinkTargets())

        assert home.introduction[0].value == "Welcome"
        assert "<i>texto</i>" in home.introduction[1].value.source
        assert home.introduction[1].id == paragraph.id

    def test_links_travel_by_key(self) -> None:
        load()
        autonomy = source_page("value.autonomy")
        page = source_page("value.solidarity")
        page.body = f'<p>See <a linktype="page" id="{autonomy.pk}">autonomy</a>.</p>'

        texts = {text.field: text.text for text in field_texts(page, LinkTargets())}
        assert texts["body"] == "See [autonomy](page:value.autonomy)."

        replace_field_texts(page, {"body": "Ver [x](page:value.autonomy)."}, LinkTargets())
        assert f'id="{autonomy.pk}"' in page.body

    @pytest.mark.parametrize(
        ("fields", "identifier"),
        [
            pytest.param((), "statements.E001", id="none"),
            pytest.param(("title", "title"), "statements.E002", id="twice"),
            pytest.param(("title", "boody"), "statements.E003", id="no such field"),
            pytest.param(("title", "slug"), "statements.E004", id="an address"),
            pytest.param(("title", "show_in_menus"), "statements.E004", id="no text"),
        ],
    )
    def test_a_wrong_declaration_is_caught(self, fields, identifier, monkeypatch) -> None:
        monkeypatch.setattr(SectionPage, "translatable_fields", fields)

        assert [message.id for message in check_translatable_fields()] == [identifier]

    def test_a_right_declaration_passes(self) -> None:
        assert check_translatable_fields() == []


def test_a_page_answers_under_its_language() -> None:
    load()

    assert source_page("value.solidarity").get_url() == "/en/values/solidarity/"
    assert source_page("home").get_url() == "/en/"
