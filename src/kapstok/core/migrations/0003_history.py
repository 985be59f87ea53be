from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_cache"),
        ("parties", "0003_people_contacts_meetings"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["municipality", "by", "id"], name="core_auditentry_by"),
        ),
    ]
