"""A decision is prepared before it is released, and may be re-opened.

Those that are there had been told to their authors the moment they were made; the next migration
writes down when and by whom.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STATES = [
    ("prepared", "Prepared"),
    ("released", "Released"),
    ("discarded", "Discarded"),
    ("reopened", "Re-opened"),
]


def a_state(default):
    return models.CharField(choices=STATES, default=default, max_length=10)


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("project_guide", "0007_anchors_and_calibration"),
    ]

    operations = [
        migrations.RenameField("decision", "decided_by", "prepared_by"),
        migrations.RenameField("decision", "decided_at", "prepared_at"),
        migrations.AlterModelOptions(
            name="decision", options={"ordering": ["-prepared_at", "-pk"]}
        ),
        migrations.AddField("decision", "state", a_state("released")),
        migrations.AlterField("decision", "state", a_state("prepared")),
        migrations.AddField("decision", "edition", models.PositiveIntegerField(default=0)),
        migrations.AddField(
            "decision", "otherwise", models.TextField(blank=True, max_length=900)
        ),
        migrations.AddField(
            "decision",
            "released_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "decision", "released_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            "decision", "reopened_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            "decision",
            "reason",
            models.TextField(blank=True, max_length=2000, verbose_name="why it was re-opened"),
        ),
        migrations.AlterField(
            "decision",
            "version",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="project_guide.projectversion",
            ),
        ),
        migrations.AlterField(
            "conclusion",
            "version",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conclusion",
                to="project_guide.projectversion",
            ),
        ),
        migrations.CreateModel(
            name="Addendum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=3000, verbose_name="addendum")),
                ("key", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addenda",
                        to="project_guide.decision",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("decision", "key"), name="one_addendum_a_form"
                    )
                ],
            },
        ),
    ]
