"""Why a place was opened, for whom it is kept, how often it was prolonged, why it was declined."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("project_guide", "0003_rules_of_rounds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='reviewslot',
            name='cause',
            field=models.CharField(choices=[('planned', 'Wanted by the round'), ('replacement', 'In place of one that was not done'), ('third_opinion', 'One more opinion')], default='planned', max_length=15),
        ),
        migrations.AddField(
            model_name='reviewslot',
            name='decline',
            field=models.CharField(blank=True, choices=[('conflict', 'I am too near to this work or its author'), ('subject', 'It is not my subject'), ('time', 'I have no time for it now'), ('other', 'Another reason')], max_length=10),
        ),
        migrations.AddField(
            model_name='reviewslot',
            name='renewed',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='reviewslot',
            name='reserved_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewslot',
            name='reserved_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='reviewslot',
            index=models.Index(condition=models.Q(('state', 'leased')), fields=['lease_until'], name='slots_out'),
        ),
        migrations.AddConstraint(
            model_name='reviewslot',
            constraint=models.CheckConstraint(condition=models.Q(('reserved_for', None), ('reserved_until__isnull', False), _connector='OR'), name='kept_for_somebody_for_a_time'),
        ),
    ]
