"""A statement of reviews is a kind of document."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0002_confirmed_documents'),
    ]

    operations = [
        migrations.AlterField(
            model_name='document',
            name='kind',
            field=models.CharField(choices=[('certificate', 'Certificate'), ('conclusion', 'Conclusion'), ('review_statement', 'Statement of reviews')], max_length=20, verbose_name='kind'),
        ),
    ]
