"""The rubrics that Tuetor ships, from project_guide/data/rubrics.json."""

import json
from pathlib import Path

from django.db import migrations

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "rubrics.json"


def load(apps, schema_editor):
    Rubric = apps.get_model("project_guide", "Rubric")
    Criterion = apps.get_model("project_guide", "Criterion")
    for entry in json.loads(SHIPPED.read_text(encoding="utf-8")):
        lines = entry["thresholds"]
        rubric = Rubric.objects.create(
            key=entry["key"],
            version=1,
            applies_to=entry["applies_to"],
            titles=entry["title"],
            notes=entry["note"],
            max_level=entry["max_level"],
            ready=lines["ready"],
            ready_after_edits=lines["ready_after_edits"],
            gate_level=lines["gate_level"],
            no_zero_in=lines["no_zero_in"],
        )
        Criterion.objects.bulk_create(
            Criterion(
                rubric=rubric,
                code=row["code"],
                position=position,
                weight=str(row["weight"]),
                is_gate=row["gate"],
                titles=row["title"],
                levels=row["levels"],
            )
            for position, row in enumerate(entry["criteria"], start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("project_guide", "0001_projects_reviews_guide")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
