from django import template
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def improvements(n: int | str) -> str:
    """So many improvements, in words; none where there is no number."""
    return ngettext("%d forbedring", "%d forbedringer", int(n or 0)) % int(n or 0)


@register.filter
def deteriorations(n: int | str) -> str:
    """So many deteriorations, in words; none where there is no number."""
    return ngettext("%d forringelse", "%d forringelser", int(n or 0)) % int(n or 0)
