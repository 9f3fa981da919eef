import django.db.models.deletion
from django.db import migrations, models

FEWEST = {"wheel": 5}  # of the tools of then: how many must have marked a place
SHOWN = ("gap", "decide")  # the steps at which it shows what they marked


def count(apps, schema_editor):
    """What was marked is as it is shown now; of people themselves only where a closed workshop, or one that stands at
    a step that shows it, has shown it."""
    Figure, Mark = apps.get_model("workshops", "Figure"), apps.get_model("workshops", "Mark")
    Mark.objects.exclude(participant__removed_at=None).delete()  # they did not count, and would now
    at = ("workshop", "workshop__state", "workshop__step", "workshop__activity__question_set")
    of = ("question__question_set__tool", "question__question_set", "topic", "question", "choice")
    rows = Mark.objects.order_by().values_list(*at, *of).annotate(n=models.Count("pk"))
    found = {}
    for workshop, state, step, here, tool, question_set, topic, question, choice, n in rows:
        is_shown = tool not in FEWEST or state == "closed" or (step in SHOWN and here == question_set)
        if is_shown:
            found.setdefault((workshop, tool, topic, question), {})[choice] = n
    Figure.objects.bulk_create(
        [
            Figure(workshop_id=workshop, topic_id=topic, question_id=question, counts=counts)
            for (workshop, tool, topic, question), counts in found.items()
            if sum(counts.values()) >= FEWEST.get(tool, 0)
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("workshops", "0018_picks")]

    operations = [
        migrations.CreateModel(
            "Figure",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("counts", models.JSONField()),
                ("before", models.JSONField(default=list)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workshops.question"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workshops.topic"
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="figures", to="workshops.workshop"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("topic", "question"), name="one_figure_a_place")],
            },
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
