from django import template
from django.http import HttpRequest

from kapstok.plans.addresses import Addresses
from kapstok.plans.editing.tabs import Tab, tabs

register = template.Library()


@register.simple_tag
def plan_tabs(to: Addresses, request: HttpRequest) -> list[Tab]:
    """The tabs of a plan, as somebody at this address sees them."""
    return tabs(to.menu, request.path)
