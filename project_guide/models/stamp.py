from pages.models import Stamp


class GuideStamp(Stamp):
    """Changes with every publication in the Guide: what is kept of the Guide is kept by it."""
