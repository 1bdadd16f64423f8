"""An empty demonstration filled: files imported, settled, stocked, released. Everything through the portal's doors."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from compensation.imports.coupons import import_coupons
from compensation.imports.entries import import_ledger
from compensation.imports.runs import Options
from compensation.models import Coupon, Programme
from compensation.settlement import settle
from config.demo.evening import take_calls
from config.demo.gift_codes import stock_codes
from config.demo.misuse_claims import claim_for_misuse
from config.demo.paper_claims import apply_on_paper
from config.demo.sending import release_due_mailings
from config.demo.staff import open_accounts
from config.demo.transfers import ask_for_transfers
from config.demo.world.files import write_files
from foundation.staff.models import User
from foundation.trail import clock
from foundation.trail.actor import Actor

FOLDER = Path(__file__).parent
BY = Actor.system("demo_data")


class NotEmptyError(Exception):
    """There is something in the database already, and a demonstration is never mixed into it."""


class NotReadyError(Exception):
    """Something that comes before is missing; says which command brings it."""


def is_filled() -> bool:
    """Does the database hold coupons or members of staff?"""
    return Coupon.objects.exists() or User.objects.exists()


def fill(number: int, password: str) -> dict[str, Any]:
    """Fill an empty database with so many coupons and all that follows; what was made, by its name.

    Raises NotEmptyError and NotReadyError; nothing has then been written.
    """
    if is_filled():
        raise NotEmptyError("The database holds coupons or accounts: demonstration data goes into an empty one only.")
    slugs = list(Programme.objects.filter(kind="coupon").order_by("slug").values_list("slug", flat=True))
    if not slugs:
        raise NotReadyError("No programme is loaded. Run `manage.py load_bulletins` first.")
    staff = open_accounts(password, by=BY)
    made = _import(number)
    as_of = _settled_as_of()
    # One that begins before the balances are final is settled by whoever walks through it; misuse comes later too.
    is_final = as_of <= clock.now()
    payouts = {slug: settle(slug, as_of, by=BY).counts.get("payouts", 0) for slug in slugs if is_final}
    codes = stock_codes(by=BY)
    released = release_due_mailings(staff["supervisor"], staff["supervisor2"])
    claims = apply_on_paper(by=BY)
    calls = take_calls(staff)
    misuse = claim_for_misuse(staff, by=BY) if is_final else {}
    transfers = ask_for_transfers(staff) if is_final else {}
    done = {"payouts": payouts, "gift_codes": codes, "released": released}
    return {**made, **done, "claims": claims, "calls": calls, "misuse": misuse, "transfers": transfers}


def _import(number: int) -> dict[str, int]:
    coupons, ledger = write_files(settings.VAR_DIR / "demo", number)
    first = import_coupons(Options(coupons), by=BY)
    second = import_ledger(Options(ledger), by=BY)
    return {"coupons": Coupon.objects.count(), "refused": first.refused + second.refused}


def _settled_as_of() -> datetime:
    text = (FOLDER / "clock.toml").read_text(encoding="utf-8")
    return datetime.fromisoformat(tomllib.loads(text)["settled_as_of"])
