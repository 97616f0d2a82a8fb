"""The outbox: messages, the send budget of each contact, deliveries."""

from django.db import migrations

FORWARD = """
create table message (
    partition     smallint not null,
    id            uuid not null,           -- also the provider's idempotency key
    customer_id   bigint not null,
    contact_id    bigint,                  -- null: to be found by role when it is sent
    role          text not null default 'primary',
    audience      text not null default 'customer',   -- customer, team
    channel       text not null,           -- key of a channel entry, 'email'
    workflow      text not null default '',
    version_id    bigint,
    enrolment_id  uuid,
    step          text not null default '',
    template      text not null,
    topic         text not null default 'success',    -- transactional, success, product_news, surveys
    priority      smallint not null default 50,       -- lower leaves first
    state         text not null default 'queued',     -- queued sending sent failed held unknown
    reason        text not null default '',
    asked_at      timestamptz not null,    -- when the step asked for it (business time)
    expires_at    timestamptz not null,    -- after this it is held
    next_at       timestamptz not null,    -- when to look at it again
    attempts      smallint not null default 0,
    sent_at       timestamptz,
    claimed_by    integer,                 -- backend pid of the dispatcher while 'sending'
    claimed_start timestamptz,
    depth         smallint not null default 0,
    facts         jsonb not null default '{}',        -- event and variables the template may use
    sent          jsonb,                   -- {"to", "subject", "html", "text", "headers"} as it left
    primary key (partition, id)
);
create index message_due on message (next_at, priority) where state = 'queued';
create index message_contact on message (partition, contact_id, asked_at desc);
create index message_customer on message (partition, customer_id, asked_at desc);
create index message_state on message (state, asked_at desc, id);
create index message_asked on message (asked_at desc, id);
create index message_workflow on message (workflow, asked_at desc);

create table send_budget (
    partition  smallint not null,
    contact_id bigint not null,
    sent_at    timestamptz[] not null default '{}',   -- sends that count, of the last seven days
    primary key (partition, contact_id)
);
"""

BACKWARD = "drop table send_budget, message;"


class Migration(migrations.Migration):
    initial = True
    dependencies = [("customers", "0001_record")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
