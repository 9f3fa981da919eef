from django.db import migrations, models

from workshops import codes


def draw(apps, schema_editor):
    """Give every note a number, and let go of what its version told: when it was written."""
    notes = apps.get_model("workshops", "Note")._default_manager.order_by("pk")
    every = list(notes.only("pk"))
    for note in every:
        note.number, note.version = codes.new_number(), 0
    notes.bulk_update(every, ["number", "version"], batch_size=400)


class Migration(migrations.Migration):
    """Nothing about a note tells when it was written: a random number orders it and names it on screens. Neither do
    marks tell."""

    dependencies = [("workshops", "0010_names")]

    operations = [
        migrations.AddField("note", "number", models.PositiveBigIntegerField(null=True)),
        migrations.RunPython(draw, migrations.RunPython.noop),
        migrations.AlterField("note", "number", models.PositiveBigIntegerField(default=codes.new_number)),
        migrations.RemoveField("note", "created_at"),
        migrations.RemoveField("mark", "created_at"),
        migrations.AlterModelOptions("note", {"ordering": ["number"]}),
        migrations.AddConstraint(
            "note", models.UniqueConstraint(fields=["workshop", "number"], name="one_note_a_number")
        ),
    ]
