from django.db import migrations


class Migration(migrations.Migration):
    """Names that mean one thing: a period is not a phase, a heading no group, the wall no board."""

    dependencies = [("workshops", "0009_two_people")]

    operations = [
        migrations.RenameField("workshop", "board_on_phones", "wall_on_phones"),
        migrations.RenameField("agreement", "phase", "period"),
        migrations.RenameField("topic", "group", "heading"),
        migrations.RenameField("hint", "group", "heading"),
    ]
