from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0003_scribe'),
    ]

    operations = [
        migrations.AddField(
            model_name='topic',
            name='group',
            field=models.CharField(blank=True, max_length=80, verbose_name='overskrift'),
        ),
    ]
