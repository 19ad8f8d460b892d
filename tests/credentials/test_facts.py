import pytest

from credentials.models import Document
from credentials.models.facts import BadFactsError, CertificateFacts, ConclusionFacts, frozen


def test_good_facts_come_back_equal(certificate_facts, conclusion_facts):
    assert frozen(certificate_facts, CertificateFacts) == certificate_facts
    assert frozen(conclusion_facts, ConclusionFacts) == conclusion_facts


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("person", None),
        ("person", 7),
        ("track", "local_project"),
        ("track", {"en": "Local project"}),
        ("session", ["Autumn"]),
        ("season_dates", ["2026-10-01", "soon"]),
        ("season_dates", ["20261001"]),
        ("season_dates", [20261001]),
        ("season_dates", "2026-10-01"),
        ("lessons_done", True),
        ("hours", "36"),
    ],
)
def test_a_certificate_is_not_issued_on_bad_facts(
    issue_certificate, certificate_facts, field, value
):
    certificate_facts[field] = value

    with pytest.raises(BadFactsError, match=f"facts.{field}"):
        issue_certificate(facts=certificate_facts)
    assert not Document.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("max", 10), ("criteria", [{"code": "safety"}])])
def test_a_conclusion_is_not_issued_on_bad_facts(issue_conclusion, conclusion_facts, field, value):
    conclusion_facts[field] = value

    with pytest.raises(BadFactsError, match=f"facts.{field}"):
        issue_conclusion(facts=conclusion_facts)


def test_facts_are_neither_missing_nor_unknown(issue_certificate, certificate_facts):
    with pytest.raises(BadFactsError):
        issue_certificate(facts={**certificate_facts, "phone": "1"})
    del certificate_facts["hours"]
    with pytest.raises(BadFactsError):
        issue_certificate(facts=certificate_facts)


def test_invisible_signs_are_not_kept(issue_certificate, certificate_facts):
    certificate_facts["person"] = "An\u202ena\x00 Be\u200brg"
    certificate_facts["course"] = "One line\r\nand another"

    facts = issue_certificate(facts=certificate_facts).facts

    assert facts["person"] == "Anna Berg"
    assert facts["course"] == "One line\nand another"
