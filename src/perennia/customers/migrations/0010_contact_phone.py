"""Contacts are found by the last digits of their phone number."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0009_tag_looks")]
    operations = [
        migrations.RunSQL(
            r"""create index contact_phone on customers_contact (right(regexp_replace(phone, '\D', '', 'g'), 9)) where phone <> ''""",
            "drop index contact_phone",
        )
    ]
