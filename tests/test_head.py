"""What stands in the head of a page, and what is sent with it: icons, what a link to it shows, what it may not use."""

import io

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from PIL import Image

from tests.pages import dom

ROOT = settings.BASE_DIR / "static"


def shown(page) -> dict[str, str]:
    return {
        meta.get("property") or meta.get("name"): meta.get("content")
        for meta in dom(page).xpath("//meta[starts-with(@property, 'og:') or @name='description']")
    }


def drawn(name: str) -> Image.Image:
    return Image.open(io.BytesIO((ROOT / name).read_bytes()))


@pytest.mark.parametrize(
    ("address", "kind"), [("/favicon.ico", "image/x-icon"), ("/apple-touch-icon.png", "image/png")]
)
def test_icons_lie_where_browsers_ask_for_them(address, kind):
    answer = Client().get(address)

    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert b"".join(answer.streaming_content) == (ROOT / "root" / address[1:]).read_bytes()


def test_icons_are_of_the_sizes_that_are_asked_for():
    assert drawn("root/favicon.ico").info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert (drawn("root/apple-touch-icon.png").size, drawn("share.png").size) == ((180, 180), (1200, 630))
    assert (ROOT / "share.png").stat().st_size < 40_000


def test_every_page_names_its_icons_and_its_colour(open_workshop, ane_client, participant_client, client):
    pages = [ane_client.get("/workshops/"), participant_client.get(f"/deltag/{open_workshop.pk}/"), client.get("/")]
    icons = [(link.get("rel"), link.get("href")) for link in dom(pages[0]).xpath("//link[contains(@rel, 'icon')]")]

    assert icons == [
        ("icon", "/favicon.ico"),
        ("icon", "/static/icon.svg"),
        ("apple-touch-icon", "/apple-touch-icon.png"),
    ]
    assert [dom(page).xpath("string(//meta[@name='theme-color']/@content)") for page in pages] == ["#f7f4ec"] * 3


@pytest.mark.parametrize(
    ("module", "imports"),
    [
        ("busy", []),
        (
            "phone",
            ["live", "announce", "outbox", "places", "write", "marks", "focus", "storage"],
        ),  # the last two by those
        ("forms", ["announce", "busy", "csrf", "kept", "limit", "session"]),
    ],
)
def test_what_a_script_imports_is_asked_for_with_it(module, imports):
    drawn = Template("{% script module %}").render(Context({"module": module}))

    assert dom(drawn).xpath("//link[@rel='modulepreload']/@href") == [f"/static/js/{each}.js" for each in imports]
    assert dom(drawn).xpath("//script[@type='module']/@src") == [f"/static/js/{module}.js"]


def test_a_link_to_us_shows_who_we_are_and_of_no_workshop(open_workshop, client):
    pages = [client.get("/"), client.get(f"/k/{open_workshop.code}/"), client.get("/log-ind/")]
    of = [shown(page) for page in pages]

    assert of[0] == of[1] == of[2]
    assert (of[0]["og:title"], of[0]["og:url"]) == ("Dialogværksted", f"{settings.SITE_URL}/")
    assert of[0]["og:image"] == f"{settings.SITE_URL}/static/share.png"
    assert of[0]["description"] == of[0]["og:description"]


def test_pages_that_are_not_for_all_show_nothing(open_workshop, ane_client, participant_client, leader):
    pages = [ane_client.get("/workshops/"), participant_client.get(f"/deltag/{open_workshop.pk}/")]
    pages += [Client().get(leader.get_absolute_url())]

    assert [shown(page) for page in pages] == [{}] * 3


@pytest.mark.parametrize("address", ["/", "/log-ind/", "/favicon.ico", "/nowhere/"])
def test_a_page_may_use_a_full_lit_screen_and_nothing_else_of_a_device(db, address):
    answer = Client().get(address)
    b"".join(answer)  # the icon is a stream, and ends when it is read
    policy = dict(each.strip().split("=") for each in answer["Permissions-Policy"].split(","))

    assert {name for name, whom in policy.items() if whom == "(self)"} == {"fullscreen", "screen-wake-lock"}
    assert {"camera", "microphone", "geolocation"} <= {name for name, whom in policy.items() if whom == "()"}
    assert set(policy.values()) == {"()", "(self)"}
