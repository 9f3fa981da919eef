from django.db import migrations, models


def approve(apps, schema_editor):
    """Who takes notes already is the helper."""
    apps.get_model("workshops", "Workshop").objects.exclude(helper=None).update(helper_approved=True)


class Migration(migrations.Migration):
    dependencies = [("workshops", "0020_question_ends")]

    operations = [
        migrations.RenameField("workshop", "scribe_wanted", "helper_wanted"),
        migrations.RenameField("workshop", "scribe", "helper"),
        migrations.AlterField(
            "workshop",
            "helper_wanted",
            models.BooleanField(default=False, verbose_name="en deltager hjælper på sin telefon"),
        ),
        migrations.AddField("workshop", "helper_approved", models.BooleanField(default=False)),
        migrations.AddField(
            "workshop",
            "helper_reviews",
            models.BooleanField(default=False, verbose_name="hjælperen læser sedlerne igennem"),
        ),
        migrations.RunPython(approve, migrations.RunPython.noop),
    ]
