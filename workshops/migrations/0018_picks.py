import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0017_mandate")]

    operations = [
        migrations.AddField(
            "activity",
            "picks",
            models.BooleanField(default=False, verbose_name="der sættes prikker ved spørgsmålene først"),
        ),
        migrations.AddField("activity", "unpicked", models.JSONField(default=list)),
        migrations.AlterField(
            "dot",
            "note",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="dots",
                to="workshops.note",
            ),
        ),
        migrations.AddField(
            "dot",
            "question",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="workshops.question",
            ),
        ),
        migrations.AddConstraint(
            "dot", models.UniqueConstraint(fields=("participant", "question"), name="dots_of_one_at_a_question")
        ),
        migrations.AddConstraint(
            "dot",
            models.UniqueConstraint(
                condition=models.Q(("participant", None)), fields=("question",), name="dots_for_others_at_a_question"
            ),
        ),
    ]
