"""The ledger knows by which rule and event each entry was earned; feedback is found by index; unused features fall due."""

from django.db import migrations

FORWARD = """
alter table points
    add column reason_vi text not null default '',
    add column workflow text not null default '',
    add column step text not null default '',
    add column times smallint not null default 1,   -- how often they were earned; 0: puts earlier entries right
    add column cause bigint;                        -- seq of the event they were earned by
create index points_rule on points (workflow, step);
alter table profile add column features_due_at timestamptz;
create index profile_features_due on profile (features_due_at) where features_due_at is not null and not is_hidden;
create index history_feedback on history (partition, customer_id, at desc, seq desc) where name = 'Feedback Given';
"""
BACKWARD = """
drop index history_feedback;
drop index profile_features_due;
alter table profile drop column features_due_at;
drop index points_rule;
alter table points drop column cause, drop column times, drop column step, drop column workflow, drop column reason_vi;
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0007_pipelines")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
