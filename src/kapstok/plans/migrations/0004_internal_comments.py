from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_working_together")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="internal",
            field=models.BooleanField(default=False),
        ),
    ]
