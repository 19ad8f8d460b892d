"""Cards of sheets that differ, adjusted levels, one third opinion; what an author did about a
remark, and for how long a project that comes back is kept for those who know it."""

import core.codes
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('project_guide', '0010_one_live_decision_a_version'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Adjustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(9)])),
                ('reason', models.TextField(max_length=1000, verbose_name='reason')),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Moderation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=core.codes.random_code, editable=False, max_length=12, unique=True)),
                ('criteria', models.JSONField()),
                ('gates', models.JSONField()),
                ('points', models.DecimalField(decimal_places=6, max_digits=9)),
                ('opened_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, choices=[('upheld', 'Both sheets stand'), ('adjusted', 'Levels were adjusted'), ('coached', 'A reviewer was written to')], max_length=10)),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['opened_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='remark',
            name='outcome',
            field=models.CharField(blank=True, choices=[('done', 'Done'), ('differently', 'Done differently'), ('not_done', 'Not done')], max_length=12),
        ),
        migrations.AddField(
            model_name='reviewround',
            name='keep_days',
            field=models.PositiveSmallIntegerField(default=3, verbose_name='days for which a project that comes back is kept for those who know it'),
        ),
        migrations.AddConstraint(
            model_name='reviewslot',
            constraint=models.UniqueConstraint(condition=models.Q(('cause', 'third_opinion'), ('state__in', ['open', 'leased'])), fields=('version', 'round'), name='one_third_opinion_at_a_time'),
        ),
        migrations.AddField(
            model_name='adjustment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='adjustment',
            name='mark',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='project_guide.mark'),
        ),
        migrations.AddField(
            model_name='moderation',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='moderation',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='project_guide.review'),
        ),
        migrations.AddField(
            model_name='moderation',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moderations', to='project_guide.reviewround'),
        ),
        migrations.AddField(
            model_name='moderation',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='project_guide.review'),
        ),
        migrations.AddField(
            model_name='moderation',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moderations', to='project_guide.projectversion'),
        ),
        migrations.AddField(
            model_name='adjustment',
            name='moderation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='project_guide.moderation'),
        ),
        migrations.AddConstraint(
            model_name='moderation',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='one_card_a_pair'),
        ),
        migrations.AddConstraint(
            model_name='moderation',
            constraint=models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='card_of_two_sheets'),
        ),
        migrations.AddConstraint(
            model_name='moderation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('at', None), ('by', None), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('at__isnull', False), ('by__isnull', False)), _connector='OR'), name='closed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='adjustment',
            constraint=models.CheckConstraint(condition=models.Q(('level', None), ('level__lte', 9), _connector='OR'), name='adjusted_level_in_range'),
        ),
        migrations.AddConstraint(
            model_name='adjustment',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='adjusted_for_a_reason'),
        ),
    ]
