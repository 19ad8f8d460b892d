"""Two accounts may belong to one person: conflicts of interest know both."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0003_fill_school_key")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="first_account",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="later_accounts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
