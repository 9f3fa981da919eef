from django import template
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def improvements(n: int) -> str:
    """So many improvements, in words."""
    return ngettext("%d forbedring", "%d forbedringer", n) % n


@register.filter
def deteriorations(n: int) -> str:
    """So many deteriorations, in words."""
    return ngettext("%d forringelse", "%d forringelser", n) % n
