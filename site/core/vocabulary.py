"""Words that several rooms share: school subjects, grade bands, languages of content."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Subject(TextChoices):
    PRIMARY = "primary", _("Primary school")
    RUSSIAN = "russian", _("Russian language")
    NATIVE_LANGUAGE = "native_language", _("Native language")
    LITERATURE = "literature", _("Literature")
    FOREIGN_LANGUAGE = "foreign_language", _("Foreign language")
    MATHEMATICS = "mathematics", _("Mathematics")
    INFORMATICS = "informatics", _("Informatics")
    PHYSICS = "physics", _("Physics")
    CHEMISTRY = "chemistry", _("Chemistry")
    BIOLOGY = "biology", _("Biology")
    GEOGRAPHY = "geography", _("Geography")
    ASTRONOMY = "astronomy", _("Astronomy")
    HISTORY = "history", _("History")
    SOCIAL_STUDIES = "social_studies", _("Social studies")
    LOCAL_STUDIES = "local_studies", _("Local studies")
    ECOLOGY = "ecology", _("Ecology")
    ART = "art", _("Art")
    MUSIC = "music", _("Music")
    TECHNOLOGY = "technology", _("Technology")
    PHYSICAL_EDUCATION = "physical_education", _("Physical education")
    LIFE_SAFETY = "life_safety", _("Life safety")
    EXTRACURRICULAR = "extracurricular", _("Extracurricular work")


class GradeBand(TextChoices):
    PRIMARY = "1-4", _("Grades 1-4")
    MIDDLE = "5-9", _("Grades 5-9")
    SENIOR = "10-11", _("Grades 10-11")
    COLLEGE = "college", _("College")


class ContentLanguage(TextChoices):
    RUSSIAN = "ru", _("Russian")
    UKRAINIAN = "uk", _("Ukrainian")
    BELARUSIAN = "be", _("Belarusian")
    ENGLISH = "en", _("English")
