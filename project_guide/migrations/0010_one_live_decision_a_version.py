"""The database keeps one live decision a version, released by somebody, re-opened with a reason."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("project_guide", "0009_old_decisions_were_released"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["prepared", "released"])),
                fields=("version",),
                name="one_live_decision_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=["prepared", "discarded"], released_at=None)
                | models.Q(
                    state__in=["released", "reopened"],
                    released_at__isnull=False,
                    released_by__isnull=False,
                ),
                name="released_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=~models.Q(("state", "reopened"))
                | (models.Q(("reopened_at__isnull", False)) & ~models.Q(("reason", ""))),
                name="reopened_with_a_reason",
            ),
        ),
    ]
