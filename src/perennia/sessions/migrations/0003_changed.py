"""Open screens find by an index what changed last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0002_two_kinds")]
    operations = [
        migrations.AddIndex("booking", models.Index(fields=["-changed_at"], name="booking_changed")),
    ]
