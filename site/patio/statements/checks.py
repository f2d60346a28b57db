"""System checks: what a mistake in a page model would break is said at start-up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import FieldDoesNotExist
from wagtail import blocks
from wagtail.fields import StreamField

from .models import KeyedPage
from .translatable import message_format_of


@register(Tags.models)
def check_translatable_fields(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Each page with a key declares fields that exist and hold text, each once."""
    return [
        message
        for model in apps.get_models()
        if issubclass(model, KeyedPage)
        for message in _check_model(model)
    ]


def _check_model(model: type[KeyedPage]) -> Iterator[CheckMessage]:
    names = model.translatable_fields
    if not names:
        yield Error(
            "translatable_fields is empty.",
            hint="Name the fields that translators translate, as in ('title', 'body').",
            obj=model,
            id="statements.E001",
        )
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Error(f"translatable_fields names {name!r} twice.", obj=model, id="statements.E002")
    for name in dict.fromkeys(names):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            yield Error(
                f"translatable_fields names {name!r}, which is no field of the model.",
                hint="Correct the name, or remove it.",
                obj=model,
                id="statements.E003",
            )
            continue
        if name in {"slug", "key"} or not _holds_text(field):
            yield Error(
                f"translatable_fields names {name!r}, which can't be translated.",
                hint="Text, rich text and StreamFields of blocks with text can; addresses can't.",
                obj=model,
                id="statements.E004",
            )


def _holds_text(field: Any) -> bool:
    if isinstance(field, StreamField):
        return _holds_text(field.stream_block)
    if isinstance(field, blocks.StreamBlock | blocks.StructBlock):
        return any(_holds_text(child) for child in field.child_blocks.values())
    if isinstance(field, blocks.ListBlock):
        return _holds_text(field.child_block)
    return message_format_of(field) is not None
