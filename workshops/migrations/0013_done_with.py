from django.db import migrations, models


class Migration(migrations.Migration):
    """Where a participant said that they had written what they wanted to."""

    dependencies = [("workshops", "0012_review")]

    operations = [
        migrations.AddField(
            "participant", "done_with", models.CharField(blank=True, default="", max_length=80), preserve_default=False
        )
    ]
