from django.db import migrations, models


def keep_as_planned(apps, schema_editor):
    """What was planned before goes on as it was: each question is read first, and talked about at once."""
    apps.get_model("workshops", "Activity").objects.filter(tool="dialogue").update(reads=True, talks=True)


class Migration(migrations.Migration):
    dependencies = [("workshops", "0014_result")]

    operations = [
        migrations.AddField(
            "activity",
            "reads",
            models.BooleanField(default=False, verbose_name="hvert spørgsmål læses, før der skrives"),
        ),
        migrations.AddField(
            "activity",
            "talks",
            models.BooleanField(default=False, verbose_name="der tales og aftales ved hvert spørgsmål"),
        ),
        migrations.AddField(
            "activity",
            "gathers",
            models.BooleanField(default=False, verbose_name="sedlerne lægges i bunker"),
        ),
        migrations.AddField(
            "activity",
            "chooses",
            models.BooleanField(default=False, verbose_name="der sættes prikker ved det vigtigste"),
        ),
        migrations.AddField(
            "activity", "dots", models.PositiveSmallIntegerField(default=3, verbose_name="prikker til hver")
        ),
        migrations.AddField(
            "activity", "stacks", models.BooleanField(default=False, verbose_name="flere prikker ved det samme")
        ),
        migrations.AddField(
            "question",
            "talks",
            models.BooleanField(default=False, verbose_name="tal og aftal ved spørgsmålet"),
        ),
        migrations.RunPython(keep_as_planned, migrations.RunPython.noop, elidable=True),
    ]
