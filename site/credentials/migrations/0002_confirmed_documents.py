"""A document whose time is over may be confirmed for longer: when, and until which day."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("credentials", "0001_documents_and_counters"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="document",
            name="confirmed_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_at", None), ("confirmed_until", None))
                | models.Q(
                    ("confirmed_at__isnull", False),
                    ("confirmed_until__gt", models.F("valid_until")),
                ),
                name="confirmed_for_longer",
            ),
        ),
    ]
