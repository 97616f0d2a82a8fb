"""The rows people look up: customers and contacts, found by what is written of them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('customers', '0001_record'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('partition', models.SmallIntegerField()),
                ('kind', models.CharField(choices=[('account', 'account'), ('implicit', 'implicit'), ('visitor', 'visitor')], max_length=10)),
                ('name', models.TextField()),
                ('name_folded', models.TextField()),
                ('is_named', models.BooleanField(default=False)),
                ('domain', models.TextField(default='')),
                ('website', models.TextField(default='')),
                ('industry', models.TextField(default='')),
                ('employees', models.BigIntegerField(null=True)),
                ('plan', models.TextField(default='')),
                ('value_amount', models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ('value_currency', models.CharField(default='', max_length=3)),
                ('zone', models.TextField(default='')),
                ('language', models.TextField(default='')),
                ('since', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('described_at', models.DateTimeField()),
                ('described_by', models.TextField(default='')),
                ('search', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat(models.Value(' ', output_field=models.TextField()), 'name_folded', models.Value(' ', output_field=models.TextField()), 'domain'), output_field=models.TextField())),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='customers', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('partition', models.SmallIntegerField()),
                ('person_id', models.BigIntegerField(null=True)),
                ('name', models.TextField()),
                ('name_folded', models.TextField()),
                ('is_named', models.BooleanField(default=False)),
                ('first_name', models.TextField(default='')),
                ('email', models.TextField(default='')),
                ('email_folded', models.TextField(default='')),
                ('phone', models.TextField(default='')),
                ('title', models.TextField(default='')),
                ('zone', models.TextField(default='')),
                ('language', models.TextField(default='')),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('created_at', models.DateTimeField()),
                ('described_at', models.DateTimeField()),
                ('described_by', models.TextField(default='')),
                ('search', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat(models.Value(' ', output_field=models.TextField()), 'name_folded', models.Value(' ', output_field=models.TextField()), 'email_folded'), output_field=models.TextField())),
                ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='customers.customer')),
            ],
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['name_folded', 'id'], name='customer_name'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['-created_at', '-id'], name='customer_created'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['-value_amount', '-id'], name='customer_value'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['plan'], name='customer_plan'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='customer_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['email_folded'], name='contact_email'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['person_id'], name='contact_person'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='contact_search', opclasses=['gin_trgm_ops']),
        ),
    ]
