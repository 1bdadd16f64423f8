from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_find_by_what_is_read_out")]

    operations = [
        migrations.AddField("claim", "declares_traveller", models.BooleanField("利用者本人との申告", null=True)),
    ]
