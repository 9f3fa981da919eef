import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from workshops import codes


def draw(apps, schema_editor):
    """Give every workshop a key of its own."""
    workshops = apps.get_model("workshops", "Workshop")._default_manager
    every = list(workshops.only("pk"))
    for workshop in every:
        workshop.link_key = codes.new_key()
    workshops.bulk_update(every, ["link_key"], batch_size=400)


class Migration(migrations.Migration):
    """A seat can be shut out with all it wrote, newcomers can be let in one by one, a link needs no code, wrong codes
    are counted, and the heads in the room."""

    dependencies = [("workshops", "0022_cluster_position")]

    operations = [
        migrations.AddField("workshop", "link_key", models.CharField(max_length=22, null=True)),
        migrations.RunPython(draw, migrations.RunPython.noop),
        migrations.AlterField(
            "workshop", "link_key", models.CharField(default=codes.new_key, max_length=22, unique=True)
        ),
        migrations.AddField("workshop", "newcomers_wait", models.BooleanField(default=False)),
        migrations.AddField(
            "workshop",
            "heads",
            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hvor mange I er"),
        ),
        migrations.AddField("participant", "waits", models.BooleanField(default=False)),
        migrations.CreateModel(
            "ShutOut",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("notes", models.JSONField(default=list)),
                ("marks", models.JSONField(default=list)),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shut_out",
                        to="workshops.participant",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shut_outs",
                        to="workshops.workshop",
                    ),
                ),
            ],
            {"ordering": ["pk"]},
        ),
        migrations.CreateModel(
            "WrongCode",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            {"indexes": [models.Index(fields=["source", "at"], name="wrong_codes_of_a_source")]},
        ),
    ]
