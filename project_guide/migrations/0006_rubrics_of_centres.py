"""A centre writes its own versions of a rubric; those that came with Tuetor stay."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_second_accounts'),
        ('project_guide', '0005_declared_conflicts'),
    ]

    operations = [
        migrations.AddField(
            model_name='rubric',
            name='centre',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rubrics', to='people.centre'),
        ),
        migrations.AlterField(
            model_name='review',
            name='rubric',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='project_guide.rubric'),
        ),
    ]
