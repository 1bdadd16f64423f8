"""Ledger entries in: added, never changed; the same file twice adds nothing."""

from __future__ import annotations

from compensation.imports.checked import open_source
from compensation.imports.entry_fields import EntryChecks, entry_fields
from compensation.imports.entry_merge import EntryMerge, temporary_tables
from compensation.imports.runs import Options, Run, Summary, carry_out, column_notes
from compensation.models import Programme
from foundation.tables.ahead import Ahead
from foundation.trail.actor import Actor


def import_ledger(options: Options, *, by: Actor) -> Summary:
    """Bring a ledger file in, its rows in any order.

    An entry is refused that its coupon's balance does not bear; the others are booked, chunk by chunk, so that an
    import that was cut off is finished by running it again. Raises FileError where nothing can be taken in.
    """
    known = dict(Programme.objects.filter(kind="coupon").values_list("slug", "pk"))
    fields = entry_fields(known)
    source = open_source(options.path, fields)
    checks = EntryChecks(fields, days_given="valid_until" in source.present)

    def work(run: Run) -> None:
        run.notes |= column_notes(source, fields)
        run.count(inserted=0, unchanged=0, restored_here=0, charged=0, charged_without_account=0)
        merge = EntryMerge(run, fields)
        with temporary_tables():
            with Ahead(map(checks.check, source.chunks)) as chunks:
                while chunk := chunks.take():
                    merge.stage(chunk)
            merge.resolve()
            merge.refuse()
            merge.insert()

    return carry_out("ledger", options, work, by=by)
