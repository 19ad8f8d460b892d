"""What a person is told about a file that cannot be cleaned, and what to do about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from files.troubles import Trouble

SENTENCES: dict[Trouble, Promise | str] = {
    Trouble.BROKEN: _(
        "The file is damaged or incomplete. Open it on your device, save it anew and send it again."
    ),
    Trouble.PIXELS: _(
        "The picture has more than 40 million pixels. Make it smaller and send it again."
    ),
    Trouble.LOCKED: _("The file is locked with a password. Save it without one and send it again."),
    Trouble.HEAVY: _(
        "The file is too complicated to be checked. Save it in a simpler form and send it."
    ),
    Trouble.BOMB: _(
        "Unpacked, the file would be too big. Send fewer or smaller files, each by itself."
    ),
    Trouble.UNSAFE: _(
        "The file is packed in a way that could do harm. Save or pack it anew and send it again."
    ),
    Trouble.NESTED: _("There is an archive inside the archive. Pack the files into one archive."),
    Trouble.FOREIGN: _(
        "The archive holds a file of a kind that is not accepted, or one with a wrong ending."
        " Put only PDF, office documents and pictures in it."
    ),
    Trouble.OTHER: _(
        "Inside, the file is of another kind than its name says. Open it on your device,"
        " save it anew and send it again."
    ),
    Trouble.SIGNED: _(
        "It has an electronic signature, which names who signed. Save it without the signature,"
        " or as PDF, and add it again."
    ),
    Trouble.ACTIVE: _(
        "It has macros, controls or live links to other data. Save it without them, or as PDF,"
        " and add it again."
    ),
    Trouble.MEDIA: _(
        "It has a film or sound inside, which may tell who made it and where. Take it out,"
        " or save the file as PDF, and add it again."
    ),
    Trouble.PICTURE: _(
        "It has a drawing of a kind that cannot be checked (EMF, WMF, SVG). Put it in as PNG,"
        " or save the file as PDF, and add it again."
    ),
    Trouble.UNKNOWN: _(
        "It has parts that cannot be checked. Save it anew with another program, or as PDF,"
        " and add it again."
    ),
}


def sentence(code: int) -> str:
    """A process that was stopped by its limits tells no trouble of its own."""
    is_known = code in Trouble.__members__.values()
    return str(SENTENCES[Trouble(code) if is_known else Trouble.HEAVY])
