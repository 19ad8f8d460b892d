"""Decisions made so far were released when they were made, by whoever made them."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    decisions = apps.get_model("project_guide", "Decision").objects
    decisions.filter(state="released", released_at=None).update(
        released_at=F("prepared_at"), released_by=F("prepared_by")
    )


class Migration(migrations.Migration):

    dependencies = [
        ("project_guide", "0008_decisions_have_states"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
