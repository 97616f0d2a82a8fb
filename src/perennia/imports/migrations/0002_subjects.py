"""Whom an import is about: what undoing it needs to know. And a look-up of customers by their website."""

from django.db import migrations

FORWARD = """
create table imports_subject (
    import_id   bigint not null,         -- no foreign key: millions of rows come with one import
    partition   smallint not null,
    kind        smallint not null,         -- 0 customer, 1 contact
    id          bigint not null,
    customer_id bigint not null,
    is_made     boolean not null,          -- nothing was known of it before
    before      jsonb not null,            -- {"traits", "tags", "owner"} as they stood, of what the import speaks of
    primary key (import_id, partition, kind, id)
);
create index imports_subject_customer on imports_subject (import_id, partition, customer_id);
create index moved_to on moved (to_partition, to_customer);
create index customer_domain on customers_customer (domain) where domain <> '';
"""
BACKWARD = "drop index customer_domain; drop index moved_to; drop table imports_subject;"


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_files"), ("customers", "0004_moved_to"), ("ingest", "0004_imports")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
