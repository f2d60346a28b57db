"""No text that anybody wrote is ever out of reach, whatever people, tools and deaths do."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from . import rules
from .play import NO_TASKS
from .world import ACTIONS, World

# Kills need real transactions; what migrations put into the database comes back for other tests.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def _machine(
    tmp_path_factory: pytest.TempPathFactory, site_settings
) -> type[RuleBasedStateMachine]:
    class Machine(RuleBasedStateMachine):
        """The world, each of its actions a rule, its choices hypothesis's."""

        def __init__(self) -> None:
            super().__init__()
            root = tmp_path_factory.mktemp("world") / "translations"
            site_settings.TRANSLATIONS_DIR = root
            self.world = World(root)

        def teardown(self) -> None:
            rules.check_all(self.world)

    for name in ACTIONS:

        def act(self: Machine, random, name: str = name) -> None:
            getattr(self.world, name)(random)

        choices = st.randoms(use_true_random=False)
        setattr(Machine, name, rule(random=choices)(_named(act, name)))
    return Machine


def _named(function, name: str):
    function.__name__ = function.__qualname__ = name
    return function


def test_no_text_is_ever_lost(tmp_path_factory, settings_of_site) -> None:
    run_state_machine_as_test(
        _machine(tmp_path_factory, settings_of_site),
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def settings_of_site(settings):
    """Django's settings, under a name that hypothesis's leaves free; no tasks run."""
    settings.TASKS = NO_TASKS
    return settings
