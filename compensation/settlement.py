"""The automatic route: the policy over the ledger, for every coupon that is charged to an app account.

Coupons are decided account by account, in chunks of whole accounts. Each chunk is one transaction (on SQLite the
whole run is), so that a run which is killed leaves whole accounts behind, and the next run goes on. A chunk that
somebody overtook while it was built (a claim took one of its coupons, its mailing was prepared) is left out and built
again in another pass.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from compensation.awards.accounts import AccountAwards
from compensation.awards.awarding import Awarding
from compensation.awards.batch import Batch
from compensation.awards.ids import Counted, Ids
from compensation.awards.judging import Judge
from compensation.awards.rows import Rows
from compensation.awards.standing import Asked, Standing, is_untouched, nothing, standing
from compensation.awards.terms import Terms
from compensation.awards.writing import OvertakenError, Sheaf, mailing_for, pack, write
from compensation.coupon_reading import charged_coupons, has_restorations, whole_accounts, with_restorations
from compensation.enquiries import told_in
from compensation.facts import FactsOfCoupons, Held, instants_needed
from compensation.ledger import balances
from compensation.outages import outage_of
from compensation.programmes import in_force
from compensation.sending import AUTOMATIC
from compensation.states import PayeeKind, SubjectKind
from foundation.tables.ahead import Ahead
from foundation.tables.exclusive import only_one
from foundation.trail import audit
from foundation.trail.actor import Actor
from foundation.trail.as_of import within_reach
from foundation.trail.clock import now

CHUNK: Final = 5_000
PASSES: Final = 3
TURN_SECONDS: Final = 0.0005
FOUND: Final = ("coupons", "eligible", "ineligible", "pending", "refer", "decided_later")
WRITTEN: Final = ("decided", "superseded", "referrals", "payouts", "yen")

Progress = Callable[[int], None]
Made = tuple[Counter[str], Sheaf]


class Summary(NamedTuple):
    """What a settlement found and wrote: coupons by outcome, new decisions, payouts, yen and referrals."""

    programme: str
    as_of: datetime
    bulletin: str
    dry_run: bool
    counts: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """The summary as one flat object."""
        head = {"programme": self.programme, "as_of": self.as_of.isoformat(), "bulletin": self.bulletin}
        return {**head, "dry_run": self.dry_run, **self.counts}


def settle(
    slug: str,
    as_of: datetime,
    *,
    by: Actor,
    dry_run: bool = False,
    chunk: int = CHUNK,
    progress: Progress = lambda _coupons: None,
) -> Summary:
    """Decide every charged coupon of a programme as of an instant, and make what follows; again, it changes nothing.

    Raises OutOfReachError for an instant that has not come: its decisions would stand in the way of all before it.
    Raises BusyError where the same programme is being settled, and OvertakenError where others kept changing the same
    coupons. `chunk` is the least number of coupons a transaction.
    """
    with only_one(connection, f"settle:{slug}"):
        force = in_force(slug, within_reach(as_of))
        terms = Terms(force.row, force.rules, AUTOMATIC, as_of=as_of, at=now(), by=by)
        counts = Counter[str]()
        for last in range(PASSES - 1, -1, -1):
            found, overtaken = _pass(terms, chunk, progress, dry_run=dry_run)
            # What is written adds up over the passes; what is found is what the last one found.
            counts = Counter({key: counts[key] for key in WRITTEN}) + found
            if overtaken is None:
                break
            if not last:
                raise overtaken
    summary = Summary(slug, as_of, force.row.key, dry_run, {key: counts[key] for key in FOUND + WRITTEN})
    if not dry_run and any(counts[key] for key in WRITTEN):
        _conclude(summary, by)
    return summary


def _conclude(summary: Summary, by: Actor) -> None:
    """Record the run; with this transaction all chunks before it are on the disk."""
    with transaction.atomic():
        refs = [summary.programme]
        audit.record("settled", by=by, kind="programme", refs=refs, scope=summary.programme, detail=summary.as_json())


def _pass(terms: Terms, chunk: int, progress: Progress, *, dry_run: bool) -> tuple[Counter[str], OvertakenError | None]:
    counts, overtaken = Counter[str](), None
    with _making(_made(terms, chunk, dry_run=dry_run)) as chunks:
        while made := chunks.take():
            # The next chunk is decided and encoded while the database takes this one.
            chunks.prepare()
            found, sheaf = made
            try:
                if not dry_run and not sheaf.batch.is_empty:
                    write(sheaf, terms, to_disk=False)
            except OvertakenError as error:
                overtaken = error
                continue
            counts += found
            progress(counts["coupons"])
    return counts, overtaken


class _InTurn:
    """Chunks that are made when they are asked for, over the caller's connection."""

    def __init__(self, source: Iterator[Made]) -> None:
        self._source = source

    def prepare(self) -> None:
        """Nothing is made ahead."""

    def take(self) -> Made | None:
        """The next chunk, or None at the end."""
        return next(self._source, None)


@contextmanager
def _making(source: Iterator[Made]) -> Iterator[_InTurn | Ahead[Made]]:
    """Chunks are made in a thread where the database takes two connections.

    A caller's transaction cannot be shared with a thread. SQLite has one writer, whose ids hold for one transaction.
    """
    if connection.vendor == "sqlite":
        with transaction.atomic():
            yield _InTurn(source)
    elif connection.in_atomic_block:
        yield _InTurn(source)
    else:
        with closing(_with_own_connection(source)) as own, Ahead(own) as ahead, _quick_turns():
            yield ahead


@contextmanager
def _quick_turns() -> Iterator[None]:
    """The writing thread only hands the next piece to the socket: it must not wait 5 ms for each turn to do so."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _with_own_connection(source: Iterator[Made]) -> Generator[Made]:
    """The same chunks, made over the connection of the thread that asks for them, which is closed in the end.

    The end may come in another thread, where `connection` would name another one: the caller's.
    """
    own = connections[DEFAULT_DB_ALIAS]
    own.inc_thread_sharing()
    try:
        yield from source
    finally:
        own.close()


def _made(terms: Terms, chunk: int, *, dry_run: bool) -> Iterator[Made]:
    """The awards of chunk after chunk, encoded; of a dry run only the counts."""
    ids = Counted(connection) if dry_run else Ids(connection)
    programme_id = terms.programme.pk
    told = told_in(programme_id)
    facts = FactsOfCoupons(terms.rules, terms.as_of, told, outage_of(programme_id) if told else None)
    judge = Judge(terms.rules, terms.as_of)
    restored, untouched = has_restorations(terms.programme.pk), is_untouched(terms.programme.pk)
    # Asked for once a pass: whoever writes holds the mailing, and would be waited for in each chunk.
    mailing_id = cache(lambda: 0 if dry_run else mailing_for(terms))
    instants = instants_needed(terms.rules, terms.as_of)
    for coupons in whole_accounts(charged_coupons(terms.programme.pk, terms.rules, terms.as_of), chunk):
        rows = Rows(terms, Batch(), ids, mailing_id)
        awards = AccountAwards(
            Awarding(terms, nothing() if untouched else _standing(terms, coupons), rows), facts, judge
        )
        known = balances([held.id for held in coupons], instants)
        for _, of_one in groupby(with_restorations(coupons) if restored else coupons, key=attrgetter("app_account")):
            awards.award(list(of_one), known)
        yield awards.counts, Sheaf(rows.batch, {}) if dry_run else pack(connection, rows.batch)


def _standing(terms: Terms, coupons: list[Held]) -> Standing:
    ids = [held.id for held in coupons]
    keys = [terms.loss_key(held.inquiry_number) for held in coupons]
    accounts = {held.app_account for held in coupons}
    return standing(terms.programme.pk, Asked(SubjectKind.COUPON, ids, ids, keys, PayeeKind.APP_ACCOUNT, accounts))
