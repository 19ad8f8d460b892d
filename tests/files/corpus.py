"""All the sample files: one of each kind, and some that Office writes in yet another way."""

from tests.files import samples
from tests.files.open_samples import bundle, odp, ods, odt
from tests.files.sheet_samples import xlsx, xlsx_of_many
from tests.files.slide_samples import pptx
from tests.files.word_samples import docx, docx_with_changes

OFFICE = {"docx": docx, "pptx": pptx, "xlsx": xlsx}
OPEN = {"odt": odt, "odp": odp, "ods": ods}
ALL_KINDS = {**samples.SAMPLES, **OFFICE, **OPEN, "zip": bundle}


def progressive_jpeg() -> bytes:
    return samples.jpeg(orientation=samples.UPRIGHT_AFTER_A_QUARTER, progressive=True)


FILES = [
    *ALL_KINDS.items(),
    ("docx", docx_with_changes),
    ("xlsx", xlsx_of_many),
    ("jpeg", progressive_jpeg),
]
