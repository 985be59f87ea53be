from django import template

from kapstok.plans.statuses import MEANINGS, Status

register = template.Library()


@register.filter
def status_label(status: str) -> str:
    """What staff calls this status."""
    return MEANINGS[Status(status)].staff
