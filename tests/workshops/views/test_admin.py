"""The administration of accounts: what an administrator does there, and what only a superuser does."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.helpers import again, write
from tests.pages import dom, text
from tests.people import PASSWORD, logged_in
from workshops.models import User

ACCOUNTS = "/admin/workshops/user/"
NEW = {"email": "Ny@Example.dk", "name": "Ny", "workplace": "Kommunen", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def staff(db) -> User:
    """An administrator who is no superuser."""
    return User.objects.create_user("leder@example.dk", PASSWORD, name="Leder", is_staff=True)


@pytest.fixture
def staff_client(staff) -> Client:
    return logged_in(staff)


def change(client: Client, user: User, **more) -> HttpResponse:
    """Send the form of an account with all that it can say."""
    said = {"email": user.email, "name": user.name, "workplace": user.workplace}
    said |= {name: "on" for name in ("is_active", "is_staff", "is_superuser") if getattr(user, name)}
    return client.post(f"{ACCOUNTS}{user.pk}/change/", {**said, **more})


def allowed(user: User) -> list[bool]:
    user = User.objects.get(pk=user.pk)
    return [user.is_active, user.is_staff, user.is_superuser]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["staff", "admin"])
def test_an_administrator_makes_a_facilitators_account(request, who):
    client = logged_in(request.getfixturevalue(who))

    assert "/admin/workshops/user/add/" in client.get("/admin/").content.decode()
    assert client.post(f"{ACCOUNTS}add/", NEW).status_code == 302
    assert Client().login(username="ny@example.dk", password=PASSWORD)
    assert allowed(User.objects.get(email="ny@example.dk")) == [True, False, False]


def test_an_administrator_switches_an_account_off_and_on(staff_client, ane):
    client = logged_in(ane)
    assert change(staff_client, ane, is_active="").status_code == 302
    assert allowed(ane) == [False, False, False]
    assert client.get("/workshops/").status_code == 302

    assert change(staff_client, ane, is_active="on").status_code == 302
    assert allowed(ane) == [True, False, False]


def test_an_administrator_sets_a_password(staff_client, ane):
    address = f"{ACCOUNTS}{ane.pk}/password/"
    new = {"usable_password": "true", "password1": "smør og rundstykker", "password2": "smør og rundstykker"}

    assert staff_client.get(address).status_code == 200
    assert staff_client.post(address, new).status_code == 302
    assert Client().login(username=ane.email, password="smør og rundstykker")


def test_an_administrator_makes_another_one(staff_client, ane):
    change(staff_client, ane, is_staff="on")

    assert allowed(ane) == [True, True, False]


@pytest.mark.parametrize("whom", ["ane", "staff"])
def test_an_administrator_makes_no_superuser_of_anyone(staff_client, request, whom):
    user = request.getfixturevalue(whom)
    page = staff_client.get(f"{ACCOUNTS}{user.pk}/change/")
    done = change(staff_client, user, is_superuser="on", user_permissions="1", groups="1")

    assert ("is_superuser" in page.content.decode(), done.status_code) == (False, 302)
    assert allowed(user)[2] is False


def test_a_new_account_is_no_superusers_whatever_the_form_says(staff_client):
    staff_client.post(f"{ACCOUNTS}add/", NEW | {"is_superuser": "on", "is_staff": "on"})

    assert allowed(User.objects.get(email="ny@example.dk")) == [True, False, False]


@pytest.mark.parametrize(
    "more", [{}, {"email": "min@example.dk"}, {"is_active": ""}, {"is_superuser": ""}, {"is_staff": ""}]
)
def test_an_administrator_changes_nothing_of_a_superuser(staff_client, admin, more):
    before = User.objects.filter(pk=admin.pk).values().get()

    assert change(staff_client, admin, **more).status_code == 403
    assert User.objects.filter(pk=admin.pk).values().get() == before


@pytest.mark.parametrize("verb", ["get", "post"])
def test_an_administrator_does_not_set_a_superusers_password(staff_client, admin, verb):
    new = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}

    assert getattr(staff_client, verb)(f"{ACCOUNTS}{admin.pk}/password/", new).status_code == 403
    assert not User.objects.get(pk=admin.pk).has_usable_password()


def test_an_administrator_sees_a_superusers_account_without_its_password(staff_client, admin):
    admin.set_password(PASSWORD)
    admin.save()
    page = staff_client.get(f"{ACCOUNTS}{admin.pk}/change/")

    assert (page.status_code, admin.password in page.content.decode()) == (200, False)
    assert 'name="_save"' not in page.content.decode()


@pytest.mark.parametrize("whom", ["ane", "admin"])
def test_an_administrator_deletes_no_account(staff_client, request, whom):
    user = request.getfixturevalue(whom)
    picked = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}

    assert staff_client.post(f"{ACCOUNTS}{user.pk}/delete/", {"post": "yes"}).status_code == 403
    staff_client.post(ACCOUNTS, picked)
    assert User.objects.filter(pk=user.pk).exists()


def test_a_superuser_makes_and_unmakes_one(admin, ane):
    client = logged_in(admin)
    for says, is_one in [({"is_superuser": "on", "is_staff": "on"}, True), ({"is_superuser": ""}, False)]:
        change(client, User.objects.get(pk=ane.pk), **says)
        assert allowed(ane)[2] is is_one


@pytest.mark.parametrize("who", ["ane", "off", None])
@pytest.mark.parametrize("page", ["", "add/", "1/change/", "1/password/", "1/delete/", "1/history/"])
def test_nobody_else_gets_in(ane, staff, who, page):
    client = Client()
    if who:
        client.force_login(ane if who == "ane" else staff)
    User.objects.filter(pk=staff.pk).update(is_active=who != "off")

    assert client.get(f"{ACCOUNTS}{page}")["Location"].startswith("/admin/login/")
    assert client.post(f"{ACCOUNTS}{page}", NEW)["Location"].startswith("/admin/login/")
    assert User.objects.count() == 2


# --- Workshops ---

WORKSHOPS = "/admin/workshops/workshop/"


def told(page: HttpResponse) -> list[str]:
    """The titles on the list."""
    return [text(each) for each in dom(page).xpath("//*[@id='result_list']/tbody/tr/th")]


def test_an_administrator_finds_workshops_without_their_notes(staff_client, open_workshop, other_workshop, places):
    write(open_workshop, places[0])
    page = staff_client.get(WORKSHOPS, {"q": "ane@example"})

    assert told(page) == ["Nyt omsorgssystem"]
    (row,) = dom(page).xpath("//*[@id='result_list']/tbody/tr")
    assert [text(each) for each in row.xpath("td")][:3] == ["Plejecenter Solgården", "Ane", "i gang"]
    assert len(told(staff_client.get(WORKSHOPS))) == 2
    for address in [WORKSHOPS, f"{WORKSHOPS}{open_workshop.pk}/change/"]:
        assert "Mere tid" not in staff_client.get(address).content.decode()


def test_the_list_of_workshops_asks_the_same_however_many(staff_client, open_workshop):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            staff_client.get(WORKSHOPS)
        return len(queries)

    open_workshop.duplicate()
    few = asked()
    for _each in range(2):
        open_workshop.duplicate()

    assert (asked(), len(told(staff_client.get(WORKSHOPS)))) == (few, 4)


def test_an_administrator_makes_someone_responsible(staff_client, workshop, stranger):
    done = staff_client.post(f"{WORKSHOPS}{workshop.pk}/change/", {"owner": stranger.pk, "title": "Noget andet"})

    assert (done.status_code, again(workshop).title) == (302, "Nyt omsorgssystem")
    assert (again(workshop).owner, workshop.facilitators.contains(stranger)) == (stranger, True)


@pytest.mark.parametrize("owner", ["", "off", "99999", "x"])
def test_nobody_who_cannot_log_in_is_made_responsible(staff_client, workshop, ane, stranger, owner):
    User.objects.filter(pk=stranger.pk).update(is_active=False)
    done = staff_client.post(f"{WORKSHOPS}{workshop.pk}/change/", {"owner": stranger.pk if owner == "off" else owner})

    assert (done.status_code, again(workshop).owner) == (200, ane)


def test_workshops_that_nobody_can_act_in_are_found(staff_client, workshop, other_workshop, stranger):
    User.objects.filter(pk=stranger.pk).update(is_active=False)

    assert told(staff_client.get(WORKSHOPS, {"ordstyrere": "ingen"})) == ["En andens workshop"]


def test_workshops_are_neither_made_nor_deleted_here(admin, workshop):
    client = logged_in(admin)

    assert client.get(f"{WORKSHOPS}add/").status_code == 403
    assert client.post(f"{WORKSHOPS}{workshop.pk}/delete/", {"post": "yes"}).status_code == 403
    assert again(workshop).deleted_at is None


def test_a_facilitator_sees_no_list_of_workshops(workshop, ane_client):
    for address in [WORKSHOPS, f"{WORKSHOPS}{workshop.pk}/change/"]:
        assert ane_client.get(address)["Location"].startswith("/admin/login/")
        assert ane_client.post(address, {"owner": 1})["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("way", ["one", "selected"])
def test_an_account_that_is_alone_about_a_workshop_is_not_deleted(admin, workshop, ane, bo, way):
    client, both = logged_in(admin), [ane.pk, bo.pk]
    bo_goes = f"{ACCOUNTS}{bo.pk}/delete/"
    assert dom(client.get(bo_goes)).xpath("//form//input[@name='post']") != []
    if way == "one":
        workshop.take_off(bo, bo)
        address, sent = f"{ACCOUNTS}{ane.pk}/delete/", {"post": "yes"}
    else:
        address, sent = ACCOUNTS, {"action": "delete_selected", "_selected_action": both, "post": "yes"}
    page = client.post(address, sent)

    said = "Workshoppen »Nyt omsorgssystem« har ingen anden ordstyrer. Gør en anden ansvarlig for den først."
    assert (page.status_code, said in page.content.decode()) == (200, True)
    assert User.objects.filter(pk__in=both).count() == 2

    workshop.entrust(admin)
    client.post(address, sent)
    assert not User.objects.filter(pk=ane.pk).exists()
    assert again(workshop).owner == admin
