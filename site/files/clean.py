"""Makes one file harmless in a process of its own: ``python -m files.clean <kind>``.

The file comes by standard input and goes by standard output; the exit code tells a trouble.
Parsers of foreign files break: here they have no secrets, little memory, little time, and
may not write to any disk.
"""

import resource
import sys

from PIL import Image

from files.images import MOST_PIXELS, SAVED_WITH, redraw
from files.office_names import FOLDERS
from files.troubles import Trouble, Unusable

MEMORY = 1024 * 1024 * 1024  # bytes of address space: any picture of a usual kind fits in
SECONDS = 20  # of processor time


def clean(data: bytes, kind: str) -> bytes:
    """The file without anything that acts, hides or names its author.

    Raises:
        Unusable: and nothing else, whatever the parsers fall over.
    """
    try:
        return _cleaned(data, kind)
    except Unusable:
        raise
    except MemoryError as error:
        raise Unusable(Trouble.HEAVY) from error
    except Exception as error:
        raise Unusable(Trouble.BROKEN) from error


def _cleaned(data: bytes, kind: str) -> bytes:
    """The parsers are loaded when needed: pictures need not pay a tenth of a second for them."""
    if kind in SAVED_WITH:
        return redraw(data, kind)
    if kind == "pdf":
        from files import pdfs

        return pdfs.strip(data)
    if kind == "zip":
        from files import bundles

        return bundles.strip(data, clean)
    from files import office, opendocument

    office_or_open = office if kind in FOLDERS else opendocument
    return office_or_open.strip(data, kind)


def limit() -> None:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow refuses at the double
    if sys.platform != "linux":  # other systems, where people only develop, count otherwise
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(kind: str) -> int:
    try:
        result = clean(sys.stdin.buffer.read(), kind)
    except Unusable as unusable:
        return unusable.trouble
    sys.stdout.buffer.write(result)
    return 0


if __name__ == "__main__":
    limit()
    sys.exit(main(sys.argv[1]))
