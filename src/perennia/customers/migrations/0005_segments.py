"""Segments, and who is in them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
create table segment_member (
    partition   smallint not null,
    kind        smallint not null,
    subject_id  bigint not null,
    segment     text not null,
    customer_id bigint not null,
    since       timestamptz not null,
    primary key (partition, kind, subject_id, segment)
);
create index segment_member_segment on segment_member (segment, since desc, subject_id desc);
"""
BACKWARD = "drop table segment_member;"


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0004_moved_to'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.CreateModel(
            name='Segment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True)),
                ('kind', models.SmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('name_vi', models.CharField(default='', max_length=120)),
                ('about', models.TextField(default='')),
                ('about_vi', models.TextField(default='')),
                ('condition', models.JSONField()),
                ('is_shipped', models.BooleanField(default=False)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('counted', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('archived_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={'ordering': ['name', 'key']},
        ),
    ]
