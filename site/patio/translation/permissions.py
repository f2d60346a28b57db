"""The one policy: who may do what in which language.

Every write asks ``can``: the workbench, catalogs, commands, Wagtail's own editor and the API.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from patio.catalog.names import name_only

from .models import Membership, Role


class Action(StrEnum):
    """What can be done with the translations of a language."""

    TRANSLATE = "translate"
    REVIEW = "review"
    COORDINATE = "coordinate"


#: The actions of each role. A reviewer translates too, a coordinator does all.
ACTIONS_BY_ROLE: dict[str, frozenset[Action]] = {
    Role.TRANSLATOR: frozenset({Action.TRANSLATE}),
    Role.REVIEWER: frozenset({Action.TRANSLATE, Action.REVIEW}),
    Role.COORDINATOR: frozenset(Action),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, with the rights they have, read once.

    ``user`` is ``None`` for people who are no users of the site, such as the author of a catalog.
    ``grants`` maps a language's tag to the actions allowed there; ``everywhere`` holds for all.
    """

    name: str
    user: Any = None
    everywhere: frozenset[Action] = frozenset()
    grants: dict[str, frozenset[Action]] = field(default_factory=dict)

    @classmethod
    def of_user(cls, user: Any) -> Actor:
        """A user of the site, with the roles of their teams. One query, none for a superuser."""
        name = _name_of(user)
        if not user.is_active:
            return cls(name=name, user=user)
        if user.is_superuser:
            return cls(name=name, user=user, everywhere=frozenset(Action))
        memberships: Iterable[tuple[str, str]] = Membership.objects.filter(user=user).values_list(
            "team__locale__language_code", "role"
        )
        grants = {language: ACTIONS_BY_ROLE[role] for language, role in memberships}
        return cls(name=name, user=user, grants=grants)

    @classmethod
    def of_catalog(cls, language: str, name: str = "") -> Actor:
        """The author of a catalog of the translations folder.

        Whoever may write into that folder, by a commit that was accepted or on the machine itself,
        may translate that one language; no file reviews.
        """
        return cls(name=name, grants={language: frozenset({Action.TRANSLATE})})


def _name_of(user: Any) -> str:
    """How a user is named as an author: never by an address, even where that is the account."""
    return name_only(user.get_full_name()) or name_only(user.get_username().partition("@")[0])


def can(actor: Actor, action: Action, language: str) -> bool:
    """Whether ``actor`` may do ``action`` in the language of that tag."""
    return action in actor.everywhere or action in actor.grants.get(language, frozenset())
