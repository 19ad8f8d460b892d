"""A person of a journey in Chromium: what `Walker` does without a browser, done by clicking."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

FORM = "xpath=ancestor::form"
UNSETTLED = ".htmx-request, .htmx-swapping, .htmx-settling"


class Clicker(Visitor):
    """Keeps the page they are on; a page with an error in its console ends the journey."""

    # --- looking -----------------------------------------------------------------------

    @property
    def text(self) -> str:
        return " ".join(self.page.locator("body").inner_text().split())

    def sees(self, *texts: str) -> bool:
        return all(text.lower() in self.text.lower() for text in texts)  # styles write capitals

    def read(self, selector: str) -> str:
        return " ".join(self.page.locator(selector).first.inner_text().split())

    def names(self, selector: str) -> list[str]:
        return [str(field.get_attribute("name")) for field in self.page.locator(selector).all()]

    def offers(self, label: str) -> bool:
        return self._buttons(label).count() > 0

    # --- going -------------------------------------------------------------------------

    def open(self, path: str, *, status: int = 200) -> "Clicker":
        answered = super().open(path)
        assert answered == status, f"{answered} at {path}: {self.text[:1500]}"
        return self

    def follow(self, label: str) -> "Clicker":
        link = self.page.locator("a[href]:visible", has_text=label).first
        self._leave_by(link)
        return self._arrive()

    def press(self, label: str, fields: dict[str, Any] | None = None) -> "Clicker":
        """Fill in the form that has the button with this text, and press the button."""
        buttons = self._buttons(label)
        assert buttons.count(), f"no button “{label}” on {self.page.url}: {self.text[:1500]}"
        button = buttons.first
        self._unfold(button)
        form = button.locator(FORM)
        for name, value in (fields or {}).items():
            fill(form.locator(f"[name='{name}']"), value)
        if self.scripts and form.get_attribute("hx-post"):
            with self.page.expect_response(lambda answer: answer.request.method == "POST"):
                button.click()
            expect(self.page.locator(UNSETTLED)).to_have_count(0)
        else:
            self._leave_by(button)
        return self._arrive()

    def _leave_by(self, way: Locator) -> None:
        """Click, and wait for the page that comes; events of the old one may arrive late."""
        self.page.evaluate("document.documentElement.dataset.left = ''")
        way.click()
        expect(self.page.locator("html[data-left]")).to_have_count(0, timeout=20_000)
        self.page.wait_for_load_state()

    def _buttons(self, label: str) -> Locator:
        return self.page.locator("form button", has_text=label)

    def _unfold(self, button: Locator) -> None:
        """Open the details around the button, as a person does before they see it."""
        around = button.locator("xpath=ancestor::details[not(@open)]/summary")
        for summary in around.all():
            summary.click()

    def _arrive(self) -> "Clicker":
        assert not self.troubles, self.troubles
        return self


def fill(fields: Locator, value: Any) -> None:
    """Type, choose or tick, as the kind of field wants."""
    kind = fields.first.evaluate("field => field.type")
    if kind == "file":
        fields.set_input_files([payload(value)])
    elif kind in {"checkbox", "radio"}:
        wanted = value if isinstance(value, list) else [value]
        for field in fields.all():
            if (field.get_attribute("value") or "on") in wanted:
                field.check()
    else:
        texts = value if isinstance(value, list) else [value]
        for field, text in zip(fields.all(), texts, strict=False):
            if kind.startswith("select"):
                field.select_option(text)
            else:
                field.fill(str(text))


def payload(file: SimpleUploadedFile) -> Any:
    return {"name": file.name, "mimeType": file.content_type, "buffer": file.read()}
