"""What a night proposes where reviews are at risk; a coordinator decides on each move."""

import core.codes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('project_guide', '0012_experts_invited'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RepairRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run_id', models.CharField(max_length=40, unique=True)),
                ('made_at', models.DateTimeField()),
                ('at_risk', models.JSONField(default=dict)),
                ('left', models.PositiveIntegerField(default=0)),
                ('price', models.PositiveIntegerField(default=0)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='repairs', to='project_guide.reviewround')),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RepairMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=core.codes.random_code, editable=False, max_length=12, unique=True)),
                ('position', models.PositiveIntegerField()),
                ('why', models.CharField(choices=[('conflict', 'The reviewer is too near to this work: the sheet cannot come'), ('overdue', 'Whoever took it did not do it in time'), ('closing', 'The round closes soon'), ('promise', 'The date promised to the author is at risk'), ('no_expert', 'For days no expert has taken it'), ('makes_room', 'Lets its reviewer take a work that nobody else can')], max_length=15)),
                ('price', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('accepted', 'Accepted'), ('refused', 'Refused'), ('outdated', 'Outdated')], default='proposed', max_length=10)),
                ('from_reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='project_guide.reviewslot')),
                ('to_reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='project_guide.repairrun')),
            ],
            options={
                'ordering': ['run', 'position'],
                'constraints': [models.UniqueConstraint(fields=('run', 'slot'), name='one_move_a_place'), models.CheckConstraint(condition=models.Q(('from_reviewer', None), models.Q(('from_reviewer', models.F('to_reviewer')), _negated=True), _connector='OR'), name='moves_to_somebody_else')],
            },
        ),
    ]
