"""Addresses that statements can't have."""

#: What stands in the place of a page's slug in the site's own addresses, as in
#: ``/en/values/side-by-side/es/``.
RESERVED_SLUGS = frozenset({"changes", "side-by-side", "translations"})
