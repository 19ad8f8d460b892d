"""School keys of people who were there before the field."""

from django.db import migrations


def fill(apps, schema_editor):
    User = apps.get_model("people", "User")
    with_school = User.objects.exclude(school="").only("school", "school_key")
    for person in with_school.iterator():
        person.save(update_fields=["school_key"])  # the field writes itself from `school`


class Migration(migrations.Migration):

    dependencies = [("people", "0002_school_key")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
