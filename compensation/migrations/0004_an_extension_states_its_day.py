from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("compensation", "0003_find_by_what_is_read_out"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="ledgerentry",
            name="ledger_only_extension_carries_validity",
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "extension"), ("valid_until__isnull", False)),
                    models.Q(models.Q(("kind", "extension"), _negated=True), ("valid_until__isnull", True)),
                    _connector="OR",
                ),
                name="ledger_extension_carries_validity",
            ),
        ),
    ]
