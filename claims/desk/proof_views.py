"""What was sent to somebody, when, by whom, in which words, and what was heard of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from claims import state_words
from claims.desk.access import at_the_desk, my_programmes
from claims.desk.forms import SearchForm
from claims.desk.history_words import cause_words
from claims.desk.mailing_views import without_links
from claims.desk.mailing_words import purpose_words
from claims.desk.parts import Moved, masked_address, moved, tone
from claims.desk.proof_words import sentence
from claims.desk.search import Hits, find
from claims.desk.unmatched_words import says_words
from claims.models import Claim
from compensation.models import Decision, Payout
from compensation.states import PayeeKind, SubjectKind
from foundation.japan.bilingual import Both
from notifications.models import Attempt, Message
from notifications.proof import Proof, messages_of, prove
from notifications.reports import Heard

SHOWN: Final = 30


class Shown(NamedTuple):
    """One message with its proof, in words; the address masked, links cut short."""

    proof: Proof
    purpose: Both
    channel: Both
    state: Both
    tone: str
    sentence: Both
    address: str
    body: str
    steps: list[Moved]
    attempts: list[tuple[Attempt, Both]]
    reports: list[tuple[Heard, Both]]


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def proof(request: HttpRequest) -> HttpResponse:
    """What was typed stands in no address, as in the search."""
    if request.method != "POST":
        return render(request, "desk/proof.html", {"form": SearchForm(), "at": "proof"})
    form = SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/proof.html", {"form": form, "at": "proof"}, status=422)
    found = list(_messages(request, form.cleaned_data["text"])[: SHOWN + 1])
    shown = [_shown(prove(message)) for message in found[:SHOWN]]
    context = {"form": form, "found": shown, "asked": True, "more": len(found) > SHOWN, "at": "proof"}
    return render(request, "desk/proof.html", context)


def _messages(request: HttpRequest, text: str) -> QuerySet[Message]:
    programmes = my_programmes(request)
    scopes = programmes.values_list("slug", flat=True)
    return messages_of(_subjects(find(text, programmes)), text, scopes)


def _subjects(hits: Hits) -> list[tuple[str, str]]:
    """What messages may be about for what was found: payouts and claims, also of a coupon, and decisions on a claim."""
    claims = {claim.pk: str(claim.number) for claim in hits.claims}
    of_coupons = Claim.objects.filter(coupons__coupon__in=hits.coupons, number__isnull=False)
    claims |= {pk: str(number) for pk, number in of_coupons.values_list("pk", "number")}
    payouts = {payout.number for payout in hits.payouts}
    payouts |= set(_numbers(Payout.objects.filter(lines__entitlement__loss__coupon__in=hits.coupons)))
    applicants = Payout.objects.filter(payee__kind=PayeeKind.APPLICANT, payee__key__in=claims.values())
    payouts |= set(_numbers(applicants))
    decisions = Decision.objects.filter(subject_kind=SubjectKind.CLAIM, subject_id__in=claims)
    return [
        *(("payout", number) for number in payouts),
        *(("claim", number) for number in claims.values()),
        *(("decision", str(pk)) for pk in decisions.values_list("pk", flat=True)),
    ]


def _numbers(payouts: QuerySet[Payout]) -> Iterator[str]:
    return iter(payouts.values_list("number", flat=True))


def _shown(found: Proof) -> Shown:
    message = found.message
    steps = [moved(step.at, state_words.MESSAGE[step.to_state], step.cause, step.actor) for step in found.steps]
    masked = message.address_masked or masked_address(message.channel, found.address)
    return Shown(
        proof=found,
        purpose=purpose_words(message.purpose),
        channel=state_words.CHANNEL[message.channel],
        state=state_words.MESSAGE[message.state],
        tone=tone(message.state),
        sentence=sentence(found),
        address=masked,
        body=without_links(found.body or ""),
        steps=steps,
        attempts=[(attempt, cause_words(attempt.outcome)) for attempt in found.attempts],
        reports=[(heard, says_words(heard.report.says)) for heard in found.reports],
    )
