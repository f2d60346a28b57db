"""The screen where a team decides what goes live in its language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from patio.translation.models import Role, Team
from patio.translation.permissions import Action, Actor, can
from patio.translation.services import set_publish_policy


class TeamForm(forms.ModelForm):
    """A team's publish policy."""

    class Meta:
        model = Team
        fields = ["publish_policy"]
        widgets = {"publish_policy": forms.RadioSelect}


class TeamEditView(EditView):
    """Changes the policy through the service, which asks for the right and moves what is live."""

    def save_instance(self) -> Team:
        """Apply the chosen policy."""
        team = Team.objects.select_related("locale").get(pk=self.object.pk)
        set_publish_policy(
            actor=Actor.of_user(self.request.user),
            team=team,
            policy=self.form.cleaned_data["publish_policy"],
        )
        return team


class TeamPermissionPolicy(BasePermissionPolicy):
    """Answers Wagtail from the one policy: who coordinates a language changes its team.

    Teams come with their languages, so nobody adds or deletes one here.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the user coordinates any team."""
        return action in {"change", "view"} and bool(self._coordinated(user))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Team) -> bool:
        """Whether the user coordinates this team."""
        return action in {"change", "view"} and can(
            Actor.of_user(user), Action.COORDINATE, instance.locale.language_code
        )

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        """The teams that the user coordinates."""
        return Team.objects.filter(locale__language_code__in=self._coordinated(user))

    def users_with_any_permission(self, actions: Any) -> Any:
        """Who coordinates some team."""
        coordinates = Q(memberships__role=Role.COORDINATOR)
        users = get_user_model().objects.filter(is_active=True)
        return users.filter(coordinates | Q(is_superuser=True)).distinct()

    def _coordinated(self, user: Any) -> list[str]:
        actor = Actor.of_user(user)
        tags = Team.objects.values_list("locale__language_code", flat=True)
        return [tag for tag in tags if can(actor, Action.COORDINATE, tag)]


class TeamViewSet(ModelViewSet):
    """The language teams."""

    model = Team
    icon = "group"
    menu_label = _("Language teams")
    menu_order = 250
    add_to_admin_menu = True
    form_fields = ["publish_policy"]
    list_display = [
        "__str__",
        Column("publish_policy", label=_("what goes live"), accessor="get_publish_policy_display"),
    ]
    edit_view_class = TeamEditView
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[TeamForm]:
        """Only the policy is asked for."""
        return TeamForm


team_viewset = TeamViewSet("teams")
