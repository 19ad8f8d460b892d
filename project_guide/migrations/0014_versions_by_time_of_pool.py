"""Which versions came long ago is read from an index, not from their long rows."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('project_guide', '0013_nightly_repair'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='projectversion',
            index=models.Index(fields=['pooled_at', 'id'], name='versions_by_time_of_pool'),
        ),
    ]
