"""What a post came to is told by its events; whose they are, by the record."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("integrations", "0001_connections")]
    operations = [migrations.RemoveField(model_name="received", name="customer")]
