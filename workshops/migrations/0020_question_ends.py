from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0019_figures")]

    operations = [
        migrations.AddField("question", "ends", models.JSONField(blank=True, default=list, editable=False)),
    ]
