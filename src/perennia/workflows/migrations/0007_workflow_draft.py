from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0006_tag_change'),
    ]

    operations = [
        migrations.AddField(
            model_name='workflowversion',
            name='published_by',
            field=models.CharField(default='', max_length=200),
        ),
        migrations.CreateModel(
            name='WorkflowDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('definition', models.JSONField()),
                ('revision', models.PositiveIntegerField(default=1)),
                ('based_on', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.CharField(max_length=200)),
                ('workflow', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='workflows.workflow')),
            ],
        ),
    ]
