from django.db import migrations, models


class Migration(migrations.Migration):
    """Notes are private until somebody shows them. Those written before are shown, and what was planned stays so."""

    dependencies = [("workshops", "0011_note_number")]

    operations = [
        migrations.AddField("note", "shown", models.BooleanField(default=True)),
        migrations.AlterField("note", "shown", models.BooleanField(default=False)),
        migrations.AddField(
            "note",
            "reason",
            models.CharField(
                blank=True,
                choices=[("person", "den nævner en person"), ("offensive", "den er krænkende")],
                default="",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            "note",
            "reason",
            models.CharField(
                blank=True,
                choices=[("person", "den nævner en person"), ("offensive", "den er krænkende")],
                max_length=20,
            ),
        ),
        migrations.AddField(
            "activity",
            "reviews",
            models.BooleanField(default=False, verbose_name="sedlerne læses igennem, før de vises"),
        ),
        migrations.AlterField(
            "activity",
            "reviews",
            models.BooleanField(default=True, verbose_name="sedlerne læses igennem, før de vises"),
        ),
    ]
