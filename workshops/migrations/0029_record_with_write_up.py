from django.db import migrations

EMPTY = {
    "points": [],
    "chapters": {},
    **dict.fromkeys(("committee", "chair", "helper", "case_number", "approved_by", "next_on", "approved_on"), ""),
}


def fill_in(apps, schema_editor):
    """Records have a write-up, and how many there were as a number: it stood before »(Leder: 5, …)«."""
    for record in apps.get_model("workshops", "Record").objects.filter(schema=1).iterator():
        there = str(record.data.get("participants", "0")).split(" ")[0]
        record.data = {**record.data, "write_up": EMPTY, "participants": int(there) if there.isdigit() else 0}
        record.schema = 2
        record.save(update_fields=["data", "schema"])


class Migration(migrations.Migration):
    dependencies = [("workshops", "0028_write_up")]
    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
