"""The form of a new session may come twice; the second is refused by the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_tutorships_in_time")]

    operations = [
        migrations.AddConstraint(
            model_name="trainingsession",
            constraint=models.UniqueConstraint(
                fields=("centre", "course", "title", "starts_on"), name="session_opened_once"
            ),
        ),
    ]
