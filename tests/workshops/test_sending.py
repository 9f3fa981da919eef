"""The tags that say where a form or a link goes."""

import pytest
from django.template import Context, Template
from django.urls import reverse
from lxml import html

from workshops.place import Place


def drawn(source: str, **context: object) -> html.HtmlElement:
    return html.fragment_fromstring(Template(source).render(Context(context)))


def test_a_form_is_sent_to_one_address_by_the_browser_and_by_htmx():
    form = drawn('<form {% posts_to "note-hide" 7 n %} class="row"></form>', n=12)

    address = reverse("note-hide", args=[7, 12])
    assert dict(form.attrib) == {"method": "post", "action": address, "hx-post": address, "class": "row"}


@pytest.mark.parametrize(
    ("more", "query"),
    [
        ("", ""),
        ("seddel=3", "?seddel=3"),
        ('sted=place screen="wall"', "?sted=5-9&screen=wall"),
        ("screen=text", "?screen=%22%3Ea%26b"),
    ],
)
def test_a_link_opens_the_page_it_leads_to_in_the_dialog(more, query):
    link = drawn(f'<a {{% opens_dialog "agreement-add" 7 {more} %}}></a>', place=Place(5, 9), text='">a&b')

    address = reverse("agreement-add", args=[7]) + query
    assert dict(link.attrib) == {
        "href": address,
        "hx-get": address,
        "hx-target": "#dialog-body",
        "hx-swap": "innerHTML",
    }


def test_each_form_has_a_key_of_its_own():
    keys = [drawn("{% form_key %}").get("value") for _ in range(2)]

    assert len(set(keys)) == 2
