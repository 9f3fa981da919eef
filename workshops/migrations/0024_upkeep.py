from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0023_a_room_that_can_be_kept")]

    operations = [
        migrations.CreateModel(
            name="Upkeep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tidied_at", models.DateTimeField(null=True)),
                ("leapt_at", models.DateTimeField(null=True)),
                ("tried_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
