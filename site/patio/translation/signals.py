"""What other apps may listen to. Sent inside the transaction that wrote the change."""

from django.dispatch import Signal

#: ``statement_keys``: a set of the statements whose sources changed.
sources_changed = Signal()
#: Units have other places in the document.
units_moved = Signal()
#: ``locale`` and ``statement_keys``: the statements whose translations changed in one language.
translations_changed = Signal()
