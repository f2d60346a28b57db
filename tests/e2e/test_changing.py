"""A text is changed, in the CMS or in a PO file, and readers see it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import polib
import pytest

HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) <!--><script>alert(1)</script>-->"


@pytest.fixture(scope="module")
def repository(site: Any) -> Path:
    """The site's translations as a git repository, for honest diffs."""
    _git(site.translations, "init", "-q")
    (site.translations / ".gitignore").write_text(".lock\n", encoding="utf-8")
    _commit(site.translations)
    return site.translations


def _git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def _commit(folder: Path) -> None:
    _git(folder, "add", "-A")
    _git(folder, "commit", "-qm", "state", "--allow-empty")


def _changed_lines(folder: Path, path: str = ".") -> list[str]:
    diff = _git(folder, "diff", "--unified=0", "--", path).splitlines()
    return [line for line in diff if line[:1] in "+-" and line[:3] not in {"+++", "---"}]


def _entry(site: Any, language: str, key: str) -> polib.POEntry:
    return next(e for e in polib.pofile(str(site.catalog(language))) if e.msgctxt == key)


def _edit(site: Any, language: str, key: str, text: str) -> None:
    """Write a text into a file as a translator's editor does, and nothing else."""
    catalog = polib.pofile(str(site.catalog(language)), wrapwidth=78)
    next(entry for entry in catalog if entry.msgctxt == key).msgstr = text
    catalog.save()


def test_a_changed_msgstr_reaches_the_page(site, repository, open_page) -> None:
    path = site.catalog("fr")
    old = _entry(site, "fr", "value.autonomy/title").msgstr
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f'msgstr "{old}"', 'msgstr "Autonomie choisie"'), encoding="utf-8")

    report = site.manage("catalogs", "sync")

    assert "value.autonomy/title: taken (translated)" in report
    page = open_page("/fr/values/autonomy/")
    assert page.get_by_role("heading", level=1).inner_text() == "Autonomie choisie"
    changed = _changed_lines(repository)
    assert f'-msgstr "{old}"' in changed
    assert '+msgstr "Autonomie choisie"' in changed
    others = [line for line in changed if "msgstr" not in line]
    assert all(
        "PO-Revision-Date" in line or "Last-Translator" in line or "Machine draft" in line
        for line in others
    ), others
    _commit(repository)


def test_a_hostile_msgstr_does_not_reach_the_page(site, open_page) -> None:
    path = site.catalog("it")
    entry = _entry(site, "it", "value.democracy/body")
    text = path.read_text(encoding="utf-8")
    start = text.index('msgctxt "value.democracy/body"')
    end = text.index("\n\n", start)
    head = text[start : text.index("msgstr", start)]
    quoted = HOSTILE.replace('"', '\\"')
    path.write_text(f'{text[:start]}{head}msgstr "{quoted}"{text[end:]}', encoding="utf-8")
    assert _entry(site, "it", "value.democracy/body").msgstr != entry.msgstr

    report = site.manage("catalogs", "sync", "--language", "it", code=1)

    assert "HTML can't be used here" in report
    dialogs: list[str] = []
    page = open_page("/it/values/democracy/")
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.reload()
    main = page.locator("main")
    assert entry.msgstr in main.inner_text()
    assert main.locator("script").count() == 0
    assert main.locator('a[href^="javascript:"]').count() == 0
    assert dialogs == []


def test_an_editors_revision_keeps_every_languages_text_marked(site, repository, open_page) -> None:
    from playwright.sync_api import expect

    _commit(repository)
    page = open_page("/admin/login/?next=/admin/pages/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    edit = site.manage(
        "shell",
        "-c",
        "from patio.statements.models import StatementPage as S;"
        "print(S.objects.get(key='value.solidarity', locale__language_code='en').pk)",
    )
    page.goto(f"/admin/pages/{edit.split()[-1]}/edit/")
    editor = page.locator('[data-contentpath="body"] .public-DraftEditor-content')
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" And we share what we learn.")
    expect(page.locator("input[name=body]")).to_have_value(re.compile("what we learn"))
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("has been published").wait_for()

    assert "And we share what we learn." in open_page("/en/values/solidarity/").content()
    for language in ("ar", "es", "zh_Hans"):
        entry = _entry(site, language, "value.solidarity/body")
        assert entry.fuzzy
        assert entry.previous_msgid.startswith("we support our members")
        assert entry.msgid.endswith("And we share what we learn.")
        reader = open_page(f"/{language.replace('_', '-').lower()}/values/solidarity/")
        assert entry.msgstr in reader.locator("main").inner_text()
        assert "And we share" not in reader.locator("article").inner_text()
        assert reader.locator(".notice .is-outdated").is_visible()
        removed = [line for line in _changed_lines(repository, language) if line[0] == "-"]
        assert removed, "the old source made room"
        for line in removed:
            assert line.strip('-"') in entry.previous_msgid, "and nothing else changed"


def test_an_outdated_page_links_to_what_changed(site, open_page) -> None:
    page = open_page("/es/values/solidarity/")

    page.locator(".notice .is-outdated a").click()
    page.wait_for_url("**/es/values/solidarity/changes/")

    assert "And we share what we learn." in page.locator("ins").inner_text()
