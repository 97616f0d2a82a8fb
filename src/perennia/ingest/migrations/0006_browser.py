"""What a source in a web page is told, which pages may send with its key, and that key itself."""

from django.db import migrations

FORWARD = """
alter table ingest_source
    add column browser    jsonb not null default '{}',   -- see ingest/browser.py
    add column public_key text not null default '';      -- the write key of a source in a web page, which all its readers can see
"""
BACKWARD = "alter table ingest_source drop column browser, drop column public_key"


class Migration(migrations.Migration):
    dependencies = [("ingest", "0005_mapping")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
