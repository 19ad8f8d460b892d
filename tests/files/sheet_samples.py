"""Excel files with a name in every place that Excel has for one."""

from io import BytesIO

import openpyxl
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image

from tests.files.office_parts import ABOUT, MICROSOFT, PATH, root_relations
from tests.files.packages import HEAD, RELATIONS, archive, content_types, relations
from tests.files.samples import CANARY, VISIBLE, jpeg

SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XMLNS = (
    f'xmlns="{SHEETS}" xmlns:r="{RELATIONS}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    f' xmlns:x15ac="{MICROSOFT}/spreadsheetml/2010/11/ac"'
    f' xmlns:xr="{MICROSOFT}/spreadsheetml/2014/revision" mc:Ignorable="x15ac xr"'
)
BOOK = f"""{HEAD}<workbook {XMLNS}><fileSharing userName="{CANARY}"/>
<mc:AlternateContent><mc:Choice Requires="x15ac"><x15ac:absPath url="C:\\{CANARY}\\"/></mc:Choice>
</mc:AlternateContent><xr:revisionPtr documentId="{CANARY}"/>
<sheets><sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets>
<externalReferences><externalReference r:id="rId2"/></externalReferences>
<customWorkbookViews><customWorkbookView name="{CANARY}"/></customWorkbookViews></workbook>"""
SHEET = f"""{HEAD}<worksheet {XMLNS} xr:uid="{CANARY}"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>{VISIBLE}</t></is></c></row></sheetData>
<pageSetup orientation="landscape" r:id="rId1"/></worksheet>"""
COMMENTS = f"""{HEAD}<comments {XMLNS}><authors><author>{CANARY}</author></authors>
<commentList><comment ref="A1" authorId="0"><text><r><t>{CANARY}:</t></r><r><t>{VISIBLE}</t></r>
</text></comment><comment ref="A2" authorId="0"><text><t>{CANARY}:
more: of it</t></text></comment></commentList></comments>"""
OUTSIDE = f'{HEAD}<externalLink {XMLNS}><externalBook r:id="rId1"/></externalLink>'
TYPES = {
    "xl/workbook.xml": "spreadsheetml.sheet.main",
    "xl/worksheets/sheet1.xml": "spreadsheetml.worksheet",
    "xl/externalLinks/externalLink1.xml": "spreadsheetml.externalLink",
    "xl/comments1.xml": "spreadsheetml.comments",
}
LINKS = relations(
    ("worksheet", "worksheets/sheet1.xml"),
    ("externalLink", "externalLinks/externalLink1.xml"),
    (f"{MICROSOFT}/2017/10/relationships/person", "persons/person.xml"),
)
THREAD = f"{MICROSOFT}/2017/10/relationships/threadedComment"
LINKS_OF_SHEET = relations(
    ("printerSettings", "../printerSettings/printerSettings1.bin"),
    ("comments", "../comments1.xml"),
    (THREAD, "../threadedComments/threadedComment1.xml"),
)


def xlsx() -> bytes:
    """A table with a formula, a picture and a comment, as openpyxl writes it."""
    book = openpyxl.Workbook()
    for name in ("creator", "lastModifiedBy", "title", "keywords", "category", "description"):
        setattr(book.properties, name, CANARY)
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["A3"] = VISIBLE, 2, "=A2*2"
    sheet["A1"].comment = Comment("a good thought", CANARY)
    sheet.add_image(Image(BytesIO(jpeg())), "C3")
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def xlsx_of_many() -> bytes:
    """A workbook that several people had open: people, threads, links to other workbooks."""
    return archive(
        {
            "[Content_Types].xml": content_types(TYPES),
            "_rels/.rels": root_relations("xl/workbook.xml"),
            "xl/workbook.xml": BOOK,
            "xl/_rels/workbook.xml.rels": LINKS,
            "xl/worksheets/sheet1.xml": SHEET,
            "xl/worksheets/_rels/sheet1.xml.rels": LINKS_OF_SHEET,
            "xl/externalLinks/externalLink1.xml": OUTSIDE,
            "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
                ("externalLinkPath", f"{PATH}.xlsx")
            ),
            "xl/comments1.xml": COMMENTS,
            "xl/persons/person.xml": f'<personList><person displayName="{CANARY}"/></personList>',
            "xl/threadedComments/threadedComment1.xml": f"<a>{CANARY}</a>",
            "xl/printerSettings/printerSettings1.bin": CANARY.encode("utf-16-le"),
            **ABOUT,
        }
    )
