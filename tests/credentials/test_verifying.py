from datetime import date, timedelta

import pytest
from django.urls import reverse

from credentials.actions import confirm, replace, withdraw
from credentials.forms import bare_code

VERIFY = "/verify/"


def shown(client, document):
    response = client.get(document.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_anyone_may_ask(client, db):
    response = client.get(VERIFY)

    assert response.status_code == 200
    assert b"csrfmiddlewaretoken" not in response.content
    assert b'method="get"' in response.content
    assert b'role="alert"' not in response.content


@pytest.mark.parametrize("write", [str, str.lower, "-".join, "  ".join, " {} ".format])
def test_a_code_is_found_however_it_is_typed(client, certificate, write):
    response = client.get(VERIFY, {"code": write(certificate.code)})

    assert response.status_code == 302
    assert response.url == certificate.get_absolute_url()


def test_the_printed_code_is_found(client, certificate):
    assert bare_code(certificate.spaced_code) == certificate.code
    assert client.get(f"/verify/{certificate.spaced_code.lower()}/").status_code == 200


@pytest.mark.parametrize("code", ["", "ABC", "\x00", "%", "я" * 300])
def test_an_unknown_code_is_answered_with_a_sentence(client, certificate, code):
    response = client.get(VERIFY, {"code": code})

    assert response.status_code == 200
    assert response.context["form"].errors["code"]
    assert b'role="alert"' in response.content


@pytest.mark.parametrize("code", ["ABC", "A" * 26, "%00", "../etc"])
def test_an_unknown_document_is_not_there(client, certificate, code):
    assert client.get(f"/verify/{code}/").status_code == 404
    assert client.get(f"/verify/{code}/document.pdf").status_code == 404


def test_the_page_says_what_the_document_says(client, conclusion, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = shown(client, conclusion)

    for fact in [
        "says exactly what stands below", "Voices of our street", "84.5 of 100", "About safety",
        "2.5 of 3", "The question is open.", "P. Dorn", "not a state qualification document",
    ]:  # fmt: skip
        assert fact in page
    assert '<meta name="robots" content="noindex">' in page
    assert reverse("credentials:pdf", args=[conclusion.code]) in page
    assert "csrfmiddlewaretoken" not in page
    assert "teacher@example.org" not in page


def test_the_document_on_the_page_speaks_its_own_language(client, issue_certificate):
    page = shown(client, issue_certificate(language="ru"))

    assert 'lang="ru"' in page
    assert "Локальный проект" in page
    assert "Local project" not in page


def test_a_withdrawn_document_is_shown_with_the_reason(client, certificate):
    withdraw(certificate, reason="<script>The name was wrong.", by=None)

    page = shown(client, certificate)

    assert "Withdrawn" in page
    assert "&lt;script&gt;The name was wrong." in page
    assert "says exactly what stands below" not in page


def test_a_replaced_document_leads_to_the_one_in_its_place(client, certificate, issue_certificate):
    successor = issue_certificate(key="second")
    replace(certificate, successor=successor, by=None)

    page = shown(client, certificate)

    assert f'href="{successor.get_absolute_url()}"' in page
    assert successor.number in page
    assert "says exactly what stands below" not in page


def test_an_old_conclusion_needs_confirmation(client, issue_certificate):
    document = issue_certificate(valid_for=timedelta(days=-3000))

    page = shown(client, document)

    assert "Needs confirmation" in page
    assert "says exactly what stands below" not in page


def test_in_the_demonstration_the_page_says_so(client, certificate, settings):
    assert "Demonstration, not valid" not in shown(client, certificate)
    settings.DEMO = True
    page = shown(client, certificate)
    assert "Demonstration, not valid" in page
    assert "says exactly what stands below" not in page


def test_the_pdf_is_open_to_whoever_has_the_code(client, certificate):
    response = client.get(f"/verify/{certificate.code}/document.pdf")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Robots-Tag"] == "noindex"
    assert 'filename="certificate-2026-000001.pdf"' in response["Content-Disposition"]
    assert response.content.startswith(b"%PDF")


def test_an_unchanged_pdf_is_not_sent_again(client, certificate):
    address = f"/verify/{certificate.code}/document.pdf"
    known = client.get(address)["ETag"]

    assert client.get(address, headers={"If-None-Match": known}).status_code == 304


def test_nothing_is_posted_here(client, certificate):
    assert client.post(VERIFY, {"code": certificate.code}).status_code == 405


def test_a_confirmed_conclusion_says_until_when_it_holds(client, issue_conclusion):
    document = issue_conclusion(valid_for=timedelta(days=-3000))
    confirm(document, until=date(2199, 12, 30), note="Read again.", by=None)

    page = shown(client, document)

    assert "says exactly what stands below" in page and "holds until 30 December 2199" in page
    assert "Needs confirmation" not in page
