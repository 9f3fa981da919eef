"""Who gets in where: every address of a facilitator, taken from the list of addresses itself."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from tests.helpers import again, write
from tests.pages import dom, text
from tests.people import logged_in
from workshops.models import Agreement, Note, Report, Revision, ShutOut, Workshop
from workshops.place import Place
from workshops.urls import urlpatterns

PRINTED = {"poster", "sheets", "table-sheets", "running-order-pdf"}  # by a process of its own
ELSEWHERE = {"workshop-restore", "cluster-add", *PRINTED}  # tested where they are
PATTERNS = {
    pattern.name: pattern.pattern.converters
    for pattern in urlpatterns
    if str(pattern.pattern).startswith("workshops/<int:pk>/") and pattern.name not in ELSEWHERE
}
READ = {"workshop", "wall", "desk", "workshop-report", "workshop-report-pdf", "workshop-report-file", "running-order"}
READ_AND_WRITE = {
    "workshop-edit",
    "mandate",
    "workshop-words",
    "paper",
    "activity",
    "note-add",
    "note",
    "note-hide",
    "note-dot",
    "note-shut-out",
    "cluster",
    "agreement-add",
    "agreement",
    "shape",
    "question-add",
    "workshop-report-words",
    "workshop-write-up",
}
WRITE = set(PATTERNS) - READ - READ_AND_WRITE
ON_ITS_OWN = {"activity-add", "agreement-status", "note-remove", "outcome-write", "topic-take-up"}  # ask for more
ON_ITS_OWN |= {"workshop-report-share", "workshop-approve"}  # shown once; asks for what was seen


def furnish(workshop: Workshop) -> dict[str, int]:
    """Give an open workshop one of everything. Returns the ids by the names they have in addresses."""
    activity = workshop.activities.get()
    topic, question = activity.question_set.places()[0]
    note = write(workshop, Place(topic.pk, question.pk), participant=workshop.join())
    Agreement(workshop=workshop, what="Mere oplæring").write_down()
    report = Report.objects.create(workshop=workshop, pdf=b"%PDF-", html="<p>Opsamling</p>")
    report.files.create(name="docx", content=b"PK")
    return {
        "pk": workshop.pk,
        "activity_id": activity.pk,
        "user_id": workshop.facilitators.last().pk,
        "number": note.number,
        "cluster_id": workshop.clusters.create(activity=activity, heading="Tid").pk,
        "shut_out_id": ShutOut.objects.create(workshop=workshop, participant=workshop.join()).pk,
        "revision_id": note.edit("Mere tid til pauser").pk,
        "agreement_id": workshop.agreements.get().pk,
        "link_id": workshop.share().pk,
        "name": "docx",
        "invitation_id": workshop.invitations.create(email="ny@example.dk").pk,
    }


@pytest.fixture
def ids(open_workshop) -> dict[str, int]:
    return furnish(open_workshop)


def address(name: str, ids: dict[str, int]) -> str:
    return reverse(name, kwargs={key: ids[key] for key in PATTERNS[name]})


def answers(client: Client, names: set[str], ids: dict[str, int], method: str = "get") -> dict[str, int]:
    return {name: getattr(client, method)(address(name, ids)).status_code for name in sorted(names)}


def test_every_address_is_in_the_table():
    assert len(PATTERNS) == 70
    assert set(PATTERNS) >= READ | READ_AND_WRITE


@pytest.mark.parametrize("user", ["ane", "bo"])
def test_facilitator_and_co_facilitator_read_everything(ids, user, request):
    client = logged_in(request.getfixturevalue(user))

    names = READ | READ_AND_WRITE
    assert answers(client, names, ids) == dict.fromkeys(sorted(names), 200)


@pytest.mark.parametrize("user", ["ane", "bo"])
@pytest.mark.parametrize("name", sorted(WRITE - ON_ITS_OWN))
def test_facilitator_and_co_facilitator_may_do_everything(ids, user, name, request):
    done = logged_in(request.getfixturevalue(user)).post(address(name, ids), {"email": "cille@example.dk", "sure": "1"})

    assert done.status_code == 302
    assert not done["Location"].startswith("/log-ind/")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("who", "status"), [("participant", 403), ("stranger", 404), ("anonymous", 302)])
def test_nobody_else_gets_in(ids, open_workshop, stranger_client, participant_client, who, status, method):
    client = {"participant": participant_client, "stranger": stranger_client, "anonymous": Client()}[who]
    status = 401 if (who, method) == ("anonymous", "post") else status  # what was sent is brought along to the log-in
    before = again(open_workshop).version
    names = READ | READ_AND_WRITE if method == "get" else READ_AND_WRITE | WRITE

    assert answers(client, names, ids, method) == dict.fromkeys(sorted(names), status)
    assert again(open_workshop).version == before


def test_a_leader_with_only_a_link_is_asked_to_log_in(ids, leader, leader_client):
    leader_client.get(leader.get_absolute_url())

    assert answers(leader_client, {"workshop-report", "wall"}, ids) == {"wall": 302, "workshop-report": 302}


def test_someone_asked_to_log_in_comes_back_to_where_they_were_going(ids):
    done = Client().get(address("desk", ids) + "?x=1")

    assert done["Location"] == f"/log-ind/?next=/workshops/{ids['pk']}/styr/%3Fx%3D1"


def test_a_participant_of_one_workshop_is_a_stranger_in_another(participant_client, other_workshop):
    assert participant_client.get(reverse("desk", args=[other_workshop.pk])).status_code == 302


def test_a_facilitator_elsewhere_who_is_a_participant_here_is_a_participant(participant_client, stranger, ids):
    participant_client.force_login(stranger)

    assert answers(participant_client, {"desk", "wall"}, ids) == {"desk": 403, "wall": 403}


@pytest.mark.parametrize("pk", [0, 999_999, 10**18, 10**30])
def test_a_workshop_that_is_not_there_is_404(ids, ane_client, pk):
    assert answers(ane_client, READ | READ_AND_WRITE, ids | {"pk": pk}) == dict.fromkeys(
        sorted(READ | READ_AND_WRITE), 404
    )


@pytest.mark.parametrize("pk", ["x", "-1", "1.5", "9" * 5000])
def test_what_is_no_id_is_404(ane_client, pk):
    assert ane_client.get(f"/workshops/{pk}/styr/").status_code == 404


def test_a_deleted_workshop_is_410_for_who_ran_it(ids, open_workshop, ane_client, stranger_client):
    open_workshop.discard()

    assert set(answers(ane_client, READ | READ_AND_WRITE, ids).values()) == {410}
    assert set(answers(stranger_client, READ | READ_AND_WRITE, ids).values()) == {404}


def test_what_belongs_to_another_workshop_is_404(ids, other_workshop, ane_client):
    theirs = furnish(other_workshop) | {"pk": ids["pk"]}
    inner = {name for name in PATTERNS if len(PATTERNS[name]) > 1}
    version = again(other_workshop).version

    found = answers(ane_client, inner, theirs, "post")
    assert found == dict.fromkeys(sorted(inner), 404) | {
        "invitation-take-back": 302,  # one that is gone is gone
        "workshop-report-file": 405,
    }
    assert other_workshop.invitations.count() == 1
    assert again(other_workshop).version == version
    assert Note.objects.get(number=theirs["number"]).text == "Mere tid til pauser"


def test_the_wrong_method_is_405(ids, ane_client):
    assert answers(ane_client, WRITE, ids, "get") == dict.fromkeys(sorted(WRITE), 405)
    assert answers(ane_client, READ, ids, "post") == dict.fromkeys(sorted(READ), 405)
    assert answers(ane_client, set(PATTERNS), ids, "put") == dict.fromkeys(sorted(PATTERNS), 405)
    assert answers(ane_client, READ | READ_AND_WRITE, ids, "head") == dict.fromkeys(sorted(READ | READ_AND_WRITE), 200)


@pytest.mark.parametrize("address", ["/workshops/", "/workshops/ny/"])
def test_the_list_and_a_new_workshop_ask_one_to_log_in(db, participant_client, address):
    for client in [Client(), participant_client]:
        assert client.get(address)["Location"] == f"/log-ind/?next={address}"


@pytest.mark.parametrize(
    ("template", "status", "heading"),
    [("participant", 403, "Det kan kun ordstyreren"), ("stranger", 404, "Siden findes ikke")],
)
def test_the_page_that_says_no_is_danish(ids, participant_client, stranger_client, template, status, heading):
    client = participant_client if template == "participant" else stranger_client
    page = client.get(address("desk", ids))

    assert (page.status_code, text(dom(page).xpath("//h1")[0])) == (status, heading)


def test_a_form_without_its_token_is_refused_in_danish(ids, ane):
    client = Client(enforce_csrf_checks=True)
    client.get("/")  # its cookie is there
    client.force_login(ane)
    page = client.post(address("workshop-close", ids))

    assert page.status_code == 403
    assert text(dom(page).xpath("//h1")[0]) == "Siden var blevet for gammel"
    assert again(Workshop.objects.get(pk=ids["pk"])).is_open


def test_undoing_needs_the_note_to_be_ours(ids, ane_client, other_workshop):
    theirs = furnish(other_workshop)
    done = ane_client.post(reverse("note-undo", args=[ids["pk"], theirs["revision_id"]]))

    assert (done.status_code, Revision.objects.get(pk=theirs["revision_id"]).note.text) == (404, "Mere tid til pauser")
    assert list(get_messages(done.wsgi_request)) == []
