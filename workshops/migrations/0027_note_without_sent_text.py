from django.db import migrations


class Migration(migrations.Migration):
    """Apart from what fills ``sent``: PostgreSQL alters no table in the transaction that changed its rows."""

    dependencies = [
        ("workshops", "0026_record"),
    ]

    operations = [
        migrations.RemoveField(model_name="note", name="sent_text"),
    ]
