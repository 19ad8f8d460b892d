"""Somebody who reads pages, follows links and presses buttons, without JavaScript.

A journey that passes with a walker works for a person on the oldest telephone.
"""

from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

import pikepdf
from bs4 import BeautifulSoup, Tag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from people.models import User


class Walker:
    """A person at a browser without scripts; keeps the page they are on."""

    def __init__(self, person: User | None = None, language: str = "en") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.client.cookies["django_language"] = language
        if person is not None:
            self.client.force_login(person, backend="people.backends.Passwords")
        self.url = "/"
        self.status = 0
        self.page = BeautifulSoup("", "html5lib")

    # --- looking -----------------------------------------------------------------------

    @property
    def text(self) -> str:
        return " ".join(self.page.get_text(" ").split())

    def sees(self, *texts: str) -> bool:
        return all(text in self.text for text in texts)

    def read(self, selector: str) -> str:
        """The text of the first such element."""
        found = self.page.select_one(selector)
        assert found is not None, f"no {selector} on {self.url}: {self.text[:1500]}"
        return _words(found)

    def names(self, selector: str) -> list[str]:
        """The names of the fields on the page; what scripts copy is not part of it."""
        fields = self.page.select(selector)
        return [str(field["name"]) for field in fields if not field.find_parent("template")]

    def offers(self, label: str) -> bool:
        """Whether the page has a button with this text."""
        return any(label in _words(button) for button in self.page.select("button"))

    # --- going -------------------------------------------------------------------------

    def open(self, url: str, *, status: int = 200) -> "Walker":
        response = self.client.get(url, follow=True)
        return self._arrive(response, url, status)

    def follow(self, label: str, *, within: str = "body") -> "Walker":
        """Follow the link with this text."""
        links = [link for link in self.page.select(f"{within} a[href]") if label in _words(link)]
        assert links, f"no link “{label}” on {self.url}: {self.text[:2000]}"
        return self.open(urljoin(self.url, str(links[0]["href"])))

    def press(
        self, label: str, fields: dict[str, Any] | None = None, *, status: int = 200
    ) -> "Walker":
        """Fill in the form that has the button with this text, and press the button."""
        form, button = self._form_with(label)
        data = _defaults(form)
        for name, value in (fields or {}).items():
            assert name in data or form.find(attrs={"name": name}), (
                f"no field {name} in the form “{label}” of {self.url}; it has {sorted(data)}"
            )
            data[name] = value
        if button.get("name"):
            data[str(button["name"])] = button.get("value", "")
        url = urljoin(self.url, str(button.get("formaction") or form.get("action") or self.url))
        data = {name: value for name, value in data.items() if value is not None}
        if str(form.get("method", "get")).lower() == "post":
            response = self.client.post(url, data, follow=True)
        else:
            response = self.client.get(url, data, follow=True)
        return self._arrive(response, url, status)

    def _arrive(self, response: Any, url: str, status: int) -> "Walker":
        chain = getattr(response, "redirect_chain", [])
        self.url = urlsplit(urljoin(url, chain[-1][0])).geturl() if chain else url
        self.status = response.status_code
        content = b"".join(response.streaming_content) if response.streaming else response.content
        self.page = BeautifulSoup(content, "html5lib")
        assert self.status == status, f"{self.status} at {self.url}: {self.text[:1500]}"
        return self

    def _form_with(self, label: str) -> tuple[Tag, Tag]:
        for button in self.page.select("form button, form input[type=submit]"):
            if label in _words(button) or label == button.get("value"):
                form = button.find_parent("form")
                assert form is not None
                return form, button
        raise AssertionError(f"no button “{label}” on {self.url}: {self.text[:2000]}")


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _defaults(form: Tag) -> dict[str, Any]:
    """What the form sends when nothing is touched."""
    data: dict[str, Any] = {}
    for tag in form.select("input[name], textarea[name], select[name]"):
        if tag.find_parent("template"):  # what scripts copy is not part of the form
            continue
        name, kind = str(tag["name"]), str(tag.get("type", "text"))
        if tag.name == "select":
            chosen = [o.get("value", "") for o in tag.select("option[selected]")]
            options = [o.get("value", "") for o in tag.select("option")]
            data[name] = chosen[0] if chosen else (options[0] if options else "")
        elif tag.name == "textarea":
            data[name] = tag.get_text()
        elif kind in {"checkbox", "radio"}:
            if tag.has_attr("checked"):
                data[name] = [*_list(data.get(name)), tag.get("value", "on")]
                if kind == "radio":
                    data[name] = tag.get("value", "on")
        elif kind not in {"submit", "file", "button"}:
            value = tag.get("value", "")
            data[name] = [*_list(data[name]), value] if name in data else value
    return data


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def small_pdf(name: str = "plan.pdf") -> SimpleUploadedFile:
    """A real PDF of one empty page."""
    target = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        pdf.docinfo["/Author"] = "Anna Secret"
        pdf.save(target)
    return SimpleUploadedFile(name, target.getvalue(), content_type="application/pdf")
