"""Experts are invited, one after the other: what they know, their pauses, their answers, their time."""

import core.codes
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('project_guide', '0011_disagreement_and_return'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='review',
            name='minutes',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minutes it took'),
        ),
        migrations.AddField(
            model_name='reviewround',
            name='alternates',
            field=models.PositiveSmallIntegerField(default=3, verbose_name='experts in line for each version, besides those asked first'),
        ),
        migrations.AddField(
            model_name='reviewround',
            name='answer_days',
            field=models.PositiveSmallIntegerField(default=3, verbose_name='days in which an expert answers an invitation'),
        ),
        migrations.AddField(
            model_name='reviewround',
            name='invites',
            field=models.BooleanField(default=True, verbose_name='experts are invited to each piece'),
        ),
        migrations.CreateModel(
            name='Expertise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subjects', models.JSONField(blank=True, default=list, verbose_name='subjects')),
                ('grade_bands', models.JSONField(blank=True, default=list, verbose_name='grades')),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='languages')),
                ('cap', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(50)], verbose_name='most reviews in one session')),
                ('saved_at', models.DateTimeField()),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='expertise', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('cap__gte', 1)), name='an_expert_gives_one_review')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['starts_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='pause_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='ReviewInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=core.codes.random_code, editable=False, max_length=12, unique=True)),
                ('state', models.CharField(choices=[('planned', 'In line'), ('sent', 'Asked'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('silent', 'No answer'), ('revoked', 'Withdrawn')], default='planned', max_length=10)),
                ('position', models.PositiveSmallIntegerField()),
                ('score', models.PositiveSmallIntegerField()),
                ('wave', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('answer_by', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('decline', models.CharField(blank=True, choices=[('conflict', 'I am too near to this work or its author'), ('subject', 'It is not my subject'), ('time', 'I have no time for it now'), ('other', 'Another reason')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('suggested_name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('suggested_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('suggested_words', models.CharField(blank=True, max_length=300, verbose_name='why this person')),
                ('token', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_invitations', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='project_guide.reviewround')),
                ('slot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='project_guide.reviewslot')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='project_guide.projectversion')),
            ],
            options={
                'ordering': ['version', 'wave', 'position', 'pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'sent')), fields=['answer_by'], name='answers_due'), models.Index(fields=['person', 'state'], name='invitations_of_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'sent', 'accepted'])), fields=('version', 'person'), name='one_live_invitation_a_pair'), models.UniqueConstraint(condition=models.Q(('state', 'sent')), fields=('slot',), name='one_is_asked_for_a_slot'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), models.Q(('answer_by__isnull', False), ('slot__isnull', False), ('token__isnull', False)), _connector='OR'), name='asked_for_a_slot_until_a_moment')],
            },
        ),
    ]
