"""The translators' and editors' screens in the Wagtail admin."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """``patio.workbench``."""

    name = "patio.workbench"
    label = "workbench"

    def ready(self) -> None:
        """Tell Wagtail who may change a team."""
        from wagtail.permissions import register_permission_policy

        from patio.translation.models import Team

        from .teams import TeamPermissionPolicy

        register_permission_policy(Team, TeamPermissionPolicy(Team))
