"""Statements documents: what is read, and what is said of a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from patio.statements.document import DocumentError, parse_document
from tests.factories import DOCUMENT

REPOSITORYS_OWN = Path(settings.BASE_DIR) / "site/patio/statements/documents/patio.md"


def test_reads_headings_keys_and_texts() -> None:
    document = parse_document(DOCUMENT, name="test.md")

    assert (document.home.title, document.home.text) == ("Patio", "Technology for a fair world")
    (section,) = document.sections
    assert (section.part.key, section.part.slug) == ("value", "values")
    assert section.part.text == "What we hold dear."
    assert [part.key for part in section.statements] == ["value.solidarity", "value.autonomy"]
    assert section.statements[0].text == "We support *our members*."


def test_proposes_keys_and_addresses() -> None:
    text = "# Org\n\nSlogan\n\n## Our Values\n\n### Worker Ownership\n\nText.\n"

    (section,) = parse_document(text, name="x.md").sections

    assert (section.part.key, section.part.slug) == ("our-values", "our-values")
    assert section.statements[0].key == "our-values.worker-ownership"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("", "x.md:1: begin with a heading", id="empty"),
        pytest.param("text\n# A\n\nb", "x.md:1: text before the first heading", id="text first"),
        pytest.param("# A\n\nb\n\n### C\n\nd", "x.md:5: a statement belongs", id="no section"),
        pytest.param(
            "# A\n\nb\n\n## C {#c}\n\n## D {#c}", "x.md:7: the key “c” stands", id="twice"
        ),
        pytest.param("# A\n\nb\n\n## C {#Ü}", "x.md:5: “Ü” can't be a key", id="bad key"),
        pytest.param("# A\n\nb\n\n## C {key}", "x.md:5: “key” is neither", id="bad attribute"),
        pytest.param("# A\n\nclientsâ€™", "x.md:3: “â€™”", id="mojibake"),
        pytest.param("# A\n\nb\tc", "a control character", id="tab"),
        pytest.param("# A\n\nb\n\n## C\n\n### D", "x.md:7: “D” has no text", id="no text"),
        pytest.param("# A\n\nb\n\n## Changes", "x.md:5: the site itself uses", id="address"),
        pytest.param("# A\n\nb\n\n#### C", "x.md:5: headings go three levels", id="too deep"),
    ],
)
def test_says_what_is_wrong_and_where(text: str, problem: str) -> None:
    with pytest.raises(DocumentError) as error:
        parse_document(text, name="x.md")

    assert problem in str(error.value)


def test_names_every_problem_at_once() -> None:
    with pytest.raises(DocumentError) as error:
        parse_document("# A\n\nclientsâ€™\n\n### B\n\nc\td", name="x.md")

    assert [problem.line for problem in error.value.problems] == [3, 5, 7]


def test_the_repositorys_own_document_holds_the_sixteen_statements() -> None:
    document = parse_document(REPOSITORYS_OWN.read_text(encoding="utf-8"), name="patio.md")

    statements = [part.key for section in document.sections for part in section.statements]
    assert len(statements) + 1 == 16, "the slogan, two missions, two visions, eleven values"
    assert "clients’ needs" in document.sections[0].statements[1].text
    assert "This value is reflected" in document.sections[2].statements[1].text
