import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.pages import dom, errors, text
from tests.people import PASSWORD, logged_in
from workshops.models import User, Workshop

ACCOUNTS = Workshop()  # no workshop: what is told of accounts


@pytest.fixture
def administrator(db) -> User:
    return User.objects.create_superuser("it@example.dk", PASSWORD, name="It-afdelingen")


def add(client, email: str, **data: str):
    form = {"email": email, "name": "Carla", "password1": PASSWORD, "password2": PASSWORD}
    return client.post(reverse("admin:workshops_user_add"), form | data)


def test_an_administrator_makes_an_account_that_logs_in(administrator, client):
    added = add(logged_in(administrator), "Carla@Example.dk")

    user = User.objects.get(name="Carla")
    assert (added.status_code, user.email, user.is_staff) == (302, "carla@example.dk", False)
    assert client.post("/log-ind/", {"username": "CARLA@example.dk", "password": PASSWORD})["Location"] == "/workshops/"


def test_one_mail_is_one_account_however_it_is_capitalised(administrator, ane):
    page = add(logged_in(administrator), "ANE@example.dk")

    assert "Der er allerede en konto." in page.content.decode()
    assert User.objects.count() == 2
    with pytest.raises(ValidationError):
        User(email="ANE@example.dk", name="Ane").full_clean(exclude=["password"])


@pytest.mark.parametrize("password", ["kort", "password1234"])
def test_a_weak_password_is_refused(administrator, password):
    add(logged_in(administrator), "carla@example.dk", password1=password, password2=password)

    assert User.objects.count() == 1


def test_the_administration_is_danish_and_shows_no_notes(administrator, workshop):
    client = logged_in(administrator)
    page = client.get(reverse("admin:index"))
    models = dom(page).xpath("//*[starts-with(@class, 'model-')]//th")

    assert [text(each) for each in models] == ["Hændelser", "Ordstyrere", "Workshops"]
    for name, args in [("changelist", []), ("change", [administrator.pk])]:
        assert client.get(reverse(f"admin:workshops_user_{name}", args=args)).status_code == 200


def test_a_facilitator_is_no_administrator(ane_client):
    assert ane_client.get(reverse("admin:index")).status_code == 302
    assert "Administration" not in ane_client.get("/workshops/").content.decode()
    assert errors(ane_client.get("/workshops/")) == []


@pytest.mark.parametrize("email", ["", None])
def test_an_account_needs_a_mail(db, email):
    with pytest.raises(ValueError, match="An account needs an e-mail"):
        User.objects.create_user(email)


# --- An account that is switched off ---


def change(client, user: User, **data: str):
    form = {"email": user.email, "name": user.name, "workplace": user.workplace}
    return client.post(reverse("admin:workshops_user_change", args=[user.pk]), form | data)


def test_every_process_hears_of_an_account_that_is_switched_off(administrator, bo, open_workshop, told):
    told(ACCOUNTS)
    assert change(logged_in(administrator), bo).status_code == 302

    assert (User.objects.get(pk=bo.pk).is_active, told(ACCOUNTS)) == (False, [(f"user:{bo.pk}",)])


def test_every_process_hears_of_accounts_that_are_deleted(administrator, bo, open_workshop, told):
    told(ACCOUNTS)
    sent = {"action": "delete_selected", "_selected_action": [bo.pk], "post": "yes"}
    logged_in(administrator).post(reverse("admin:workshops_user_changelist"), sent)

    assert (User.objects.filter(pk=bo.pk).count(), told(ACCOUNTS)) == (0, [(f"user:{bo.pk}",)])


def test_what_ends_nothing_is_told_to_nobody(bo, told):
    told(ACCOUNTS)
    bo.is_active = False
    bo.save(update_fields=["last_login"])
    logged_in(User.objects.get(pk=bo.pk))

    assert told(ACCOUNTS) == []


def test_every_process_hears_of_a_log_out_and_a_new_password(administrator, bo, told):
    client = logged_in(bo)
    told(ACCOUNTS)
    client.post(reverse("logout"))
    assert told(ACCOUNTS) == [(f"user:{bo.pk}",)]

    new = {"usable_password": "true", "password1": "smør og rundstykker", "password2": "smør og rundstykker"}
    logged_in(administrator).post(reverse("admin:auth_user_password_change", args=[bo.pk]), new)
    assert told(ACCOUNTS)[0] == (f"user:{bo.pk}",)


def test_only_an_administrator_switches_an_account_off(bo, ane_client, open_workshop):
    assert change(ane_client, bo).status_code == 302
    assert User.objects.get(pk=bo.pk).is_active
