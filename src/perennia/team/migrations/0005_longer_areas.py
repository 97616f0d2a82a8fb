"""What was changed may bear a long name, as that of a connection does."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Widens a column, which rewrites nothing."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("team", "0004_what_is_kept")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AlterField(model_name="settingchange", name="area", field=models.CharField(max_length=200)),
    ]
