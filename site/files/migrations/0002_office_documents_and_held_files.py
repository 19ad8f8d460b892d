"""Office documents and archives are taken; what cannot be cleaned is held for its owner."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_stored_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='storedfile',
            name='held_for',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='storedfile',
            name='kind',
            field=models.CharField(choices=[('pdf', 'PDF'), ('docx', 'DOCX'), ('pptx', 'PPTX'), ('xlsx', 'XLSX'), ('odt', 'ODT'), ('odp', 'ODP'), ('ods', 'ODS'), ('jpeg', 'JPEG'), ('png', 'PNG'), ('webp', 'WebP'), ('zip', 'ZIP')], max_length=4, verbose_name='kind'),
        ),
    ]
