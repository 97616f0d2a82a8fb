"""The organisation, its members and their keys."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import perennia.team.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254)),
                ('email_folded', models.CharField(max_length=300, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('role', models.CharField(choices=[('administrator', 'Administrator'), ('head_of_cs', 'Head of CS'), ('cs_ops', 'CS Ops'), ('cs_staff', 'CS staff'), ('technical_staff', 'Technical staff'), ('viewer', 'Viewer')], default='viewer', max_length=20)),
                ('group', models.CharField(blank=True, help_text="Members of one group may change each other's.", max_length=100)),
                ('language', models.CharField(choices=[('en', 'English'), ('vi', 'Tiếng Việt')], default='en', max_length=8)),
                ('zone', models.CharField(blank=True, help_text="Empty: the organisation's.", max_length=64)),
                ('color_scheme', models.CharField(choices=[('auto', 'Like the system'), ('light', 'Light'), ('dark', 'Dark')], default='auto', max_length=5)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('key_hash', models.BinaryField(max_length=32, unique=True)),
                ('key_hint', models.CharField(max_length=16)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('last_used_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='LoginAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_hash', models.BinaryField(max_length=32)),
                ('origin', models.CharField(max_length=64)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'indexes': [models.Index(fields=['address_hash', 'at'], name='attempt_address'), models.Index(fields=['origin', 'at'], name='attempt_origin')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='Perennia', max_length=200)),
                ('zone', models.CharField(default='UTC', max_length=64)),
                ('language', models.CharField(choices=[('en', 'English'), ('vi', 'Tiếng Việt')], default='en', max_length=8)),
                ('currency', models.CharField(default='EUR', max_length=3)),
                ('public_url', models.CharField(blank=True, max_length=300)),
                ('brand_colour', models.CharField(default='#2f7d4f', max_length=7)),
                ('legal_address', models.TextField(blank=True)),
                ('business_hours', models.JSONField(default=perennia.team.models.working_week)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_organisation')],
            },
        ),
    ]
