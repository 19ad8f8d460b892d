from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from activity.models import Step
from core.refusals import Refused
from credentials.actions import confirm, issue, replace, withdraw
from credentials.models import Counter, Document
from credentials.models.document import FrozenError
from people.models import Centre


def test_a_document_gets_a_code_a_number_and_a_step(certificate, teacher):
    assert len(certificate.code) == 26
    assert certificate.number == "2026-000001"
    assert str(certificate) == "Certificate 2026-000001"
    assert str(Counter.objects.get()) == "2026: 1"
    step = Step.objects.of(certificate).get()
    assert (step.verb, step.note, step.at) == ("issue", "2026-000001", certificate.issued_at)
    assert list(Document.objects.of(teacher)) == [certificate]


def test_numbers_run_through_a_year_whatever_the_kind(certificate, conclusion, issue_certificate):
    other_year = issue_certificate(key="enrolment:2", at=datetime(2027, 1, 2, tzinfo=UTC))

    assert conclusion.number == "2026-000002"
    assert other_year.number == "2027-000001"


def test_the_year_is_that_of_the_centre(issue_certificate, centre):
    Centre.objects.update(time_zone="Asia/Novokuznetsk")
    centre.refresh_from_db()

    document = issue_certificate(at=datetime(2026, 12, 31, 20, tzinfo=UTC))

    assert document.number == "2027-000001"
    assert document.issued_on == date(2027, 1, 1)


def test_issuing_the_same_thing_twice_gives_the_same_document(issue_certificate, certificate):
    assert issue_certificate() == certificate
    assert Counter.objects.get().last == 1
    assert Step.objects.of(certificate).count() == 1


def test_a_number_that_was_not_used_comes_back(issue_certificate, certificate_facts):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        issue_certificate()
        1 / 0  # noqa: B018

    assert issue_certificate().number == "2026-000001"


@pytest.mark.parametrize("field", ["facts", "number", "code", "key", "issued_at"])
def test_an_issued_document_cannot_be_changed(certificate, field):
    setattr(certificate, field, {"person": "Somebody Else"} if field == "facts" else "2026-000777")

    with pytest.raises(FrozenError):
        certificate.save()
    with pytest.raises(FrozenError):
        certificate.save(update_fields=[field, "person"])

    assert Document.objects.get(pk=certificate.pk).facts["person"] == "Anna Berg"
    assert Document.objects.get(pk=certificate.pk).number == "2026-000001"


def test_what_happens_to_a_document_may_be_saved(certificate):
    certificate.person = None
    certificate.save(update_fields=["person"])

    assert Document.objects.get().person is None


def test_a_document_is_never_deleted(certificate):
    with pytest.raises(FrozenError):
        certificate.delete()


def test_the_facts_are_a_copy_that_nobody_else_holds(certificate, certificate_facts):
    certificate_facts["session"]["en"] = "Another session"

    assert certificate.facts["session"]["en"] == "Autumn session"


def test_a_document_outlives_the_account(certificate, teacher):
    teacher.delete()

    certificate.refresh_from_db()
    assert certificate.person is None
    assert certificate.facts["person"] == "Anna Berg"


def test_a_centre_with_documents_stays(certificate, centre):
    with pytest.raises(IntegrityError):
        centre.delete()


def test_a_withdrawn_document_says_why_and_stays(certificate, coordinator):
    withdraw(certificate, reason=" The name was wrong. ", by=coordinator)

    certificate.refresh_from_db()
    assert certificate.standing(date(2026, 12, 31)) == Document.Standing.WITHDRAWN
    assert certificate.withdrawal_reason == "The name was wrong."
    step = Step.objects.of(certificate).last()
    assert (step.verb, step.note, step.by) == ("withdraw", "The name was wrong.", coordinator)


def test_a_document_is_withdrawn_once(certificate, coordinator):
    withdraw(certificate, reason="The name was wrong.", by=coordinator)

    with pytest.raises(Refused):
        withdraw(certificate, reason="Another reason.", by=coordinator)
    assert Document.objects.get().withdrawal_reason == "The name was wrong."


def test_nothing_is_withdrawn_without_a_reason(certificate, coordinator):
    with pytest.raises(Refused):
        withdraw(certificate, reason="  ", by=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.update(withdrawn_at=certificate.issued_at)

    assert Document.objects.get().standing(date(2026, 12, 31)) == Document.Standing.VALID


def test_a_document_can_be_replaced_by_another(certificate, issue_certificate, coordinator):
    successor = issue_certificate(key="enrolment:1:2")

    replace(certificate, successor=successor, by=coordinator)

    certificate.refresh_from_db()
    assert certificate.standing(date(2026, 12, 31)) == Document.Standing.REPLACED
    assert successor.standing(date(2026, 12, 31)) == Document.Standing.VALID
    assert Step.objects.of(certificate).last().note == successor.number


def test_only_a_standing_document_of_the_same_kind_takes_the_place(
    certificate, conclusion, issue_certificate
):
    second, third = issue_certificate(key="second"), issue_certificate(key="third")
    replace(certificate, successor=second, by=None)

    for old, new in [
        (second, second),
        (second, certificate),
        (third, conclusion),
        (certificate, third),
    ]:
        with pytest.raises(Refused):
            replace(old, successor=new, by=None)


def test_a_conclusion_needs_confirmation_after_its_last_day(conclusion):
    assert conclusion.valid_until == date(2029, 12, 30)
    assert conclusion.standing(date(2029, 12, 30)) == Document.Standing.VALID
    assert conclusion.standing(date(2029, 12, 31)) == Document.Standing.NEEDS_CONFIRMATION


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_documents_issued_at_the_same_moment_share_neither_number_nor_key(
    centre, certificate_facts
):
    def issue_one(turn: int) -> str:
        try:
            return issue(
                "certificate",
                key=f"enrolment:{turn % 6}",
                centre=centre,
                person=None,
                language="en",
                facts=certificate_facts,
                by=None,
                valid_for=timedelta(days=1),
                at=datetime(2026, 12, 30, tzinfo=UTC),
            ).number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        numbers = list(people.map(issue_one, range(24)))

    assert sorted(set(numbers)) == [f"2026-{number:06}" for number in range(1, 7)]
    assert all(numbers[turn] == numbers[turn + 6] for turn in range(18))
    assert Document.objects.count() == 6


def test_a_conclusion_is_confirmed_for_longer_and_the_step_is_written_down(conclusion, coordinator):
    confirm(conclusion, until=date(2032, 12, 30), note="The links still work.", by=coordinator)

    fresh = Document.objects.get(pk=conclusion.pk)
    assert fresh.holds_until == date(2032, 12, 30) and fresh.valid_until == date(2029, 12, 30)
    assert fresh.standing(date(2032, 12, 30)) == Document.Standing.VALID
    assert fresh.standing(date(2032, 12, 31)) == Document.Standing.NEEDS_CONFIRMATION
    step = Step.objects.of(conclusion).get(verb="confirm")
    assert (step.by, step.note, step.after) == (coordinator, "The links still work.", "2032-12-30")


def test_a_document_is_not_confirmed_twice_nor_without_a_word_nor_when_withdrawn(conclusion):
    with pytest.raises(Refused, match="rests on"):
        confirm(conclusion, until=date(2032, 12, 30), note=" ", by=None)
    confirm(conclusion, until=date(2032, 12, 30), note="Read again.", by=None)
    with pytest.raises(Refused, match="already confirmed"):
        confirm(conclusion, until=date(2032, 12, 30), note="Read again.", by=None)
    withdraw(conclusion, reason="An error in the name.", by=None)
    with pytest.raises(Refused, match="withdrawn"):
        confirm(conclusion, until=date(2040, 1, 1), note="Read again.", by=None)


def test_the_database_keeps_a_confirmation_whole(conclusion):
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=conclusion.pk).update(confirmed_until=date(2040, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=conclusion.pk).update(
            confirmed_at=timezone.now(), confirmed_until=date(2020, 1, 1)
        )
