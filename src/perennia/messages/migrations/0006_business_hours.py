"""Business hours, and what is new in the product."""

from datetime import time

from django.db import migrations, models

from perennia.messages.models import weekdays


class Migration(migrations.Migration):
    dependencies = [("messages", "0005_channels")]
    operations = [
        migrations.AddField("conduct", "business_from", models.TimeField(default=time(9))),
        migrations.AddField("conduct", "business_until", models.TimeField(default=time(18))),
        migrations.AddField("conduct", "business_days", models.JSONField(default=weekdays)),
        migrations.AddField("conduct", "news", models.JSONField(default=list)),
    ]
