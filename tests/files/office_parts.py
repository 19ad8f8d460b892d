"""What Word, PowerPoint and Excel files have in common: namespaces, properties, a preview."""

from tests.files.packages import HEAD, OFFICE, PACKAGE, RELATIONS, Parts, relations
from tests.files.samples import CANARY, jpeg

MICROSOFT = "http://schemas.microsoft.com/office"
PATH = f"file:///C:/Users/{CANARY}/a"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "w14": f"{MICROSOFT}/word/2010/wordml",
        "w15": f"{MICROSOFT}/word/2012/wordml",
        "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
        "p188": f"{MICROSOFT}/powerpoint/2018/8/main",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "r": RELATIONS,
        "o": "urn:schemas-microsoft-com:office:office",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
ABOUT: Parts = {
    "docProps/core.xml": f"""<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{CANARY}</dc:creator>
        <cp:lastModifiedBy>{CANARY}</cp:lastModifiedBy></cp:coreProperties>""",
    "docProps/app.xml": f"""<Properties xmlns="{OFFICE}/extended-properties">
        <Company>{CANARY}</Company><Template>{CANARY}.dotx</Template></Properties>""",
    "docProps/custom.xml": f'<Properties xmlns="{OFFICE}/custom-properties">{CANARY}</Properties>',
    "docProps/thumbnail.jpeg": jpeg(),
}


def part(root: str, inner: str, more: str = "") -> str:
    return f"{HEAD}<{root} {NAMESPACES} {more}>{inner}</{root}>"


def root_relations(main: str) -> str:
    return relations(
        ("officeDocument", main),
        (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ("extended-properties", "docProps/app.xml"),
        ("custom-properties", "docProps/custom.xml"),
        (f"{PACKAGE}/relationships/metadata/thumbnail", "docProps/thumbnail.jpeg"),
    )
