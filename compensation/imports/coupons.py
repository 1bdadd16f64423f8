"""Coupons in, by inquiry number within their programme; the same file twice changes nothing."""

from __future__ import annotations

from compensation.imports.checked import open_source
from compensation.imports.coupon_fields import RowChecks, coupon_fields
from compensation.imports.coupon_merge import CouponMerge
from compensation.imports.runs import Options, Run, Summary, carry_out, column_notes
from compensation.models import Programme
from foundation.tables.ahead import Ahead
from foundation.tables.rejects import FileError
from foundation.trail.actor import Actor


def import_coupons(options: Options, *, by: Actor, programme: str = "") -> Summary:
    """Bring a coupon file in. With `programme`, every row is of that one, and the file need not say so.

    A column that the file does not have leaves what is stored as it is. Chunk by chunk, each in a transaction of its
    own: an import that was cut off is finished by running it again. Raises FileError where nothing can be taken in.
    """
    known = dict(Programme.objects.filter(kind="coupon").values_list("slug", "pk"))
    if programme and programme not in known:
        raise FileError(
            f"プログラム「{programme}」は登録されていません。", f"The programme {programme} is not known here."
        )
    fields = coupon_fields(known, programme)
    source = open_source(options.path, fields)
    checks = RowChecks(fields)

    def work(run: Run) -> None:
        merge = CouponMerge(run, fields, source.present)
        run.notes |= column_notes(source, fields)
        run.count(inserted=0, changed=0, unchanged=0, contact_changed_after_release=0)
        with merge.tables(), Ahead(map(checks.check, source.chunks)) as chunks:
            while chunk := chunks.take():
                merge.write(chunk, meanwhile=chunks.prepare)
            merge.finish()

    return carry_out("coupons", options, work, by=by)
