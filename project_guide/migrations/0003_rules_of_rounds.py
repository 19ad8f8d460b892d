"""Rounds follow the calendar or roll, promise a day, and say when reviewers disagree.

Rounds that exist keep the days that a coordinator may have given them.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("project_guide", "0002_shipped_rubrics")]

    operations = [
        migrations.RemoveConstraint(
            model_name='reviewround',
            name='round_closes_after_it_opens',
        ),
        migrations.AddField(
            model_name='reviewround',
            name='blind',
            field=models.CharField(choices=[('double', 'Neither side sees names'), ('single', "Reviewers see the authors' names, authors do not see theirs"), ('open', 'Both sides see names')], default='double', max_length=10, verbose_name='who sees names'),
        ),
        migrations.AddField(
            model_name='reviewround',
            name='gate_gap',
            field=models.PositiveSmallIntegerField(default=2, verbose_name='levels apart on a key criterion'),
        ),
        migrations.AddField(
            model_name='reviewround',
            name='line_gap',
            field=models.PositiveSmallIntegerField(default=5, verbose_name='points from the line, with a single expert'),
        ),
        migrations.AddField(
            model_name='reviewround',
            name='peers_gap',
            field=models.PositiveSmallIntegerField(default=20, verbose_name="points from the peers' mean, with a single expert"),
        ),
        migrations.AddField(
            model_name='reviewround',
            name='promise_days',
            field=models.PositiveSmallIntegerField(default=10, verbose_name='days in which an author is promised all the reviews'),
        ),
        migrations.AddField(
            model_name='reviewround',
            name='renewals',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='times that work on the sheet prolongs these hours'),
        ),
        migrations.AddField(
            model_name='reviewround',
            name='schedule',
            field=models.CharField(choices=[('calendar', "Follows the session's calendar"), ('own', 'On days of its own'), ('rolling', 'Rolling: open from its first day on, without an end')], default='own', max_length=10, verbose_name='schedule'),
        ),
        migrations.AlterField(
            model_name='reviewround',
            name='schedule',
            field=models.CharField(choices=[('calendar', "Follows the session's calendar"), ('own', 'On days of its own'), ('rolling', 'Rolling: open from its first day on, without an end')], default='calendar', max_length=10, verbose_name='schedule'),
        ),
        migrations.AddField(
            model_name='reviewround',
            name='total_gap',
            field=models.PositiveSmallIntegerField(default=20, verbose_name='points apart in total'),
        ),
        migrations.AlterField(
            model_name='reviewround',
            name='closes_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='closes'),
        ),
        migrations.AlterField(
            model_name='reviewround',
            name='opens_at',
            field=models.DateTimeField(verbose_name='opens'),
        ),
        migrations.AlterField(
            model_name='reviewround',
            name='rubric',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='project_guide.rubric', verbose_name='rubric'),
        ),
        migrations.AddConstraint(
            model_name='reviewround',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at', None), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='round_closes_after_it_opens'),
        ),
        migrations.AddConstraint(
            model_name='reviewround',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__isnull', False), ('schedule', 'rolling'), _connector='OR'), name='only_a_rolling_round_has_no_end'),
        ),
    ]
