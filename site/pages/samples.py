"""Texts and things shown on the page of components; samples are not translated."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator

from core.forms import Lines
from core.html import clean_html

FILE = Path(__file__).parent / "data" / "samples.json"


class SampleForm(forms.Form):
    """A piece of the project card and one criterion of a rubric."""

    title = forms.CharField(
        label="Название проекта",
        help_text="Как его назовут ученики: «Река, у которой мы живём»",
    )
    idea = Lines(label="Замысел одним предложением", max_length=200, rows=3)
    grades = forms.MultipleChoiceField(
        label="Классы",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("1-4", "1–4"), ("5-9", "5–9"), ("10-11", "10–11"), ("college", "Колледж")],
    )
    starts = forms.DateField(
        label="Начало с учениками", widget=forms.DateInput(attrs={"type": "date"})
    )
    language = forms.ChoiceField(
        label="Язык", choices=[("ru", "Русский"), ("be", "Беларуская"), ("uk", "Українська")]
    )
    plan = forms.FileField(
        label="План занятий",
        required=False,
        help_text="PDF или DOCX, до 10 МБ. Имя автора из файла мы уберём.",
    )
    consent = forms.BooleanField(
        label="Внутри нет имён, лиц и контактов учеников",
        help_text="Без этого проект нельзя отправить.",
    )
    need = forms.ChoiceField(
        label="Необходимость сети",
        help_text="Смотрите на этапы и на то, что сдают команды.",
        widget=forms.RadioSelect,
        choices=[
            ("0", "Команды работают рядом, без контакта"),
            ("1", "Работы только показывают другим"),
            ("2", "Команды используют материал друг друга хотя бы на одном этапе"),
            (
                "3",
                "Без вклада других результат невозможен; взаимозависимость на двух этапах и более",
            ),
        ],
    )


def sample_form() -> SampleForm:
    """Filled in, with two mistakes."""
    form = SampleForm(
        {
            "idea": "Наблюдаем за рекой месяц и сводим таблицы пяти школ в одну карту.",
            "grades": ["5-9"],
            "starts": "2026-11-30",
            "language": "ru",
            "need": "2",
        }
    )
    form.is_valid()
    return form


def samples() -> dict[str, Any]:
    found = json.loads(FILE.read_text(encoding="utf-8"), object_hook=with_dates)
    for post in found["posts"]:
        post["body"] = clean_html(post["body"])
    found["prose"] = clean_html(found["prose"])
    return {**found, "form": sample_form(), "page": Paginator(range(81), 12).page(3)}


def with_dates(thing: dict[str, Any]) -> dict[str, Any]:
    if "at" in thing:
        thing["at"] = datetime.fromisoformat(thing["at"])
    return thing
