from time import time_ns

from django.db import migrations


def begin(apps, schema_editor):
    """Until there is a number, nothing is kept: a site that is there already would wait for its next publication."""
    apps.get_model("pages", "PagesStamp").objects.get_or_create(pk=1, defaults={"number": time_ns() // 1000})


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0002_pages_stamp'),
    ]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
