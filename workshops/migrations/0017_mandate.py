from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0016_dots_and_clusters")]

    operations = [
        migrations.AddField(
            "workshop",
            "mandate_fixed",
            models.TextField(blank=True, default="", max_length=500, verbose_name="Det ligger fast"),
            preserve_default=False,
        ),
        migrations.AddField(
            "workshop",
            "mandate_open",
            models.TextField(blank=True, default="", max_length=500, verbose_name="Det er åbent"),
            preserve_default=False,
        ),
        migrations.AddField(
            "workshop",
            "mandate_decided",
            models.CharField(blank=True, default="", max_length=120, verbose_name="Der besluttes den"),
            preserve_default=False,
        ),
    ]
