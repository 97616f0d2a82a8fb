"""Endpoints, and the deliveries to them: written by the turn that worked the event, so that both are there or neither."""

from django.db import migrations, models

FORWARD = """
create table webhook (
    partition   smallint not null,
    id          uuid not null,            -- the webhook-id of every try
    endpoint_id bigint not null,
    customer_id bigint,                   -- null: a test
    event       text not null,
    type        text not null,
    body        text not null,            -- leaves byte by byte as it stands here
    made_at     timestamptz not null,
    state       text not null default 'queued',   -- queued delivered dead
    reason      text not null default '',
    next_at     timestamptz not null,     -- while it is tried: when another worker may take it over
    rung        smallint not null default 0,      -- of the ladder; begins anew when it is sent by hand
    tries       smallint not null default 0,
    tried_at    timestamptz,
    primary key (partition, id)
);
create index webhook_due on webhook (endpoint_id, next_at) where state = 'queued';
create index webhook_made on webhook (endpoint_id, made_at desc, id desc);
create index webhook_dead on webhook (endpoint_id, made_at desc, id desc) where state = 'dead';
create index webhook_old on webhook (made_at);

create table webhook_try (
    partition  smallint not null,
    webhook_id uuid not null,
    number     smallint not null,
    at         timestamptz not null,
    status     smallint,                  -- null: no answer
    reason     text not null default '',
    answer     text not null default '',  -- at most 2 KB, never headers
    took       integer not null,          -- milliseconds
    primary key (partition, webhook_id, number)
);
"""

BACKWARD = "drop table webhook_try, webhook;"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("url", models.CharField(max_length=2000)),
                ("events", models.JSONField(default=list)),
                ("state", models.CharField(choices=[("on", "on"), ("paused", "paused"), ("off", "off"), ("gone", "gone")], default="on", max_length=10)),
                ("secret", models.BinaryField()),
                ("former_secret", models.BinaryField(null=True)),
                ("former_until", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.BigIntegerField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("rests_until", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, max_length=200)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("name",), name="one_endpoint_a_name")]},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
