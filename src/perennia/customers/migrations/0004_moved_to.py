"""Who became a customer is asked each time its history is read."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_seen_quarter")]
    operations = [
        migrations.RunSQL(
            "create index moved_to_customer on moved (to_customer) where kind = 0", "drop index moved_to_customer"
        )
    ]
