"""Word files with a name in every place that Word has for one."""

from tests.files.office_parts import ABOUT, MICROSOFT, PATH, part, root_relations
from tests.files.packages import archive, content_types, relations
from tests.files.samples import CANARY, VISIBLE, jpeg, png

BODY = f"""
<w:p w:rsidR="{CANARY}" w14:paraId="1"><w:r><w:t>{VISIBLE}</w:t></w:r>
<w:fldSimple w:instr=" FILENAME C:\\{CANARY} "><w:r><w:t>result</w:t></w:r></w:fldSimple>
<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDEPIC</w:instrText></w:r>
<w:r><w:instrText>TURE "{CANARY}.png"</w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>
<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>
<w:hyperlink r:id="rId6"><w:r><w:t>a link</w:t></w:r></w:hyperlink>
<w:hyperlink r:id="rId7"><w:r><w:t>a web link</w:t></w:r></w:hyperlink></w:p>
<w:p><w:r><w:object><v:shape><v:imagedata r:id="rId1" o:title="{CANARY}"/></v:shape>
<o:OLEObject ProgID="Equation.3" r:id="rId8"/></w:object></w:r></w:p>
<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="a" descr="C:\\{CANARY}.jpg"/>
<a:graphic><pic:pic><a:blip r:embed="rId2"/></pic:pic></a:graphic></wp:inline></w:drawing>
</w:r></w:p>"""
WHO = f'w:id="1" w:author="{CANARY}" w:date="2026-01-01T00:00:00Z"'
CHANGES = f"""
<w:p w:rsidRDefault="{CANARY}"><w:ins {WHO}><w:r><w:t>{VISIBLE}</w:t></w:r></w:ins>
<w:del {WHO}><w:r><w:delText>not this</w:delText></w:r></w:del><w:moveFrom {WHO}/><w:moveTo {WHO}/>
<w:pPr><w:pPrChange {WHO}/></w:pPr><w:r><w:rPr><w:rPrChange {WHO}/></w:rPr><w:t>more</w:t></w:r>
<w:sdt><w:sdtPr><w:dataBinding w:xpath="{CANARY}"/></w:sdtPr></w:sdt></w:p>"""
SETTINGS = f"""
<w:attachedTemplate r:id="rId1"/><w:rsids><w:rsid w:val="{CANARY}"/></w:rsids>
<w:docVars><w:docVar w:name="a" w:val="{CANARY}"/></w:docVars><w:zoom w:percent="90"/>
<w15:docId w15:val="{CANARY}"/>"""
COMMENT = f"""
<w:comment {WHO} w:initials="{CANARY}"><w:p><w:r><w:t>{VISIBLE}</w:t></w:r></w:p></w:comment>"""
TYPES = {
    "word/document.xml": "wordprocessingml.document.main",
    "word/settings.xml": "wordprocessingml.settings",
    "word/comments.xml": "wordprocessingml.comments",
    "word/people.xml": "wordprocessingml.people",
}
LINKS = relations(
    ("image", f"media/{CANARY}.png"),
    ("image", "media/image2.jpeg"),
    ("settings", "settings.xml"),
    ("customXml", "../customXml/item1.xml"),
    ("printerSettings", "printerSettings1.bin"),
    ("hyperlink", f"{PATH}.docx"),
    ("hyperlink", "https://example.org/"),
    ("oleObject", "embeddings/oleObject1.bin"),
    ("comments", "comments.xml"),
    (f"{MICROSOFT}/2011/relationships/people", "people.xml"),
)


def docx(more: str = "") -> bytes:
    """A letter with pictures, a comment, traces of editing, a template and data of forms."""
    return archive(
        {
            "[Content_Types].xml": content_types(TYPES),
            "_rels/.rels": root_relations("word/document.xml"),
            "word/document.xml": part("w:document", f"<w:body>{BODY}{more}</w:body>"),
            "word/_rels/document.xml.rels": LINKS,
            "word/settings.xml": part("w:settings", SETTINGS),
            "word/_rels/settings.xml.rels": relations(("attachedTemplate", f"{PATH}.dotx")),
            "word/comments.xml": part("w:comments", COMMENT),
            "word/people.xml": part("w15:people", f'<w15:person w15:author="{CANARY}"/>'),
            f"word/media/{CANARY}.png": png(),
            "word/media/image2.jpeg": jpeg(),
            "word/embeddings/oleObject1.bin": CANARY.encode("utf-16-le"),
            "word/printerSettings1.bin": CANARY.encode("utf-16-le"),
            "customXml/item1.xml": f"<a>{CANARY}</a>",
            f"word/{CANARY}.xml": "nothing leads here",
            **ABOUT,
        }
    )


def docx_with_changes() -> bytes:
    """Somebody wrote, deleted, moved and formatted, each time under their name."""
    return docx(CHANGES)
