"""What may stay in a Word, Excel or PowerPoint document, by the names of ECMA-376 and MS-OI29500.

Parts are named by the last word of the relationship that leads to them.
"""

import re


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


KEPT_PARTS = _names(
    # in all three
    "officeDocument theme themeOverride image hyperlink chart chartEx chartUserShapes chartStyle"
    " chartColorStyle diagramData diagramLayout diagramQuickStyle diagramColors diagramDrawing"
    " vmlDrawing drawing comments"
    # Word
    " styles settings fontTable numbering header footer footnotes endnotes commentsExtended"
    # Excel
    " worksheet chartsheet sharedStrings calcChain table pivotTable pivotCacheDefinition"
    " pivotCacheRecords slicer slicerCache timeline timelineCache sheetMetadata externalLink"
    " externalLinkPath ctrlProp FeaturePropertyBag rdRichValue rdRichValueStructure"
    " rdRichValueTypes rdArray richValueRel"
    # PowerPoint
    " slide slideLayout slideMaster notesSlide notesMaster handoutMaster presProps viewProps"
    " tableStyles commentAuthors authors"
)
DROPPED_PARTS = _names(
    "core-properties extended-properties extendedProperties custom-properties customProperties"
    " thumbnail customXml customXmlProps customProperty printerSettings attachedTemplate oleObject"
    " package people commentsIds commentsExtensible webSettings stylesWithEffects glossaryDocument"
    " font keyMapCustomizations recipientData mailMergeSource mailMergeHeaderSource tags"
    " changesInfo changesInfos revisionInfo threadedComment person revisionHeaders usernames"
    " hdphoto docMetadata classificationlabels webextension webextensiontaskpanes taskpanes"
    " externalLinkLongPath xlExternalLinkPath alternateUrls frame documenttasks tasks"
    " intelligence namedSheetView"
)
ACTIVE_PARTS = _names(
    "vbaProject wordVbaData vbaProjectSignature control activeXControlBinary xlMacrosheet"
    " xlIntlMacrosheet dialogsheet attachedToolbars extensibility aFChunk connections queryTable"
)
MEDIA_PARTS = _names("audio video media")
SIGNATURE_PARTS = _names("origin signature")

FOLDERS = {"docx": "word", "pptx": "ppt", "xlsx": "xl"}
MAIN_PARTS = {
    "docx": "wordprocessingml.document.main+xml",
    "pptx": "presentationml.presentation.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
}
KNOWN_RELATION = re.compile(
    r"http://(schemas\.openxmlformats\.org|schemas\.microsoft\.com|purl\.oclc\.org/ooxml)/[\w./-]+"
)
KNOWN_CONTENT = re.compile(
    r"application/vnd\.(openxmlformats-officedocument|ms-(word|excel|powerpoint|office))"
    r"\.[\w.+-]*(xml|vmlDrawing)"
)
ORDINARY_PART = re.compile(  # any other name may be somebody's
    r"(word|ppt|xl)/((charts|diagrams|drawings|theme|worksheets|chartsheets|tables|pivotTables"
    r"|pivotCache|slicers|slicerCaches|externalLinks|slides|slideLayouts|slideMasters|notesSlides"
    r"|notesMasters|handoutMasters|comments)/)?(document|presentation|workbook|styles|settings"
    r"|fontTable|numbering|header|footer|footnotes|endnotes|comments|commentsExtended|theme"
    r"|themeOverride|chart|style|colors|data|layout|quickStyle|drawing|vmlDrawing|sheet"
    r"|sharedStrings|calcChain|table|pivotTable|pivotCacheDefinition|pivotCacheRecords|slicer"
    r"|slicerCache|externalLink|slide|slideLayout|slideMaster|notesSlide|notesMaster"
    r"|handoutMaster|presProps|viewProps|tableStyles|commentAuthors|comment)\d*\.(xml|vml)"
)

DROPPED_ELEMENTS = _names(
    # Word: traces of editing, templates, sources of serial letters, passwords
    "rsids docId docVars mailMerge documentProtection writeProtection saveThroughXslt"
    " attachedSchema schemaLibrary dataBinding"
    # Excel: where the file lay, who had it open, other people's views
    " absPath fileSharing customWorkbookViews customSheetViews webPublishing webPublishItems"
    " oleObjects customPr customProperties alternateUrls"
    # PowerPoint: passwords, data of add-ins, who was mentioned
    " modifyVerifier custDataLst presenceInfo webVideoPr"
)
ACTIVE_ELEMENTS = _names("ddeLink oleLink")
DROPPED_ATTRIBUTES = _names(
    "date dateUtc dT refreshedBy refreshedDate userName lastModifiedBy href src"
    " rsid rsidR rsidRDefault rsidP rsidRPr rsidTr rsidSect rsidDel"
)
STAYS_WITHOUT_RELATION = _names("pageSetup hyperlink hlinkClick hlinkHover imagedata")
NEUTRAL_ATTRIBUTES = {"author": "Author", "initials": "A"}
NEUTRAL_PEOPLE = {"name": "Author", "initials": "A", "userId": "Author", "providerId": "None"}
PEOPLE = _names("cmAuthor author")
NO_TIME = "2000-01-01T00:00:00"

TELLING_FIELDS = re.compile(  # of Word: they name people, places on a disk, other programs
    r"\s*(AUTHOR|LASTSAVEDBY|FILENAME|TEMPLATE|DOCPROPERTY|DOCVARIABLE|USER\w+|INFO|COMMENTS"
    r"|KEYWORDS|SUBJECT|TITLE|INCLUDE\w+|IMPORT|LINK|DDE\w*|DATABASE|MERGE\w*|MACROBUTTON"
    r"|EMBED|AUTOTEXT\w*|ADDIN|RD)\b|.*([A-Za-z]:[\\/]|\\\\\w|file:)",
    re.IGNORECASE | re.DOTALL,
)
NAME_OF_A_FILE = re.compile(
    r"\\|://|^/|\.(jpe?g|png|gif|bmp|tiff?|webp|hei[cf]|svg|emf|wmf|pdf|docx?|pptx?|xlsx?|od[tps])$",
    re.IGNORECASE,
)
SAFE_LINKS = ("http://", "https://", "mailto:")
