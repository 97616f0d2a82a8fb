"""The living record: history, profiles, daily roll-ups, tags, points and stages."""

from django.db import migrations

FORWARD = """
create table history (
    partition    smallint not null,
    received_at  timestamptz not null,
    seq          bigint not null,          -- its number in the inbox; derived events carry their cause's
    place        smallint not null default 0,   -- 0, or which of the events derived from seq this is
    customer_id  bigint not null,
    contact_id   bigint,
    source       smallint not null,
    kind         text not null,
    name         text not null,
    message_id   text not null,
    message_hash uuid not null,
    at           timestamptz not null,
    historical   boolean not null,
    late         boolean not null default false,
    depth        smallint not null default 0,
    outcome      text not null,            -- matched, no_match
    duplicates   integer not null default 0,
    body         jsonb not null,
    primary key (partition, received_at, seq, place)
) partition by range (received_at);
create table history_default partition of history default;
create index history_customer on history (partition, customer_id, received_at desc, seq desc, place desc);
create index history_received on history (received_at desc, seq desc, place desc);

create table profile (
    partition    smallint not null,
    kind         smallint not null,        -- 0 customer, 1 contact
    id           bigint not null,
    customer_id  bigint not null,
    is_hidden    boolean not null default false,   -- anonymous visitors
    score        integer not null default 0,
    started_at   timestamptz,              -- first live event
    last_seen_at timestamptz,
    renews_at    timestamptz,
    state        jsonb not null,           -- perennia.core.profile.Profile
    primary key (partition, kind, id)
) with (fillfactor = 70);
create index profile_last_seen on profile (kind, last_seen_at) where not is_hidden;
create index profile_renews on profile (renews_at) where renews_at is not null and not is_hidden;
create index profile_score on profile (kind, score desc, id) where not is_hidden;
create index profile_customer on profile (partition, customer_id) where kind = 1;

create table daily (
    partition    smallint not null,
    kind         smallint not null,
    subject_id   bigint not null,
    day          date not null,            -- a day in the organisation's zone
    name         text not null,            -- event name, or 'feature:<name>'
    count        integer not null,
    seconds      bigint not null default 0,
    primary key (partition, kind, subject_id, name, day)
) with (fillfactor = 80);
create table daily_contact (               -- who was active at a customer on a day
    partition    smallint not null,
    customer_id  bigint not null,
    day          date not null,
    contact_id   bigint not null,
    primary key (partition, customer_id, day, contact_id)
);

create table tag (
    partition   smallint not null,
    kind        smallint not null,
    subject_id  bigint not null,
    tag         text not null,
    customer_id bigint not null,
    at          timestamptz not null,
    primary key (partition, kind, subject_id, tag)
);
create index tag_tag on tag (tag, kind, subject_id);

create table stage (
    partition   smallint not null,
    kind        smallint not null,
    subject_id  bigint not null,
    pipeline    text not null,
    stage       text not null,
    customer_id bigint not null,
    since       timestamptz not null,
    primary key (partition, kind, subject_id, pipeline, stage)
);
create index stage_stage on stage (pipeline, stage, since desc, subject_id);

create table points (                      -- the ledger: one row a reason and moment
    partition   smallint not null,
    kind        smallint not null,
    subject_id  bigint not null,
    key         uuid not null,
    customer_id bigint not null,
    points      integer not null,
    reason      text not null,
    at          timestamptz not null,
    primary key (partition, kind, subject_id, key)
);
create index points_customer on points (partition, customer_id, at desc);

create table moved (                       -- a customer or contact that now lives elsewhere ("formerly")
    partition    smallint not null,
    kind         smallint not null,
    id           bigint not null,
    to_partition smallint not null,
    to_customer  bigint not null,
    to_contact   bigint,
    at           timestamptz not null,
    primary key (partition, kind, id)
);
"""

BACKWARD = "drop table moved, points, stage, tag, daily_contact, daily, profile, history;"


class Migration(migrations.Migration):
    initial = True
    dependencies = [("ingest", "0001_stream")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
