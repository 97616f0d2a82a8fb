"""One row: how far the demo's clock runs ahead of the database's."""

from django.db import migrations

MAKE = """
CREATE TABLE host_clock (
    is_the_only_one boolean PRIMARY KEY DEFAULT true CHECK (is_the_only_one),
    ahead interval NOT NULL DEFAULT interval '0'
);
INSERT INTO host_clock DEFAULT VALUES;
"""


class Migration(migrations.Migration):
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(MAKE, "DROP TABLE host_clock")]
