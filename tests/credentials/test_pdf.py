import io
from datetime import date
from xml.etree import ElementTree

import pikepdf
import pytest
from django.utils import translation
from django.utils.translation import gettext

from credentials.actions import confirm, replace, withdraw
from credentials.pdf import data_of, document_pdf
from credentials.sheets import sheet_of

NASTY = [
    "#set page(width: 1cm)",
    "*bold* _slanted_ $x^2$ @label `code` <b> // no /* no */ [x] = ~ --",
    "\\ \\u{41} \\n \" ' «»",
    '#sys.inputs #read("frame.typ") #panic("no")',
    "first\nsecond\r\nthird",
    "{{ 7 }} {% now %} <script>alert(1)</script> &amp;",
]


def squeeze(text: str) -> str:
    return "".join(text.split())


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


def test_a_certificate_says_its_facts(certificate, read_pdf):
    words = read_pdf(document_pdf(certificate))

    for fact in [
        "Certificate", "No. 2026-000001", "CENTRE OF THE NORTH", "Anna Berg", "Network projects",
        "Autumn session", "1 October 2026", "29 December 2026", "Local project",
        "Voices of our street", "Ready to run", "36.5", "24", "Issued on 30 December 2026",
        "http://testserver/verify/", certificate.spaced_code,
        "Records facts kept by Centre of the North; not a state qualification document.",
    ]:  # fmt: skip
        assert squeeze(fact) in words


def test_a_conclusion_says_its_facts(conclusion, read_pdf):
    words = read_pdf(document_pdf(conclusion))

    for fact in [
        "Conclusion", "Voices of our street", "Ready to run", "84.5 of 100", "Network project",
        "About safety ◆", "2.5 of 3", "About partners", "does not apply", "The question is open.",
        "Say who asks for consent.", "P. Dorn", "Valid until 30 December 2029",
    ]:  # fmt: skip
        assert squeeze(fact) in words


def test_a_document_speaks_its_own_language(issue_conclusion, read_pdf):
    document = issue_conclusion(language="ru")
    with translation.override("ru"):
        title, criteria = gettext("Conclusion"), gettext("Criteria")

    with translation.override("en"):
        words = read_pdf(document_pdf(document))

    for fact in [title, criteria, "Готов к проведению", "Сетевой проект", "84,5", "2029"]:
        assert squeeze(fact) in words
    assert "Ready" not in words


def test_in_a_language_without_its_own_words_the_facts_are_english(issue_certificate):
    assert sheet_of(issue_certificate(language="uk")).rows[3].value == "Local project"


def test_what_is_not_known_has_no_line(issue_certificate, certificate_facts):
    nothing = {"product_title": None, "product_verdict": None, "hours": None}

    sheet = sheet_of(issue_certificate(facts={**certificate_facts, **nothing}))

    terms = [row.term for row in sheet.rows]
    assert "Lessons done" in terms
    assert not {"Product", "Hours", "Verdict of the review"} & set(terms)


@pytest.mark.parametrize("text", NASTY)
def test_what_people_wrote_stays_text(
    issue_certificate, certificate_facts, issue_conclusion, conclusion_facts, read_pdf, text
):
    certificate_facts.update(person=text, course=text, product_title=text)
    conclusion_facts.update(project_title=text, authors=[text], strengths=[text], must_fix=[text])

    certificate = document_pdf(issue_certificate(facts=certificate_facts))
    conclusion = document_pdf(issue_conclusion(facts=conclusion_facts))

    assert read_pdf(certificate).count(squeeze(text)) == 3
    assert read_pdf(conclusion).count(squeeze(text)) == 4
    assert pages_of(certificate) == 1


def test_very_long_texts_are_printed_to_the_end(issue_conclusion, conclusion_facts, read_pdf):
    conclusion_facts.update(
        project_title="Длинное название " * 30 + "конец", strengths=["Слово" * 200 + "точка"] * 6
    )

    pdf = document_pdf(issue_conclusion(facts=conclusion_facts))

    assert "Длинноеназвание" * 30 + "конец" in read_pdf(pdf)
    assert "Слово" * 200 + "точка" in read_pdf(pdf)
    assert pages_of(pdf) == 3


def test_an_ordinary_document_is_one_page_of_paper(certificate, conclusion):
    assert pages_of(document_pdf(certificate)) == 1
    assert pages_of(document_pdf(conclusion)) == 1


def test_the_same_document_is_printed_the_same(certificate, conclusion):
    assert document_pdf(certificate) == document_pdf(certificate)
    assert document_pdf(conclusion) == document_pdf(conclusion)


def test_the_square_code_is_a_picture_of_the_address(certificate):
    data = data_of(certificate)

    assert data["address"] == f"http://testserver/verify/{certificate.code}/"
    assert ElementTree.fromstring(data["qr"]).tag.endswith("svg")
    assert len(data["qr"]) > 1000


@pytest.mark.parametrize("language", ["en", "ru"])
def test_in_the_demonstration_every_page_says_so(issue_certificate, settings, read_pdf, language):
    document = issue_certificate(language=language)
    with translation.override(language):
        stamp = squeeze(gettext("DEMONSTRATION, NOT VALID"))

    assert stamp not in read_pdf(document_pdf(document))
    settings.DEMO = True
    assert stamp in read_pdf(document_pdf(document))


def test_a_document_that_no_longer_holds_is_stamped(certificate, issue_certificate, read_pdf):
    successor = issue_certificate(key="second")

    replace(certificate, successor=successor, by=None)
    assert "REPLACED" in read_pdf(document_pdf(certificate))
    withdraw(certificate, reason="The name was wrong.", by=None)
    assert "WITHDRAWN" in read_pdf(document_pdf(certificate))
    assert "REPLACED" not in read_pdf(document_pdf(successor))


def test_the_paper_says_that_it_needs_confirmation_and_that_it_was_confirmed(conclusion, read_pdf):
    before, after = date(2029, 12, 30), date(2029, 12, 31)
    assert squeeze("Needs confirmation: it was") not in read_pdf(document_pdf(conclusion, before))
    paper = read_pdf(document_pdf(conclusion, after))
    assert squeeze("Needs confirmation: it was valid until 30 December 2029") in paper
    assert "invalid" not in paper.casefold()

    confirm(conclusion, until=date(2032, 12, 30), note="Read again.", by=None)
    assert squeeze("valid until 30 December 2032") in read_pdf(document_pdf(conclusion, after))
