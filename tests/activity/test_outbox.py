"""Letters are written with the event, sent once, tried again, and given up in the end."""

import smtplib
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from activity import tasks
from activity.actions import mails, post
from activity.models import OutgoingMail
from activity.models.mail import BACK_OFF
from tests.factories.people import UserFactory

State = OutgoingMail.State


@pytest.fixture
def letter(db):
    return post("event:1", to="anna@example.org", subject="Hello", text="Good day!")


class BrokenServer:
    """Stands in for the mail server that does not answer."""

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("gone")


def state(letter):
    letter.refresh_from_db()
    return letter.state


def test_a_letter_is_sent_with_its_own_id(letter):
    mails.send(letter)

    assert state(letter) == State.SENT
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["anna@example.org"], "Hello", "Good day!")
    assert sent.extra_headers["Message-ID"] == letter.message_id
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_nothing_is_sent_while_the_transaction_is_open(letter):
    assert mail.outbox == []
    assert DBTaskResult.objects.ready().count() == 1


def test_a_letter_goes_with_its_transaction(db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post("event:2", to="a@example.org", subject="x", text="y")
        raise ZeroDivisionError

    assert not OutgoingMail.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_the_same_key_posts_once(letter):
    again = post("event:1", to="anna@example.org", subject="Hello again", text="x")

    assert again == letter
    assert OutgoingMail.objects.count() == 1


def test_long_keys_are_told_apart(db):
    keys = ["k" * 300 + end for end in "ab"]
    letters = {post(key, to="a@example.org", subject="x", text="y").pk for key in keys}

    assert len(letters) == 2


def test_a_subject_is_one_line(db):
    letter = post("event:3", to="a@example.org", subject="One\r\nBcc: evil@example.org", text="x")

    mails.send(letter)

    assert mail.outbox[0].subject == "One Bcc: evil@example.org"
    assert mail.outbox[0].recipients() == ["a@example.org"]


def test_a_sent_letter_is_not_sent_again(letter):
    mails.send(letter)
    mails.send(letter)
    tasks.send_mail(letter.pk)

    assert len(mail.outbox) == 1


def test_whoever_may_no_longer_sign_in_gets_no_letter(db):
    person = UserFactory(is_active=False)
    letter = post("event:4", to=person.email, subject="x", text="y", recipient=person)

    mails.send(letter)

    assert state(letter) == State.DROPPED
    assert mail.outbox == []


def test_the_recipient_is_looked_at_when_sending_not_when_writing(db):
    person = UserFactory()
    letter = post("event:5", to=person.email, subject="x", text="y", recipient=person)
    person.is_active = False
    person.save()

    tasks.send_mail(letter.pk)

    assert state(letter) == State.DROPPED


def test_a_failure_waits_longer_each_time_and_is_given_up(letter, settings):
    settings.EMAIL_BACKEND = "tests.activity.test_outbox.BrokenServer"
    waits = []
    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False) as clock:
        while state(letter) == State.WAITING:
            mails.send(letter)
            letter.refresh_from_db()
            waits.append(letter.next_try - timezone.now())
            clock.move_to(letter.next_try)

    assert waits[: len(BACK_OFF)] == BACK_OFF
    assert letter.state == State.GIVEN_UP
    assert (letter.tries, letter.error) == (len(BACK_OFF) + 1, "gone")


def test_the_id_stays_the_same_through_all_tries(letter, settings):
    before, working = letter.message_id, settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.activity.test_outbox.BrokenServer"
    mails.send(letter)
    settings.EMAIL_BACKEND = working
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        tasks.send_due_mails()

    assert state(letter) == State.SENT
    assert mail.outbox[0].extra_headers["Message-ID"] == before


def test_a_letter_waits_for_its_time(letter, settings):
    OutgoingMail.objects.update(next_try=timezone.now() + timedelta(minutes=1))

    assert mails.send_due() == 0
    mails.send(letter)
    assert state(letter) == State.WAITING


def test_letters_of_a_sender_that_died_come_back(letter):
    OutgoingMail.objects.update(state=State.SENDING, next_try=timezone.now() - timedelta(seconds=1))

    tasks.send_due_mails()

    assert state(letter) == State.SENT


def test_letters_that_are_being_sent_are_left_alone(letter):
    OutgoingMail.objects.update(state=State.SENDING, next_try=timezone.now() + timedelta(minutes=1))

    tasks.send_due_mails()

    assert (state(letter), mail.outbox) == (State.SENDING, [])


def test_a_letter_that_is_gone_is_no_fault(db):
    tasks.send_mail(123456)

    assert mail.outbox == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_senders_at_once_send_once(transactional_db):
    letter = post("event:6", to="a@example.org", subject="x", text="y")
    both_ready = threading.Barrier(2, timeout=20)

    def send():
        mine = OutgoingMail.objects.get(pk=letter.pk)
        both_ready.wait()
        try:
            mails.send(mine)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(mail.outbox) == 1
    assert state(letter) == State.SENT
