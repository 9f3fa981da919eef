import datetime as dt
import hashlib

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.core import signing
from django.db import migrations, models
from django.utils import timezone


def store_digests(apps, schema_editor):
    """Links that were made before still let their leaders in, for as long as new ones."""
    links = apps.get_model("workshops", "Link").objects
    signer = signing.Signer(salt="workshops.report-link")
    for link in links.all():
        link.digest = hashlib.sha256(signer.sign(link.key).encode()).hexdigest()
        link.expires_at = timezone.now() + dt.timedelta(days=settings.LINK_DAYS)
        link.save(update_fields=["digest", "expires_at"])


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0024_upkeep'),
    ]

    operations = [
        migrations.AlterField(
            model_name='workshop',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ansvarlig'),
        ),
        migrations.AlterField(
            model_name='workshop',
            name='state',
            field=models.CharField(choices=[('draft', 'kladde'), ('open', 'i gang'), ('closed', 'afsluttet')], default='draft', max_length=6, verbose_name='tilstand'),
        ),
        migrations.RenameModel('ReportLink', 'Link'),
        migrations.AlterModelOptions(name='link', options={'ordering': ['-created_at', '-pk']}),
        migrations.AddField(
            model_name='link',
            name='purpose',
            field=models.CharField(choices=[('leader', 'lederens link til rapporten'), ('employees', 'medarbejdernes link til rapporten'), ('password', 'link til en ny adgangskode')], default='leader', max_length=9),
            preserve_default=False,
        ),
        migrations.AddField(model_name='link', name='digest', field=models.CharField(max_length=64, null=True)),
        migrations.AddField(model_name='link', name='expires_at', field=models.DateTimeField(null=True)),
        migrations.RunPython(store_digests, migrations.RunPython.noop),
        migrations.AlterField(model_name='link', name='digest', field=models.CharField(max_length=64, unique=True)),
        migrations.AlterField(model_name='link', name='expires_at', field=models.DateTimeField()),
        migrations.RemoveField(model_name='link', name='key'),
        migrations.AlterField(
            model_name='link',
            name='workshop',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='workshops.workshop'),
        ),
        migrations.AddField(
            model_name='link',
            name='beside',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='leader', to='workshops.link'),
        ),
        migrations.AddField(
            model_name='link',
            name='last_used_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='link',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='links', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='hvornår')),
                ('what', models.CharField(choices=[('in', 'loggede ind'), ('out', 'loggede ud'), ('failed', 'kom ikke ind'), ('opened', 'åbnede workshop'), ('closed', 'afsluttede workshop'), ('erased', 'slettede sedler'), ('discarded', 'slettede workshop'), ('restored', 'hentede slettet workshop tilbage'), ('gone', 'slettede workshop for altid'), ('shared', 'lavede link'), ('used', 'link blev brugt'), ('revoked', 'trak link tilbage'), ('invited', 'inviterede ordstyrer'), ('accepted', 'blev ordstyrer'), ('taken-off', 'fjernede ordstyrer'), ('handed-over', 'gjorde ansvarlig for workshop'), ('made', 'oprettede konto'), ('changed', 'ændrede adgang for konto'), ('deleted', 'slettede konto'), ('password', 'ny adgangskode til konto')], max_length=20, verbose_name='hvad')),
                ('who', models.CharField(blank=True, max_length=400, verbose_name='hvem')),
                ('about', models.CharField(blank=True, max_length=250, verbose_name='om')),
                ('workshop', models.PositiveBigIntegerField(null=True, verbose_name='workshoppens nummer')),
                ('typed', models.CharField(blank=True, max_length=64, verbose_name='mail, der blev skrevet (forvansket)')),
                ('source', models.CharField(blank=True, max_length=64, verbose_name='adresse (forvansket)')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='konto')),
            ],
            options={
                'verbose_name': 'hændelse',
                'verbose_name_plural': 'hændelser',
                'ordering': ['-at', '-pk'],
            },
        ),
    ]
