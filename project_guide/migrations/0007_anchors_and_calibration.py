"""Anchor projects with reference marks, what reviewers mark on them, and sheets that are feedback
only; every sheet there is counts."""

import core.codes
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0004_two_answers_to_begin_with'),
        ('people', '0004_second_accounts'),
        ('project_guide', '0006_rubrics_of_centres'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=core.codes.random_code, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('local', 'Local project'), ('network', 'Network project'), ('training_programme', 'Training programme')], max_length=20)),
                ('title', models.CharField(max_length=170, verbose_name='name in the list')),
                ('card', models.JSONField()),
                ('consent', models.CharField(blank=True, max_length=200, verbose_name='how the authors agreed')),
                ('example', models.CharField(blank=True, max_length=40)),
                ('made_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['kind', 'made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AnchorMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(9)])),
                ('reason', models.TextField(max_length=1000, verbose_name='reason')),
            ],
            options={
                'ordering': ['criterion__position'],
            },
        ),
        migrations.CreateModel(
            name='RoundAnchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['round', 'place'],
            },
        ),
        migrations.CreateModel(
            name='Trial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('levels', models.JSONField()),
                ('comments', models.JSONField(default=dict)),
                ('halves', models.PositiveSmallIntegerField()),
                ('criteria', models.PositiveSmallIntegerField()),
                ('submitted_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['submitted_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='review',
            name='counts',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='reviewround',
            name='calibration_share',
            field=models.PositiveSmallIntegerField(default=70, verbose_name='agreement with the reference, in per cent'),
        ),
        migrations.AddConstraint(
            model_name='reviewround',
            constraint=models.CheckConstraint(condition=models.Q(('calibration_share__lte', 100)), name='agreement_in_per_cent'),
        ),
        migrations.AddField(
            model_name='anchor',
            name='centre',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='anchors', to='people.centre'),
        ),
        migrations.AddField(
            model_name='anchor',
            name='files',
            field=models.ManyToManyField(related_name='+', to='project_guide.projectfile'),
        ),
        migrations.AddField(
            model_name='anchor',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='anchor',
            name='rubric',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='anchors', to='project_guide.rubric'),
        ),
        migrations.AddField(
            model_name='anchor',
            name='version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='project_guide.projectversion'),
        ),
        migrations.AddField(
            model_name='anchormark',
            name='anchor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='project_guide.anchor'),
        ),
        migrations.AddField(
            model_name='anchormark',
            name='criterion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='project_guide.criterion'),
        ),
        migrations.AddField(
            model_name='roundanchor',
            name='anchor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='project_guide.anchor'),
        ),
        migrations.AddField(
            model_name='roundanchor',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='anchors', to='project_guide.reviewround'),
        ),
        migrations.AddField(
            model_name='trial',
            name='anchor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trials', to='project_guide.anchor'),
        ),
        migrations.AddField(
            model_name='trial',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trials', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='trial',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trials', to='project_guide.reviewround'),
        ),
        migrations.AddConstraint(
            model_name='anchor',
            constraint=models.CheckConstraint(condition=models.Q(('version', None), models.Q(('consent', ''), _negated=True), _connector='OR'), name='anchor_with_consent'),
        ),
        migrations.AddConstraint(
            model_name='anchor',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('example', ''), _negated=True), ('retired_at', None)), fields=('centre', 'example'), name='one_anchor_an_example'),
        ),
        migrations.AddConstraint(
            model_name='anchormark',
            constraint=models.UniqueConstraint(fields=('anchor', 'criterion'), name='one_reference_a_criterion'),
        ),
        migrations.AddConstraint(
            model_name='anchormark',
            constraint=models.CheckConstraint(condition=models.Q(('level', None), ('level__lte', 9), _connector='OR'), name='reference_in_range'),
        ),
        migrations.AddConstraint(
            model_name='anchormark',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reference_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='roundanchor',
            constraint=models.UniqueConstraint(fields=('round', 'place'), name='one_anchor_a_place'),
        ),
        migrations.AddConstraint(
            model_name='roundanchor',
            constraint=models.UniqueConstraint(fields=('round', 'anchor'), name='an_anchor_once_a_round'),
        ),
        migrations.AddConstraint(
            model_name='roundanchor',
            constraint=models.CheckConstraint(condition=models.Q(('place__in', (1, 2, 3, 4))), name='two_pairs_of_anchors'),
        ),
        migrations.AddConstraint(
            model_name='trial',
            constraint=models.UniqueConstraint(fields=('person', 'round', 'anchor'), name='one_trial_an_anchor'),
        ),
    ]
