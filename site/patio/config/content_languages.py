"""The languages that the site *can* hold: all that CLDR describes.

Django and Wagtail want the list of languages at start-up, while a new folder under
``translations/`` may add one at any time. So the list is every locale that Babel knows, named in
English from one CLDR file; which of them a site really holds is a matter of its ``Locale`` rows.
"""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.localedata import locale_identifiers


@cache
def content_languages() -> list[tuple[str, str]]:
    """``[("ar", "Arabic"), …, ("pt-br", "Portuguese (Brazil)"), …]``, sorted by tag."""
    english = Locale("en")
    languages = []
    for identifier in locale_identifiers():
        language, *rest = identifier.split("_")
        name = english.languages.get(language)
        if name is None or any(part.isupper() and len(part) > 3 for part in rest):
            continue
        details = [english.scripts.get(part) or english.territories.get(part) for part in rest]
        if None in details:
            continue
        suffix = f" ({', '.join(str(detail) for detail in details)})" if details else ""
        languages.append((identifier.replace("_", "-").lower(), f"{name}{suffix}"))
    return sorted(languages)
