from django.db import migrations, models


class Migration(migrations.Migration):
    """What the room came to: what was written down until now was agreed. A note fits in whole."""

    dependencies = [("workshops", "0013_done_with")]

    operations = [
        migrations.AddField(
            "agreement",
            "result",
            models.CharField(
                "resultat",
                choices=[
                    ("agreed", "aftalt"),
                    ("recommended", "anbefales"),
                    ("disagreed", "uenighed"),
                    ("later", "vender vi tilbage til"),
                ],
                default="agreed",
                max_length=11,
            ),
        ),
        migrations.AlterField("agreement", "what", models.CharField("hvad", max_length=500)),
    ]
