from django import template

from workshops.tool import Topic

register = template.Library()


@register.filter
def names(group: str | None, row: Topic) -> bool:
    """Whether ``group``, as people say it of themselves ("Leder"), is who the row is about ("Ledere")."""
    return bool(group and row.title.casefold().startswith(group.casefold()))
