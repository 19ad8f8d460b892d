"""An archive of files: each is cleaned like one that comes alone, and called by a number."""

import re
from collections.abc import Callable

from files.archives import pack, unpack
from files.sniffing import ENDINGS, TAIL, kind_of
from files.troubles import Trouble, Unusable

LEFT_OUT = re.compile(r"(.*/)?(__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)")


def strip(data: bytes, clean: Callable[[bytes, str], bytes]) -> bytes:
    """The files as ``file-1.pdf``, ``file-2.docx``: a name or folder may tell whose they are.

    Raises:
        Unusable: an archive in it, another kind of file, or one that cannot be cleaned.
    """
    found = {n: file for n, file in unpack(data).items() if not LEFT_OUT.fullmatch(n)}
    if not found:
        raise Unusable(Trouble.BROKEN)
    kinds = [_kind(name, file) for name, file in found.items()]
    return pack(
        {
            f"file-{number}.{'jpg' if kind == 'jpeg' else kind}": clean(file, kind)
            for number, (kind, file) in enumerate(zip(kinds, found.values(), strict=True), 1)
        }
    )


def _kind(name: str, file: bytes) -> str:
    """Both its ending and its bytes must say the same."""
    promised = ENDINGS.get(name.rpartition(".")[2].lower())
    kind = kind_of(file, file[-TAIL:])
    if kind == "zip":
        raise Unusable(Trouble.NESTED)
    if kind is None or kind != promised:
        raise Unusable(Trouble.FOREIGN)
    return kind
