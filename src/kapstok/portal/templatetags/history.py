"""The way to the history of a record, for any page of the workspace."""

from typing import Any

from django import template
from django.db.models import Model
from django.template import Context
from django.urls import reverse

from kapstok.core.access import NOBODY, Actor, Right

register = template.Library()


@register.inclusion_tag("portal/history/_link.html", takes_context=True)
def history_link(context: Context, row: Model) -> dict[str, Any]:
    """`{% history_link meeting %}`: “Geschiedenis”, one click away; nothing for who may not read it."""
    request = context.get("request")
    actor: Actor = getattr(request, "actor", NOBODY)
    municipality = getattr(request, "municipality", None)
    if municipality is None or not actor.may(Right.READ_HISTORY):
        return {}
    return {"url": reverse("history-record", args=[municipality.slug, row._meta.label_lower, row.pk]), "row": row}
