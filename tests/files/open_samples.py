"""OpenDocument files and archives, with a name in every place that they have for one."""

from tests.files.packages import HEAD, archive
from tests.files.samples import CANARY, VISIBLE, jpeg, pdf, png
from tests.files.sheet_samples import xlsx
from tests.files.word_samples import docx

XMLNS = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "meta": "meta",
        "config": "config",
        "script": "script",
        "presentation": "presentation",
        "svg": "svg-compatible",
    }.items()
) + (
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:officeooo="http://openoffice.org/2009/office"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)
MIME = "application/vnd.oasis.opendocument"
PERSON = f"<dc:creator>{CANARY}</dc:creator><dc:date>2026-01-01T00:00:00</dc:date>"
NOTE = (
    f"<office:annotation>{PERSON}<meta:creator-initials>{CANARY}</meta:creator-initials>"
    f"<loext:sender-initials>{CANARY}</loext:sender-initials>"
    f"<text:p>{VISIBLE}</text:p></office:annotation>"
)
PICTURE = (
    f'<draw:frame draw:name="{CANARY}.jpg"><draw:image xlink:href="Pictures/{CANARY}.jpg"/>'
    f"<svg:desc>C:\\{CANARY}.jpg</svg:desc></draw:frame>"
    '<draw:frame><draw:object xlink:href="./Object 1"/>'
    '<draw:image xlink:href="./ObjectReplacements/Object 1"/></draw:frame>'
    f'<draw:frame><draw:image xlink:href="https://{CANARY}.example.org/a.png"/></draw:frame>'
)
SCRIPTS = f"<office:scripts><office:script>{CANARY}</office:script></office:scripts>"


def part(root: str, inner: str) -> str:
    return f'{HEAD}<office:{root} {XMLNS} office:version="1.3">{inner}</office:{root}>'


ITEM = '<config:config-item config:name="{}" config:type="{}">{}</config:config-item>'
SETTINGS = "".join(
    ITEM.format(*row)
    for row in [
        ("PrinterName", "string", CANARY),
        ("PrinterSetup", "base64Binary", CANARY),
        ("RsidRoot", "int", "77"),
        ("TabOverMargin", "boolean", "false"),
    ]
)
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def manifest(kind: str, inner: str = "") -> str:
    rows = "".join(
        f'<file-entry m:full-path="{path}" m:media-type="{type_}">{inner}</file-entry>'
        for path, type_ in [("/", f"{MIME}.{kind}"), ("Object 1/", f"{MIME}.chart")]
    )
    return f'{HEAD}<manifest xmlns="{MANIFEST}" xmlns:m="{MANIFEST}">{rows}</manifest>'


def _file(kind: str, inner: str) -> bytes:
    return archive(
        {
            "mimetype": f"{MIME}.{kind}",
            "content.xml": part("document-content", f"{SCRIPTS}<office:body>{inner}</office:body>"),
            "styles.xml": part("document-styles", f"<office:styles>{NOTE}</office:styles>"),
            "meta.xml": part("document-meta", f"<office:meta>{PERSON}</office:meta>"),
            "settings.xml": part("document-settings", SETTINGS),
            "Thumbnails/thumbnail.png": png(),
            f"Pictures/{CANARY}.jpg": jpeg(),
            "Object 1/content.xml": part("document-content", f"<text:p>{VISIBLE}</text:p>"),
            "Object 1/meta.xml": part("document-meta", PERSON),
            "ObjectReplacements/Object 1": CANARY.encode(),
            "Configurations2/accelerator/current.xml": CANARY,
            "Basic/Standard/Module1.xml": f"<a>{CANARY}</a>",
            "manifest.rdf": CANARY,
            "META-INF/manifest.xml": manifest(kind),
        },
        plain="mimetype",
    )


def odt() -> bytes:
    return _file(
        "text",
        f"""<office:text><text:tracked-changes><text:changed-region><text:insertion>
        <office:change-info>{PERSON}</office:change-info></text:insertion></text:changed-region>
        </text:tracked-changes><text:p officeooo:rsid="{CANARY}">{VISIBLE}{NOTE}
        <text:a xlink:href="file:///home/{CANARY}/a.odt">a link</text:a> and
        <text:a xlink:href="https://example.org/">a web link</text:a></text:p>
        <text:section><text:section-source xlink:href="../{CANARY}.odt"/></text:section>
        {PICTURE}</office:text>""",
    )


def odp() -> bytes:
    return _file(
        "presentation",
        f"""<office:presentation><draw:page draw:name="page1">{NOTE}
        <text:p>{VISIBLE}</text:p>{PICTURE}<office:event-listeners>
        <script:event-listener xlink:href="vnd.sun.star.script:{CANARY}"/></office:event-listeners>
        </draw:page></office:presentation>""",
    )


def ods() -> bytes:
    return _file(
        "spreadsheet",
        f"""<office:spreadsheet table:protection-key="{CANARY}"><table:tracked-changes>
        <table:cell-content-change><office:change-info>{PERSON}</office:change-info>
        </table:cell-content-change></table:tracked-changes><table:table table:name="Sheet1">
        <table:table-source xlink:href="file:///home/{CANARY}.ods"/><table:table-row>
        <table:table-cell><text:p>{VISIBLE}</text:p>{NOTE}</table:table-cell></table:table-row>
        <table:shapes>{PICTURE}</table:shapes></table:table></office:spreadsheet>""",
    )


def bundle() -> bytes:
    return archive(
        {
            f"{CANARY}/plan of {CANARY}.pdf": pdf(),
            f"{CANARY}/": b"",
            "photo.JPG": jpeg(),
            "letter.docx": docx(),
            "table.xlsx": xlsx(),
            "__MACOSX/._photo.JPG": CANARY.encode(),
            ".DS_Store": CANARY.encode("utf-16-be"),
        }
    )
