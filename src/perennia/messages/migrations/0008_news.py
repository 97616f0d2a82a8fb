"""What is new in the product, for those who come back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messages", "0007_correspondents")]
    operations = [migrations.AddField("conduct", "news", models.JSONField(default=list))]
