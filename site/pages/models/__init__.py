from pages.models.site_page import SitePage
from pages.models.stamp import PagesStamp, Stamp
from pages.models.text import TextPage

__all__ = ["PagesStamp", "SitePage", "Stamp", "TextPage"]
