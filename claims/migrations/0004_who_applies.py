from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_since_when_a_coupon_is_known_to_be_claimed")]

    operations = [
        migrations.AddField("claim", "declares_traveller", models.BooleanField("利用者本人との申告", null=True)),
    ]
