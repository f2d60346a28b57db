"""Which parts of a page are translated, and how to read and replace them.

A page model declares ``translatable_fields``. A text or rich text field is one unit, named as the
field; each text in a StreamField is one, named by the UUIDs of its blocks, so that moving a block
moves its translations with it: ``introduction.5f0c…``, and for a child of a struct
``introduction.5f0c….caption``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from patio.catalog.units import MessageFormat

from .links import LinkTargets
from .message_text import to_db_html, to_message_text

#: Replaces the stored value of one unit: ``(field path, format, value, block or field) -> value``.
Visitor = Callable[[str, MessageFormat, str, Any], str]


@dataclass(frozen=True, slots=True)
class FieldText:
    """The message text of one unit of a page."""

    field: str
    text: str
    message_format: MessageFormat
    label: str


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What a page stores of one unit: plain text, or database HTML; and what holds it."""

    field: str
    value: str
    message_format: MessageFormat
    holder: Any

    def message_text(self, targets: LinkTargets) -> str:
        """The value as translators see it."""
        if self.message_format is MessageFormat.PLAIN:
            return self.value
        keys = targets.keys_in(self.value)
        return to_message_text(self.value, features=self.holder.features, keys=keys)

    def with_message_text(self, text: str, targets: LinkTargets) -> FieldValue:
        """The same unit with another text, given as translators see it."""
        if self.message_format is MessageFormat.PLAIN:
            return replace(self, value=text)
        ids = targets.ids_in(text)
        return replace(self, value=to_db_html(text, features=self.holder.features, ids=ids).html)


def field_values(page: Page) -> list[FieldValue]:
    """What a page stores of each unit, in the order of its declaration and of its blocks."""
    found: list[FieldValue] = []

    def read(path: str, message_format: MessageFormat, value: str, holder: Any) -> str:
        found.append(FieldValue(path, value, message_format, holder))
        return value

    for name in page.translatable_fields:
        _visit_field(page, name, read)
    return found


def replace_field_values(page: Page, values: Mapping[str, str]) -> None:
    """Put stored values into a page, which is not saved. What ``values`` lacks stays as it is."""

    def write(path: str, message_format: MessageFormat, value: str, holder: Any) -> str:
        return values.get(path, value)

    for name in page.translatable_fields:
        replacement = _visit_field(page, name, write)
        setattr(page, name, replacement)


def field_texts(page: Page, targets: LinkTargets) -> list[FieldText]:
    """The message texts of a page, in the order of its declaration and of its blocks."""
    return [
        FieldText(unit.field, unit.message_text(targets), unit.message_format, _label(unit.holder))
        for unit in field_values(page)
    ]


def replace_field_texts(page: Page, texts: Mapping[str, str], targets: LinkTargets) -> None:
    """Put message texts into a page, which is not saved. What ``texts`` lacks stays as it is."""
    values = {
        unit.field: unit.with_message_text(texts[unit.field], targets).value
        for unit in field_values(page)
        if unit.field in texts
    }
    replace_field_values(page, values)


def message_format_of(field: Any) -> MessageFormat | None:
    """What a field's or a block's message text is written in; ``None`` where it holds no text."""
    if isinstance(field, RichTextField | blocks.RichTextBlock):
        return MessageFormat.MARKDOWN
    if isinstance(field, models.CharField | models.TextField | blocks.CharBlock | blocks.TextBlock):
        return MessageFormat.PLAIN
    return None


def _visit_field(page: Page, name: str, visit: Visitor) -> Any:
    field = page._meta.get_field(name)
    value = getattr(page, name)
    if isinstance(field, StreamField):
        raw = field.stream_block.get_prep_value(value)
        return field.stream_block.to_python(_visit_block(field.stream_block, raw, name, visit))
    message_format = message_format_of(field)
    assert message_format is not None, f"{name}: the system check lets no other field pass"  # noqa: S101
    return visit(name, message_format, value, field)


def _visit_block(block: blocks.Block, raw: Any, path: str, visit: Visitor) -> Any:
    """The raw value of a block, with each text in it replaced by what ``visit`` returns."""
    message_format = message_format_of(block)
    if message_format is not None:
        return visit(path, message_format, raw or "", block)
    if isinstance(block, blocks.StreamBlock):
        return [
            item
            | {
                "value": _visit_block(
                    block.child_blocks[item["type"]], item["value"], f"{path}.{item['id']}", visit
                )
            }
            for item in raw
        ]
    if isinstance(block, blocks.StructBlock):
        return {
            name: _visit_block(child, raw[name], f"{path}.{name}", visit) if name in raw else None
            for name, child in block.child_blocks.items()
        }
    if isinstance(block, blocks.ListBlock):
        return [
            item
            | {
                "value": _visit_block(
                    block.child_block, item["value"], f"{path}.{item['id']}", visit
                )
            }
            for item in raw
        ]
    return raw


def _label(holder: Any) -> str:
    return str(
        getattr(holder, "verbose_name", None) or getattr(holder, "label", None) or holder.name
    )
