"""``catalogs sync --git``: remote, work tree and database, and nobody's work lost."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace

import pytest

from patio.catalog.units import Origin, State
from patio.sync.git import repository as repository_module
from patio.sync.git import syncing
from patio.sync.git.errors import (
    DivergedError,
    LockedError,
    NotAClonedFolderError,
    NoUpstreamError,
    PushRefusedError,
    RaceLostError,
    RemoteUnreachableError,
    UnfinishedWorkError,
    WorkInTheWayError,
)
from patio.translation.models import Suggestion, Translation, TranslationVersion
from tests.factories import EVERYONE, revise, translate
from tests.sync.git.conftest import CATALOG, KEY, TITLE, Clone

OURS, THEIRS = "Apoyamos a *nuestra gente*.", "Cuidamos de *nuestra gente*."


def _text(key: str = KEY, tag: str = "es") -> str:
    statement, field = key.split("/")
    return Translation.objects.get(
        unit__statement_key=statement, unit__field=field, locale__language_code=tag
    ).text


def _status(clone: Clone) -> str:
    return clone.git("status", "--porcelain")


needs_msgcat = pytest.mark.skipif(not shutil.which("msgcat"), reason="no msgcat here")


class TestWhatGoesOut:
    def test_is_committed_in_the_translators_name_without_an_address(self, site) -> None:
        assert site.log("%an <%ae> | %cn", "-1", "--", CATALOG) == [
            "Ana <ana@users.noreply.statements.example.org> | Patio (bot)"
        ]
        assert site.log("%s", "-1", "--", CATALOG) == ["Translate 2 texts into Spanish"]
        assert "@example.org" not in site.git("log", "--format=%B%an%ae", "-2")

    def test_a_user_is_told_by_number_and_never_by_mail(
        self, site, sync, run, django_user_model
    ) -> None:
        user = django_user_model.objects.create_user(
            username="ines@example.org", email="ines@example.org"
        )
        run(translate, "es", {KEY: THEIRS}, actor=replace(EVERYONE, name=user.username, user=user))

        sync()

        assert site.log("%an <%ae>", "-1") == [
            f"ines <{user.pk}+ines@users.noreply.statements.example.org>"
        ]

    def test_several_people_are_co_authors_and_a_draft_is_a_bots(self, site, sync, run) -> None:
        people = {"Inés": KEY, "Luz": TITLE}
        for name, key in people.items():
            run(translate, "es", {key: f"de {name}"}, actor=replace(EVERYONE, name=name))
        run(translate, "es", {"home/title": "Patio"}, origin=Origin.MACHINE)

        sync()

        message = site.git("log", "-1", "--format=%an%n%b")
        assert message.splitlines()[0] in people
        assert message.count("Co-authored-by: ") == 2
        assert f"- {KEY}: Inés\n" in message
        assert "Co-authored-by: Patio machine drafts (bot) <drafts@users.noreply" in message

    def test_one_commit_a_language(self, site, sync, run) -> None:
        run(translate, "fr", {KEY: "fr"})
        run(translate, "ca", {KEY: "ca"})

        report = sync()

        assert sorted(site.log("%s", "-2")) == [
            "Translate a text into Catalan", "Translate a text into French",
        ]  # fmt: skip
        assert len(report.commits) == 2
        assert report.is_pushed

    def test_the_diff_is_what_the_person_changed(self, site, sync, run) -> None:
        run(translate, "es", {KEY: THEIRS})

        sync()

        lines = site.git("show", "--format=", "--unified=0").splitlines()
        changed = [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]
        assert [line for line in changed if "PO-Revision-Date" not in line] == [
            f'-msgstr "{OURS}"', f'+msgstr "{THEIRS}"',
        ]  # fmt: skip

    def test_a_source_that_moved_is_the_sites_own_commit(self, site, sync, run) -> None:
        run(revise, "value.solidarity", title="Solidarity among us")

        sync()

        assert "Follow the sources in Spanish|Patio (bot)" in site.log("%s|%an", "-2")

    def test_nothing_new_makes_no_commit(self, site, sync) -> None:
        before = site.git("rev-parse", "HEAD")

        report = sync()

        assert (report.commits, report.is_pushed) == ([], False)
        assert site.git("rev-parse", "HEAD") == before
        assert _status(site) == ""

    def test_a_hostile_name_stays_a_name(self, site, sync, run) -> None:
        name = "--exec=x <root@localhost>\rCo-authored-by: Eve <eve@example.org>"
        run(translate, "es", {KEY: "x"}, actor=replace(EVERYONE, name=name))

        sync()

        assert site.log("%an", "-1")[0].startswith("--exec=x root")
        assert "eve" not in site.git("log", "-1", "--format=%(trailers)").lower()


class TestWhatComesIn:
    def test_is_taken_in_its_authors_name(self, site, clone, sync) -> None:
        other = clone("other")
        other.edit(OURS, THEIRS)
        other.commit(name="Inés Díaz")

        report = sync()

        version = TranslationVersion.objects.latest("pk")
        assert (version.text, version.author_name, version.origin) == (
            THEIRS, "Inés Díaz", Origin.GIT,
        )  # fmt: skip
        assert report.incoming == 1
        assert _status(site) == ""
        assert site.git("rev-parse", "HEAD") == other.git("rev-parse", "HEAD")

    def test_both_sides_texts_meet_in_one_file(self, site, clone, sync, run) -> None:
        other = clone("other")
        other.edit('msgstr "Solidaridad"', 'msgstr "Solidaridad mutua"')
        other.commit(name="Inés")
        run(translate, "es", {KEY: THEIRS}, actor=replace(EVERYONE, name="Luz"))

        sync()
        other.git("pull", "--quiet")

        for here in (site, other):
            assert (here.entry(KEY).msgstr, here.entry(TITLE).msgstr) == (
                THEIRS, "Solidaridad mutua",
            )  # fmt: skip
        assert site.log("%an") == ["Luz", "Inés", *site.log("%an")[2:]]
        assert site.log("%P", "-1")[0].count(" ") == 0, "history stays a line"

    def test_a_conflict_keeps_both(self, site, clone, sync, run) -> None:
        other = clone("other")
        other.edit(OURS, THEIRS)
        other.commit(name="Inés")
        run(translate, "es", {KEY: "Otra cosa."})

        report = sync()

        assert (_text(), site.entry().msgstr) == ("Otra cosa.", "Otra cosa.")
        suggestion = Suggestion.objects.get(text=THEIRS)
        assert (suggestion.author_name, suggestion.origin) == ("Inés", Origin.GIT)
        assert [each.other for each in report.conflicts] == [THEIRS]
        assert report.has_refusals

    def test_a_new_source_never_takes_the_text_of_the_old(self, site, clone, sync, run) -> None:
        other = clone("other")
        other.edit(OURS, THEIRS)
        other.commit()
        body = "<p>We support everyone.</p>"
        run(revise, "value.solidarity", body=body)

        sync()

        entry = site.entry()
        assert (entry.msgid, entry.msgstr, entry.fuzzy) == ("We support everyone.", THEIRS, True)
        assert entry.previous_msgid == "We support *our members*."
        assert Translation.objects.get(text=THEIRS).live.text == OURS

    def test_local_edits_that_nobody_committed_are_kept(self, site, clone, sync) -> None:
        other = clone("other")
        other.edit('msgstr "Solidaridad"', 'msgstr "Solidaridad mutua"')
        other.commit()
        site.edit(OURS, THEIRS)
        site.edit("Last-Translator: Ana", "Last-Translator: Luz <luz@example.org>")

        sync()

        assert (_text(KEY), _text(TITLE)) == (THEIRS, "Solidaridad mutua")
        assert TranslationVersion.objects.get(text=THEIRS).author_name == "Luz"
        assert site.log("%an", "-1") == ["Luz"]

    def test_a_catalog_that_was_deleted_here_comes_back_with_its_notes(
        self, site, clone, sync
    ) -> None:
        other = clone("other")
        other.edit(f'msgctxt "{KEY}"', f'# why\nmsgctxt "{KEY}"')
        other.commit()
        sync()
        site.catalog.unlink()

        sync()

        assert site.entry().translator_comments == ("why",)
        assert _status(site) == ""

    def test_a_file_of_the_source_language_is_none_of_ours(self, site, clone, sync) -> None:
        other = clone("other")
        path = "translations/en/LC_MESSAGES/statements.po"
        (other.root / path).parent.mkdir(parents=True)
        (other.root / path).write_text("theirs\n")
        other.commit()
        sync()
        (site.root / path).write_text("mine\n")

        sync()

        assert (site.root / path).read_text() == "mine\n"
        assert _status(site) == f" M {path}\n"

    def test_who_edits_a_draft_and_gives_no_name_is_not_the_machine(self, site, sync, run) -> None:
        run(translate, "fr", {KEY: "brouillon"}, origin=Origin.MACHINE)
        sync()
        path = CATALOG.replace("es", "fr", 1)
        assert "machine drafts (bot)" in site.log("%an", "-1", "--", path)[0]
        site.edit("brouillon", "à la main", path)

        sync()

        assert site.log("%an", "-1", "--", path) == ["Translator"]

    def test_other_files_of_a_person_are_left_alone(self, site, clone, sync, run) -> None:
        other = clone("other")
        (other.root / "NEWS.md").write_text("news\n")
        other.commit()
        (site.root / "README.md").write_text("mine\n")
        (site.root / "staged.txt").write_text("staged\n")
        site.git("add", "staged.txt")
        run(translate, "es", {KEY: THEIRS})

        sync()

        assert _status(site).splitlines() == [" M README.md", "A  staged.txt"]
        assert (site.root / "NEWS.md").read_text() == "news\n"
        assert site.git("show", "--stat", "--format=").count("|") == 1

    def test_a_new_language_is_added_with_its_authors(self, site, clone, sync) -> None:
        other = clone("other")
        path = "translations/ca/LC_MESSAGES/statements.po"
        (other.root / path).parent.mkdir(parents=True)
        data = other.catalog.read_text().replace("Language: es", "Language: ca")
        (other.root / path).write_text(data.replace(OURS, "Donem suport"))
        other.commit(name="Jordi")

        sync()

        version = TranslationVersion.objects.get(text="Donem suport")
        assert (version.author_name, version.origin) == ("Jordi", Origin.GIT)

    def test_a_fresh_database_learns_the_authors_from_history(self, site, clone, sync) -> None:
        other = clone("other")
        other.edit(OURS, THEIRS)
        other.commit(name="Inés")
        other.edit('msgstr "Solidaridad"', 'msgstr "Solidaridad mutua"')
        other.commit(name="Luz")
        site.git("update-ref", "-d", "refs/patio/synced")

        sync()

        names = dict(TranslationVersion.objects.values_list("text", "author_name"))
        assert (names[THEIRS], names["Solidaridad mutua"]) == ("Inés", "Luz")


class TestFilesThatCannotBeRead:
    def test_a_broken_catalog_at_the_remote_waits_and_loses_nothing(
        self, site, clone, sync, run
    ) -> None:
        other = clone("other")
        other.edit(f'msgstr "{OURS}"', f'msgstr "{THEIRS}')
        other.commit()
        run(translate, "es", {TITLE: "Solidaridad mutua"})
        run(translate, "fr", {KEY: "fr"})

        report = sync()

        assert list(report.held) == [CATALOG]
        assert report.has_refusals
        assert [commit.subject for commit in report.commits] == ["Translate a text into French"]
        assert site.entry(TITLE).msgstr == "Solidaridad mutua"

        other.git("pull", "--quiet")
        other.edit(f'msgstr "{THEIRS}', f'msgstr "{THEIRS}"')
        other.commit(name="Inés")
        report = sync()

        assert report.held == {}
        assert (_text(KEY), _text(TITLE)) == (THEIRS, "Solidaridad mutua")
        assert site.entry(KEY).msgstr == THEIRS
        assert _status(site) == ""

    def test_a_catalog_broken_here_waits_and_takes_nothing_back(self, site, clone, sync) -> None:
        other = clone("other")
        other.edit('msgstr "Solidaridad"', 'msgstr "Solidaridad mutua"')
        other.commit()
        site.edit(f'msgstr "{OURS}"', f'msgstr "{THEIRS}')

        report = sync()
        assert list(report.held) == [CATALOG]
        assert THEIRS in site.catalog.read_text()

        site.edit(f'msgstr "{THEIRS}', f'msgstr "{THEIRS}"')
        sync()

        assert (_text(KEY), _text(TITLE)) == (THEIRS, "Solidaridad mutua")
        assert site.entry(TITLE).msgstr == "Solidaridad mutua"

    def test_a_link_in_place_of_a_catalog_is_not_followed(self, site, clone, sync, tmp_path):
        secret = tmp_path / "secret.po"
        secret.write_text("hidden words")
        other = clone("other")
        other.catalog.unlink()
        other.catalog.symlink_to(secret)
        other.commit()

        report = sync()

        assert secret.read_text() == "hidden words"
        assert "hidden words" not in site.git("log", "-p", "-1", "--format=")
        assert not site.catalog.is_symlink()
        assert report.is_pushed


class TestPushing:
    def test_whoever_pushed_first_is_merged_and_it_is_tried_again(
        self, site, clone, sync, run, monkeypatch
    ) -> None:
        other = clone("other")
        push = repository_module.Repository.push
        rounds = []

        def _push(self, upstream, commit) -> None:
            if len(rounds) < 2:
                rounds.append(commit)
                other.git("pull", "--quiet")
                text = other.entry(TITLE).msgstr
                other.edit(f'msgstr "{text}"', f'msgstr "{text}!"')
                other.commit(name="Inés")
            push(self, upstream, commit)

        monkeypatch.setattr(repository_module.Repository, "push", _push)
        run(translate, "es", {KEY: THEIRS})

        report = sync()

        assert report.tries == 3
        assert (_text(KEY), _text(TITLE)) == (THEIRS, "Solidaridad!!")
        assert report.conflicts == []
        assert site.log("%an", "-3") == ["Ana", "Inés", "Inés"]

    def test_it_gives_up_after_a_number_of_tries(self, site, sync, run, monkeypatch) -> None:
        def _push(self, upstream, commit) -> None:
            raise RaceLostError("moved")

        with monkeypatch.context() as patch:
            patch.setattr(repository_module.Repository, "push", _push)
            run(translate, "es", {KEY: THEIRS})
            with pytest.raises(RaceLostError):
                sync()

        assert THEIRS in site.catalog.read_text()
        assert sync().is_pushed

    @pytest.mark.parametrize("place", ["remote", "site"])
    def test_a_hook_that_refuses_loses_nothing(self, site, remote, sync, run, place) -> None:
        name = "hooks/pre-receive" if place == "remote" else ".git/hooks/pre-push"
        hook = (remote if place == "remote" else site).root / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text("#!/bin/sh\necho no translations on Sundays >&2\nexit 1\n")
        hook.chmod(0o755)
        run(translate, "es", {KEY: THEIRS})
        before = site.git("rev-parse", "HEAD")

        with pytest.raises(PushRefusedError, match="on Sundays"):
            sync()
        assert site.git("rev-parse", "HEAD") == before

        hook.unlink()
        assert sync().is_pushed
        assert site.log("%an", "-1") == ["Ana"]

    def test_no_network(self, site, remote, sync, run, tmp_path) -> None:
        remote.root.rename(tmp_path / "away.git")
        run(translate, "es", {KEY: THEIRS})

        with pytest.raises(RemoteUnreachableError, match="network"):
            sync()

        (tmp_path / "away.git").rename(remote.root)
        assert sync().is_pushed


class TestRewrittenHistory:
    def test_a_rebased_remote_is_followed_and_what_it_dropped_comes_back(
        self, site, clone, remote, sync, run
    ) -> None:
        other = clone("other")
        run(translate, "es", {KEY: THEIRS})
        sync()
        before = site.git("rev-parse", "HEAD").strip()
        # A stale clone is pushed by force, and what the site had pushed is gone there.
        other.edit('msgstr "Solidaridad"', 'msgstr "Solidaridad mutua"')
        other.commit(push=False)
        other.git("push", "--quiet", "--force")
        (site.root / "README.md").write_text("mine\n")

        report = sync()

        assert (_text(KEY), _text(TITLE)) == (THEIRS, "Solidaridad mutua")
        assert "rewritten" in report.notes[0]
        assert site.git("rev-parse", f"refs/patio/before-rewrite/{before}").strip() == before
        assert (site.root / "README.md").read_text() == "mine\n"
        assert THEIRS in remote.git("show", f"main:{CATALOG}")

    def test_commits_of_ones_own_are_left_to_the_person(self, site, clone, sync) -> None:
        other = clone("other")
        other.git("commit", "--quiet", "--amend", "-m", "Rewritten")
        other.git("push", "--quiet", "--force")
        (site.root / "mine.txt").write_text("mine\n")
        site.commit("Mine", push=False)

        with pytest.raises(DivergedError, match="git rebase --onto"):
            sync()

        assert (site.root / "mine.txt").exists()

    def test_commits_here_and_there_are_merged(self, site, clone, sync) -> None:
        other = clone("other")
        other.edit(OURS, THEIRS)
        other.commit(name="Inés")
        site.edit('msgstr "Solidaridad"', 'msgstr "Solidaridad mutua"')
        (site.root / "mine.txt").write_text("mine\n")
        site.commit("Mine", name="Luz", push=False)

        sync()
        other.git("pull", "--quiet")

        assert (other.entry(KEY).msgstr, other.entry(TITLE).msgstr) == (
            THEIRS, "Solidaridad mutua",
        )  # fmt: skip
        assert (other.root / "mine.txt").exists()
        names = dict(TranslationVersion.objects.values_list("text", "author_name"))
        assert names[THEIRS] == "Inés"
        assert _status(site) == ""

    def test_commits_with_a_catalog_that_cannot_be_read_are_left_to_the_person(
        self, site, clone, sync
    ) -> None:
        other = clone("other")
        other.edit(OURS, THEIRS)
        other.commit()
        site.edit('msgstr "Solidaridad"', 'msgstr "Solidaridad')
        site.commit("Broken", push=False)

        with pytest.raises(DivergedError, match="quote that is not closed"):
            sync()

    def test_commits_that_contradict_each_other_are_left_to_the_person(
        self, site, clone, sync
    ) -> None:
        other = clone("other")
        for here, push in ((other, True), (site, False)):
            (here.root / "README.md").write_text(here.root.name)
            here.commit(push=push)

        with pytest.raises(DivergedError, match=r"README\.md"):
            sync()

        assert (site.root / "README.md").read_text() == "site"


class TestWhatStandsInTheWay:
    def test_no_clone(self, site, sync, settings, tmp_path) -> None:
        settings.TRANSLATIONS_DIR = tmp_path / "elsewhere" / "translations"

        with pytest.raises(NotAClonedFolderError, match="TRANSLATIONS_DIR"):
            sync()

    def test_a_detached_head(self, site, sync) -> None:
        site.git("checkout", "--quiet", "--detach")

        with pytest.raises(NoUpstreamError, match="git switch"):
            sync()

    def test_no_upstream(self, site, sync) -> None:
        site.git("checkout", "--quiet", "-b", "topic")

        with pytest.raises(NoUpstreamError, match="--set-upstream-to"):
            sync()

    def test_an_upstream_that_is_gone(self, site, sync) -> None:
        site.git("push", "--quiet", "-u", "origin", "HEAD:refs/heads/topic")
        site.git("push", "--quiet", "origin", ":refs/heads/topic")
        site.git("config", "branch.main.merge", "refs/heads/topic")

        with pytest.raises(NoUpstreamError, match="origin/topic any more"):
            sync()

    def test_a_merge_that_a_person_has_not_finished(self, site, clone, sync) -> None:
        other = clone("other")
        (other.root / "README.md").write_text("theirs\n")
        other.commit()
        (site.root / "README.md").write_text("mine\n")
        site.commit(push=False)
        site.git("fetch", "--quiet")
        site.git("merge", "--quiet", "origin/main", code=1)

        with pytest.raises(UnfinishedWorkError, match="git merge --abort"):
            sync()

    def test_a_rebase_that_a_person_has_not_finished(self, site, sync) -> None:
        (site.root / ".git/rebase-merge").mkdir()

        with pytest.raises(UnfinishedWorkError, match="git rebase --abort"):
            sync()

    def test_another_git_at_work(self, site, sync, run) -> None:
        (site.root / ".git/index.lock").touch()
        run(translate, "es", {KEY: THEIRS})

        with pytest.raises(LockedError, match=r"index\.lock"):
            sync()

        (site.root / ".git/index.lock").unlink()
        sync()
        assert _status(site) == ""

    def test_a_file_changed_here_and_there(self, site, clone, sync) -> None:
        other = clone("other")
        (other.root / "README.md").write_text("theirs\n")
        other.edit(OURS, THEIRS)
        other.commit()
        (site.root / "README.md").write_text("mine\n")

        with pytest.raises(WorkInTheWayError, match="git stash"):
            sync()

        assert (site.root / "README.md").read_text() == "mine\n"
        assert site.entry().msgstr == OURS, "nothing was begun"

    def test_a_catalog_staged_in_a_version_of_its_own(self, site, sync) -> None:
        site.edit(OURS, THEIRS)
        site.git("add", CATALOG)
        site.edit(THEIRS, "Otra cosa.")

        with pytest.raises(WorkInTheWayError, match="staged"):
            sync()


class TestHostileNames:
    def test_a_branch_with_any_name(self, site, sync, run) -> None:
        name = "-x;$(touch${IFS}oops);'\""
        site.git("update-ref", f"refs/heads/{name}", "HEAD")
        site.git("symbolic-ref", "HEAD", f"refs/heads/{name}")
        site.git("config", f"branch.{name}.remote", "origin")
        site.git("config", f"branch.{name}.merge", "refs/heads/main")
        run(translate, "es", {KEY: THEIRS})

        assert sync().is_pushed
        assert not (site.root / "oops").exists()

    def test_variables_of_a_calling_hook_lead_nowhere(self, site, sync, run, monkeypatch) -> None:
        for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
            monkeypatch.setenv(name, "/nowhere")
        run(translate, "es", {KEY: THEIRS})

        assert sync().is_pushed


class _KilledError(BaseException):
    pass


@pytest.mark.parametrize(
    "step",
    ["fetch", "check_staged", "take_in", "write_merged", "hold", "move", "commit", "push",
     "pushed", "finish"],
)  # fmt: skip
def test_killed_at_any_step_the_next_run_ends_well(
    site, clone, sync, run, monkeypatch, step
) -> None:
    other = clone("other")
    other.edit('msgstr "Solidaridad"', 'msgstr "Solidaridad mutua"')
    (other.root / "NEWS.md").write_text("news\n")
    other.commit(name="Inés")
    run(translate, "es", {KEY: THEIRS}, actor=replace(EVERYONE, name="Luz"))
    owner, name = {
        "fetch": (repository_module.Repository, "fetch"),
        "check_staged": (syncing, "check_staged"),
        "take_in": (syncing._GitSync, "take_in"),
        "write_merged": (syncing._GitSync, "write_merged"),
        "hold": (syncing.ClonedCatalogs, "hold"),
        "move": (repository_module.Repository, "set_ref"),
        "commit": (syncing._GitSync, "commit"),
        "push": (repository_module.Repository, "push"),
        "pushed": (repository_module.Repository, "push"),
        "finish": (syncing._GitSync, "finish"),
    }[step]
    real = getattr(owner, name)

    def _killed(*arguments, **options):
        if step != "push":
            real(*arguments, **options)
        raise _KilledError

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, _killed)
        with pytest.raises(_KilledError):
            sync()

    sync()
    other.git("pull", "--quiet")

    for here in (site, other):
        assert (here.entry(KEY).msgstr, here.entry(TITLE).msgstr) == (THEIRS, "Solidaridad mutua")
    names = dict(TranslationVersion.objects.values_list("text", "author_name"))
    assert (names[THEIRS], names["Solidaridad mutua"]) == ("Luz", "Inés")
    assert not Suggestion.objects.exists()
    assert _status(site) == ""
    assert site.log("%an", "-2") == ["Luz", "Inés"]


class TestPeers:
    """Weblate and Pontoon commit to the same branch."""

    @needs_msgcat
    def test_weblate_rewraps_rewrites_the_header_and_rebases(self, site, clone, sync, run) -> None:
        long = "Apoyamos a nuestra gente " * 8
        run(translate, "es", {"value.autonomy/body": long.strip()})
        sync()
        weblate = clone("weblate")
        unwrapped = subprocess.run(
            ["msgcat", "--no-wrap", CATALOG], cwd=weblate.root, capture_output=True, check=True
        ).stdout.decode()
        weblate.catalog.write_text(unwrapped)
        weblate.edit(OURS, THEIRS)
        for old, new in (
            ("Last-Translator: Ana", "Last-Translator: Inés <ines@example.org>"),
            ("MIME-Version: 1.0\\n", 'MIME-Version: 1.0\\n"\n"X-Generator: Weblate 5.9\\n'),
        ):
            weblate.edit(old, new)
        weblate.git("add", "--all")
        weblate.git(
            *("commit", "--quiet", "--author=Inés <ines@example.org>", "-m"),
            "Translated using Weblate (Spanish)\n\nCurrently translated at 100.0%",
            name="Hosted Weblate",
        )
        run(translate, "fr", {KEY: "fr"})
        sync()
        weblate.git("pull", "--quiet", "--rebase", name="Hosted Weblate")
        weblate.git("push", "--quiet")
        run(translate, "es", {TITLE: "Solidaridad mutua"}, actor=replace(EVERYONE, name="Luz"))

        sync()
        assert (site.entry(KEY).msgstr, site.entry(TITLE).msgstr) == (THEIRS, "Solidaridad mutua")
        run(translate, "es", {TITLE: "Solidaridad entre todas"})
        sync()

        assert TranslationVersion.objects.get(text=THEIRS).author_name == "Inés"
        assert f'"{long.strip()}"' in site.catalog.read_text(), "the file stays as Weblate laid it"
        stat = site.git("show", "--numstat", "--format=").split()
        assert int(stat[0]) <= 3, site.git("show")

    def test_pontoons_co_authors_are_credited_and_it_is_not(self, site, clone, sync) -> None:
        pontoon = clone("pontoon")
        pontoon.edit(OURS, THEIRS)
        message = (
            "Pontoon: Update Spanish (es) of Patio\n\n"
            "Co-authored-by: Inés <ines@example.org>\nCo-authored-by: Luz <luz@example.org>"
        )
        pontoon.commit(message, name="Pontoon")

        sync()

        version = TranslationVersion.objects.get(text=THEIRS)
        assert version.author_name == "Inés, Luz"

    def test_what_goes_out_names_its_people_as_pontoon_reads_them(self, site, sync, run) -> None:
        run(translate, "es", {KEY: THEIRS}, actor=replace(EVERYONE, name="Inés"))
        run(translate, "es", {TITLE: "S"}, actor=replace(EVERYONE, name="Luz"))

        sync()

        form = "%an <%ae>%n%(trailers:key=Co-authored-by,valueonly)"
        assert {line for line in site.log(form, "-1") if line} == {
            f"{name} <{slug}@users.noreply.statements.example.org>"
            for name, slug in (("Luz", "luz"), ("Inés", "ines"))
        }


class TestQuiet:
    def test_a_file_that_an_editor_only_saved_is_not_committed(self, site, sync) -> None:
        site.edit("Last-Translator: Ana", "Last-Translator: Luz")
        site.edit('msgid "Patio"', 'msgid ""\n"Patio"')

        report = sync()

        assert report.commits == []

    @needs_msgcat
    def test_an_editor_that_lays_out_all_anew_makes_a_diff_of_its_one_change(
        self, site, sync
    ) -> None:
        rewrapped = subprocess.run(
            ["msgcat", "--width=40", str(site.catalog)], capture_output=True, check=True
        ).stdout.decode()
        site.catalog.write_text(rewrapped)
        before = site.git("diff", "--numstat").split()
        site.edit("Solidaridad", "Solidaridad mutua")

        sync()

        stat = site.git("show", "--numstat", "--format=", "--", CATALOG).split()
        assert int(stat[0]) <= 3 < int(before[0])

    def test_fuzzy_and_states_come_through(self, site, clone, sync) -> None:
        other = clone("other")
        other.edit(f'msgctxt "{KEY}"', f'#, fuzzy\nmsgctxt "{KEY}"')
        other.edit(OURS, THEIRS)
        other.commit()

        sync()

        assert Translation.objects.get(text=THEIRS).state == State.FUZZY


class TestDryRun:
    def test_tells_and_changes_nothing(self, site, clone, sync, run) -> None:
        other = clone("other")
        other.edit('msgstr "Solidaridad"', 'msgstr "Solidaridad mutua"')
        other.commit()
        run(translate, "es", {KEY: THEIRS})
        before = (
            site.git("for-each-ref"), site.catalog.read_bytes(), TranslationVersion.objects.count(),
        )  # fmt: skip

        report = sync(dry_run=True)

        assert report.incoming == 1
        assert report.merged == [CATALOG]
        assert not report.is_pushed
        assert before == (
            site.git("for-each-ref"), site.catalog.read_bytes(), TranslationVersion.objects.count(),
        )  # fmt: skip

    def test_tells_what_would_be_committed(self, site, sync, run) -> None:
        run(translate, "es", {KEY: THEIRS})

        report = sync(dry_run=True)

        assert [commit.subject for commit in report.commits] == ["Translate a text into Spanish"]
