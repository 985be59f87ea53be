from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="version",
            field=models.PositiveIntegerField(default=1, help_text="Gaat één omhoog bij elke verandering van het plan"),
        ),
        migrations.AddField(
            model_name="theme",
            name="version",
            field=models.PositiveIntegerField(default=1, help_text="Gaat één omhoog als het thema zelf verandert"),
        ),
        migrations.AddField(
            model_name="measure",
            name="version",
            field=models.PositiveIntegerField(
                default=1,
                help_text="Gaat één omhoog als de maatregel verandert, of wat eronder of voor haar begroot staat",
            ),
        ),
    ]
