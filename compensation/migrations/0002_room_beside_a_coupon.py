"""Leave room beside each coupon for its one later version.

A settlement sets the payee of every coupon. Where the new version fits on the same page, PostgreSQL touches none of the
table's indexes for it.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def leave_room(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE compensation_coupon SET (fillfactor = 60)")


def fill_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE compensation_coupon RESET (fillfactor)")


class Migration(migrations.Migration):
    dependencies = [("compensation", "0001_initial")]

    operations = [migrations.RunPython(leave_room, fill_again)]
