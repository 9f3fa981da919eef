from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0021_helper")]

    operations = [migrations.AddField("cluster", "position", models.PositiveSmallIntegerField(default=0))]
