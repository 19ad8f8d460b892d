"""PowerPoint files with a name in every place that PowerPoint has for one."""

from tests.files.office_parts import ABOUT, MICROSOFT, PATH, part, root_relations
from tests.files.packages import Parts, archive, content_types, relations
from tests.files.samples import CANARY, VISIBLE, jpeg
from tests.files.sheet_samples import xlsx

SLIDE = f"""
<p:cSld><p:spTree><p:sp><p:nvSpPr><p:cNvPr id="2" name="Title 1"/></p:nvSpPr>
<p:txBody><a:p><a:r><a:rPr><a:hlinkClick r:id="rId3" action="ppaction://program"/></a:rPr>
<a:t>{VISIBLE}</a:t></a:r></a:p></p:txBody></p:sp>
<p:pic><p:nvPicPr><p:cNvPr id="3" name="{CANARY}.jpg" descr="/home/{CANARY}/a"/></p:nvPicPr>
<p:blipFill><a:blip r:embed="rId2"/></p:blipFill></p:pic>
<p:graphicFrame><a:graphic><a:graphicData><p:oleObj progId="Excel.Sheet" r:id="rId4">
<p:pic><p:blipFill><a:blip r:embed="rId2"/></p:blipFill></p:pic></p:oleObj>
</a:graphicData></a:graphic></p:graphicFrame></p:spTree></p:cSld>
<p:custDataLst><p:tags r:id="rId5"/></p:custDataLst>"""
OLD_COMMENT = '<p:cm authorId="1" dt="2026-01-01T00:00:00"><p:text>well</p:text></p:cm>'
NEW_COMMENT = '<p188:cm id="{2}" authorId="{1}" created="2026-01-01T00:00:00.000"/>'
OLD_AUTHOR = f'<p:cmAuthor id="1" name="{CANARY}" initials="{CANARY}"/>'
NEW_AUTHOR = f'<p188:author id="1" name="{CANARY}" userId="{CANARY}" providerId="{CANARY}"/>'
TYPES = {
    "ppt/presentation.xml": "presentationml.presentation.main",
    "ppt/slides/slide1.xml": "presentationml.slide",
    "ppt/notesSlides/notesSlide1.xml": "presentationml.notesSlide",
    "ppt/theme/theme1.xml": "theme",
    "ppt/commentAuthors.xml": "presentationml.commentAuthors",
    "ppt/comments/comment1.xml": "presentationml.comments",
    "ppt/authors.xml": "application/vnd.ms-powerpoint.authors+xml",
    "ppt/comments/modernComment_1.xml": "application/vnd.ms-powerpoint.comments+xml",
}
LINKS = relations(
    ("slide", "slides/slide1.xml"),
    ("theme", "theme/theme1.xml"),
    ("commentAuthors", "commentAuthors.xml"),
    (f"{MICROSOFT}/2018/10/relationships/authors", "authors.xml"),
    (f"{MICROSOFT}/2016/11/relationships/changesInfo", "changesInfos/changesInfo1.xml"),
)
LINKS_OF_SLIDE = relations(
    ("notesSlide", "../notesSlides/notesSlide1.xml"),
    ("image", f"../media/{CANARY}.jpeg"),
    ("hyperlink", f"{PATH}.exe"),
    ("package", "../embeddings/Microsoft_Excel_Sheet1.xlsx"),
    ("tags", "../tags/tag1.xml"),
    ("comments", "../comments/comment1.xml"),
    (f"{MICROSOFT}/2018/10/relationships/comments", "../comments/modernComment_1.xml"),
)
SHOW = f"""
<p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst><p:modifyVerifier hashData="{CANARY}"/>"""
PEOPLE: Parts = {
    "ppt/commentAuthors.xml": part("p:cmAuthorLst", OLD_AUTHOR),
    "ppt/comments/comment1.xml": part("p:cmLst", OLD_COMMENT),
    "ppt/authors.xml": part("p188:authorLst", NEW_AUTHOR),
    "ppt/comments/modernComment_1.xml": part("p188:cmLst", NEW_COMMENT),
    "ppt/changesInfos/changesInfo1.xml": part("p:c", f'<p:d userId="{CANARY}"/>'),
}


def pptx() -> bytes:
    """A slide with a picture, an object, a tag of an add-in, notes, comments and a file link."""
    return archive(
        {
            "[Content_Types].xml": content_types(TYPES),
            "_rels/.rels": root_relations("ppt/presentation.xml"),
            "ppt/presentation.xml": part("p:presentation", SHOW),
            "ppt/_rels/presentation.xml.rels": LINKS,
            "ppt/slides/slide1.xml": part("p:sld", SLIDE),
            "ppt/slides/_rels/slide1.xml.rels": LINKS_OF_SLIDE,
            "ppt/notesSlides/notesSlide1.xml": part("p:notes", f"<a:t>{VISIBLE}</a:t>"),
            "ppt/theme/theme1.xml": part("a:theme", "", f'name="{CANARY}"'),
            "ppt/tags/tag1.xml": part("p:tagLst", f'<p:tag name="a" val="{CANARY}"/>'),
            "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": xlsx(),
            f"ppt/media/{CANARY}.jpeg": jpeg(),
            **PEOPLE,
            **ABOUT,
        }
    )
