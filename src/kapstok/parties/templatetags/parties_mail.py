"""How mails about an account say where something happened."""

from django import template

from kapstok.parties.devices import device

register = template.Library()
register.filter("device", device)
