"""The table that joined groups and tutors says from when to when; its rows stay as they are."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0001_courses_and_sessions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="GroupTutor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tutorships",
                                to="courses.group",
                            ),
                        ),
                        (
                            "tutor",
                            models.ForeignKey(
                                db_column="user_id",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tutorships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["since", "pk"],
                        "db_table": "courses_group_tutors",
                        "unique_together": {("group", "tutor")},
                    },
                ),
                migrations.AlterField(
                    model_name="group",
                    name="tutors",
                    field=models.ManyToManyField(
                        related_name="tutored_groups",
                        through="courses.GroupTutor",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tutors",
                    ),
                ),
            ],
        ),
        migrations.AlterModelTable(name="grouptutor", table=None),
        migrations.AddField(
            model_name="grouptutor",
            name="since",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="grouptutor",
            name="until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterUniqueTogether(name="grouptutor", unique_together=set()),
        migrations.AddConstraint(
            model_name="grouptutor",
            constraint=models.UniqueConstraint(
                fields=("group", "tutor"), name="tutor_of_a_group_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="grouptutor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="tutorship_ends_after_start",
            ),
        ),
    ]
