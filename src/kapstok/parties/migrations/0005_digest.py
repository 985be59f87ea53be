from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0004_meetings_calendar"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="wants_digest",
            field=models.BooleanField(default=True, help_text="Wil een mail met wat er wacht"),
        ),
        migrations.AddField(
            model_name="person",
            name="digest_sent_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
