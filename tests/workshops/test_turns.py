"""What takes long is made one at a time for each workshop, and few at a time for all."""

import datetime as dt
import threading
import time

import pytest
from django.urls import reverse

from config.bridge import SLOW
from tests.helpers import at_once
from workshops import mishaps
from workshops.models import Report
from workshops.report import making
from workshops.report.making import Turns


class Workplace:
    """Counts how many are at work at once, in all and for each workshop."""

    def __init__(self) -> None:
        self.now: list[int] = []
        self.most = self.most_of_one = 0
        self._lock = threading.Lock()

    def work(self, workshop: int) -> None:
        with self._lock:
            self.now.append(workshop)
            self.most = max(self.most, len(self.now))
            self.most_of_one = max(self.most_of_one, self.now.count(workshop))
        time.sleep(0.02)
        with self._lock:
            self.now.remove(workshop)


def test_one_at_a_time_of_each_workshop_and_few_of_all():
    turns, place = Turns(2), Workplace()

    def make(workshop: int) -> None:
        with turns.of(workshop, lambda: None):
            place.work(workshop)

    assert at_once(*[lambda n=n: make(n // 6) for n in range(12)]) == [True] * 12
    assert (place.most, place.most_of_one) == (2, 1)


def test_a_turn_that_went_wrong_is_over():
    turns = Turns(1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), turns.of(1, lambda: None):
            raise ZeroDivisionError


def test_who_waits_for_a_turn_gives_signs_of_life(monkeypatch):
    monkeypatch.setattr(making, "BEAT", 0.01)
    turns, signs = Turns(1), []

    def waits() -> None:
        signs.append("waits")
        if len(signs) == 3:
            raise TimeoutError

    with turns.of(1, waits), pytest.raises(TimeoutError), turns.of(1, waits):
        pass
    assert signs == ["waits"] * 3


def test_a_report_that_waits_for_its_turn_is_not_begun_once_more(open_workshop, monkeypatch):
    monkeypatch.setattr(making, "BEAT", 0.01)
    open_workshop.close()
    long_ago = open_workshop.closed_at - dt.timedelta(hours=1)
    Report.objects.update(touched_at=long_ago)
    report = Report.objects.get()
    made = []

    def apart(command: list[str], longest: int) -> bytes:
        made.append((command, Report.objects.get().can_be_made_again))
        return b""

    monkeypatch.setattr(making, "_apart", apart)
    taken = iter([False, True])
    take = making.turns._take
    monkeypatch.setattr(making.turns, "_take", lambda workshop: next(taken) and take(workshop))
    making.see_through(report.pk, report.run)

    assert made == [(["make_report", str(report.pk)], False)]


def test_a_poster_does_not_wait_for_ever_for_its_turn(open_workshop, monkeypatch):
    monkeypatch.setattr(making, "LONGEST_PRINT", 0.02)
    monkeypatch.setattr(making, "BEAT", 0.01)
    activity = open_workshop.activities.get()

    with making.turns.of(open_workshop.pk, lambda: None), pytest.raises(mishaps.NotMade) as raised:
        making.print_apart("poster", activity.pk, open_workshop.pk)
    assert raised.value.mishap is mishaps.TOO_LONG


def test_pressing_again_and_again_starts_one(
    open_workshop, ane_client, reports_started, django_capture_on_commit_callbacks
):
    open_workshop.close()
    Report.objects.update(state="done")
    reports_started.clear()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(7):
            ane_client.post(reverse("workshop-report-make", args=[open_workshop.pk]))

    assert reports_started == [Report.objects.get().pk]


def test_a_poster_has_a_thread_of_its_own(open_workshop):
    activity = open_workshop.activities.get()

    assert SLOW.fullmatch(reverse("poster", args=[open_workshop.pk, activity.pk]))
    assert not SLOW.fullmatch(reverse("activity", args=[open_workshop.pk, activity.pk]))
