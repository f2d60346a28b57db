"""The texts that a merge could not let stand, kept as suggestions on their units."""

from __future__ import annotations

from collections.abc import Sequence

from patio.catalog.po.merging import Side
from patio.catalog.units import Origin
from patio.sync.languages import ensure_language
from patio.translation.models import Suggestion, Unit
from patio.translation.services import add_suggestions

from .authors import incoming_authors
from .merging import MergedFile
from .repository import Repository


def keep_conflicts(
    repository: Repository, files: Sequence[MergedFile], since: str | None, commit: str
) -> None:
    """Keep what could not stand beside what does, in the names of the commits after ``since``."""
    found = [(file, each) for file in files if file.language for each in file.conflicts]
    if not found:
        return
    statements = {(each.kept.msgctxt or "").partition("/")[0] for _file, each in found}
    units = {str(u.key): u for u in Unit.objects.filter(statement_key__in=statements)}
    locales = {f.language: ensure_language(f.language) for f, _each in found if f.language}
    paths = {file.path for file, _each in found}
    contents = repository.contents([f"{commit}:{path}" for path in paths])
    authors = {
        path: incoming_authors(
            repository, path, since, commit, contents.get(f"{commit}:{path}", b"")
        )
        for path in paths
    }
    add_suggestions(
        suggestions=[
            Suggestion(
                unit=units[context],
                locale=locales[file.language],
                text=conflict.other.msgstr,
                source_text=conflict.other.previous_msgid or conflict.other.msgid,
                reason=Suggestion.Reason.CONFLICT,
                origin=Origin.GIT,
                author_name=authors[file.path].get(context, "")
                if conflict.other_side is Side.OURS
                else "",
            )
            for file, conflict in found
            if file.language
            and (context := conflict.kept.msgctxt or "") in units
            and conflict.other.msgstr
        ]
    )
