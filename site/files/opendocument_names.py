"""What may stay in an OpenDocument file and what may not, by the names of ODF 1.3."""

import re

from files.sniffing import OPEN_DOCUMENT


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


MIMETYPES = {kind: name.decode() for name, kind in OPEN_DOCUMENT.items()}
SIGNATURES = _names("META-INF/documentsignatures.xml META-INF/macrosignatures.xml")
MANIFEST = "META-INF/manifest.xml"

MARKUP = re.compile(r"((?P<object>[^/]+)/)?(content|styles)\.xml")
SETTINGS = re.compile(r"((?P<object>[^/]+)/)?settings\.xml")
PICTURE = re.compile(r"((?P<object>[^/]+)/)?Pictures/[^/]+")
REDRAWN = re.compile(  # previews of objects; drawings that lie beside a PNG of the same
    r"ObjectReplacements/[^/]+|.*\.svg", re.IGNORECASE
)
MEDIA = re.compile(r"(.*/)?media/.*", re.IGNORECASE)
DROPPED = re.compile(  # properties, previews, macros, tool bars, earlier versions, fonts
    r"([^/]+/)?(mimetype|meta\.xml|layout-cache|manifest\.rdf|VersionList\.xml)"
    r"|([^/]+/)?(META-INF|Thumbnails|Configurations2|Basic|Scripts|Dialogs|Versions|Fonts)/.*"
)
OBJECT_TYPE = re.compile(r"application/vnd\.oasis\.opendocument\.(chart|formula|graphics)")

DROPPED_ELEMENTS = _names(
    "creator-initials sender-initials scripts event-listeners event-listener meta font-face-src"
    " dde-source dde-connection-decls dde-links dde-link connection-resource"
)
DROPPED_ATTRIBUTES = _names("rsid paragraph-rsid protection-key dde-application dde-topic dde-item")
NAMES_AND_TITLES = _names("title desc")
PLAIN_SETTINGS = _names("boolean short int long")
TELLING_SETTINGS = re.compile(r"Rsid|Printer", re.IGNORECASE)
LINKS_TO_FOLLOW = _names("a form")
SCRIPT = "urn:oasis:names:tc:opendocument:xmlns:script:1.0"
CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
HREF = "{http://www.w3.org/1999/xlink}href"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
DATE = "{http://purl.org/dc/elements/1.1/}date"
NO_TIME = "2000-01-01T00:00:00"
