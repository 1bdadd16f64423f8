"""The console's pages, the reports', the sign-in, and those of refusals."""

from __future__ import annotations

from tests.pages.entry import Entry, State, Visitor, Way, at, form_page, page, sent

LEADER, SECOND, OPERATOR, OFFICER, NOBODY = "supervisor", "supervisor2", "operator", "officer", "newcomer"
ADMINISTRATOR = "administrator"
SEARCH = "main form[role=search]"


def searched(text: str) -> Way:
    """What the search finds."""
    return sent(at("/console/search/", by=OPERATOR), {"text": text}, form=SEARCH)


PROOF = "/console/proof/"
STOP = "/console/mailings/stop/iwate/"


def proved(text: str) -> Way:
    """What was sent to whomever the text stands for."""
    return sent(at(PROOF, by=OPERATOR), {"text": text}, form=SEARCH)


def stopped(visitor: Visitor) -> None:
    """The page that lets sending go on, once it was stopped."""
    sent(at(STOP, by=LEADER), {"because": "文面に誤りが見つかったため"})(visitor)
    visitor.go(f"{STOP}lift/")


def wrong_sign_in(times: int) -> Way:
    """A name that nobody has, so often."""

    def way(visitor: Visitor) -> None:
        visitor.go("/console/sign-in/")
        for _ in range(times):
            visitor.fill({"username": f"nobody-{times}-{id(visitor.page)}", "password": "wrong"})
            visitor.send()

    return way


def listed(pattern: str, path: str) -> Entry:
    """A list, and the same for somebody whose programmes hold nothing."""
    return Entry(pattern, (State("plain", at(path, by=LEADER)), State("empty", at(path, by=NOBODY))))


SHOWN = "main form[action$='/show/']"
DESK = (
    Entry(
        "desk:home",
        (
            State("plain", at("/console/", by=LEADER)),
            State("operator", at("/console/", by=OPERATOR)),
            State("empty", at("/console/", by=NOBODY)),
        ),
    ),
    Entry(
        "desk:search",
        (
            State("plain", at("/console/search/", by=OPERATOR)),
            State("found", searched("4300000001")),
            State("empty", searched("9999999999")),
            State("errors", searched(""), refuses=True),
        ),
    ),
    Entry(
        "desk:coupon",
        (
            State("plain", at("/console/coupons/{coupon}/", by=OPERATOR)),
            State("long", at("/console/coupons/{coupon.long}/", by=OPERATOR)),
        ),
    ),
    Entry("desk:show-coupon", (State("long", sent(at("/console/coupons/{coupon.long}/", by=OPERATOR), form=SHOWN)),)),
    Entry(
        "desk:claim",
        tuple(
            State(claim, at(f"/console/claims/{{claim.{claim}.number}}/", by=LEADER))
            for claim in ("received", "long", "decided", "charged", "refused", "looked-at-again", "called")
        ),
    ),
    Entry("desk:show-claim", (State("long", sent(at("/console/claims/{claim.long.number}/", by=LEADER), form=SHOWN)),)),
    form_page("desk:enquiry-items", "/console/claims/{claim.called.number}/items/", by=OPERATOR, wrong={"expiry": "x"}),
    form_page("desk:payment-new", "/console/claims/{claim.called.number}/payments/", by=OPERATOR),
    form_page("desk:payment-answer", "/console/claims/{claim.called.number}/payments/{tried}/answer/", by=OPERATOR),
    form_page("desk:payment-void", "/console/claims/{claim.called.number}/payments/{tried}/void/", by=OPERATOR),
    page("desk:restore", "/console/claims/{claim.called.number}/restore/", by=LEADER),
    form_page("desk:new-enquiry", "/console/enquiries/new/", by=OPERATOR),
    listed("desk:hours", "/console/hours/"),
    form_page("desk:hours-state", "/console/hours/kumamoto/", by=LEADER),
    listed("desk:waiting", "/console/waiting/"),
    Entry(
        "desk:payout",
        (
            State("plain", at("/console/payouts/{payout.open.number}/", by=LEADER)),
            State("locked", at("/console/payouts/{payout.locked.number}/", by=LEADER)),
            State("taken", at("/console/payouts/{payout.taken.number}/", by=OPERATOR)),
        ),
    ),
    form_page("desk:payout-act", "/console/payouts/{payout.open.number}/cancel/", by=LEADER),
    listed("desk:referrals", "/console/referrals/"),
    form_page("desk:referral", "/console/referrals/{referral}/", by=OPERATOR),
    form_page("desk:contest", "/console/referrals/{contested}/claims/", by=LEADER),
    form_page("desk:new-call", "/console/calls/new/", by=OPERATOR),
    listed("desk:mailings", "/console/mailings/"),
    Entry(
        "desk:mailing",
        (
            State("open", at("/console/mailings/{mailing.open}/", by=LEADER)),
            State("prepared", at("/console/mailings/{mailing.prepared}/", by=SECOND)),
            State("released", at("/console/mailings/{mailing.released}/", by=LEADER)),
        ),
    ),
    Entry(
        "desk:held",
        (
            State("plain", at("/console/mailings/held/", by=LEADER)),
            State("operator", at("/console/mailings/held/", by=OPERATOR)),
            State("empty", at("/console/mailings/held/", by=NOBODY)),
        ),
    ),
    form_page("desk:held-act", "/console/mailings/held/{held}/again/", by=LEADER),
    Entry(
        "desk:unmatched",
        (
            State("plain", at("/console/mailings/unmatched/", by=LEADER)),
            State("empty", at("/console/mailings/unmatched/?number=none", by=LEADER)),
        ),
    ),
    page("desk:mailing-step", "/console/mailings/{mailing.open}/prepare/", by=LEADER),
    Entry(
        "desk:proof",
        (
            State("plain", at(PROOF, by=OPERATOR)),
            State("found", proved("4300000001")),
            State("empty", proved("9999999999")),
            State("errors", proved(""), refuses=True),
        ),
    ),
    Entry(
        "desk:stop",
        (
            State("plain", at(STOP, by=LEADER)),
            State("errors", sent(at(STOP, by=LEADER)), refuses=True),
            State("everything", at("/console/mailings/stop/everything/", by=ADMINISTRATOR)),
        ),
    ),
    Entry("desk:stop-lift", (State("plain", stopped),)),
)
DRAFT_FORM = sent(at("/console/misuse/drafts/{misuse.draft}/", by=OPERATOR), form="main form[action$='/form/']")
MISUSE = (
    listed("desk:fraud", "/console/misuse/"),
    form_page("desk:fraud-call", "/console/misuse/calls/new/", by=OPERATOR),
    page("desk:fraud-draft", "/console/misuse/drafts/{misuse.draft}/", by=OPERATOR),
    Entry(
        "desk:fraud-draft-form",
        (State("plain", DRAFT_FORM), State("errors", sent(DRAFT_FORM, {"received_at": ""}), refuses=True)),
    ),
    form_page("desk:fraud-draft-end", "/console/misuse/drafts/{misuse.draft}/end/", by=OPERATOR),
    form_page("desk:fraud-withdraw", "/console/misuse/{misuse.received}/withdraw/", by=OPERATOR),
    form_page("desk:fraud-take-in", "/console/misuse/new/", by=OPERATOR),
    form_page("desk:disclosures", "/console/misuse/disclosure/", by=LEADER),
    Entry(
        "desk:credits",
        (
            State("plain", at("/console/misuse/credits/", by=LEADER)),
            State("empty", at("/console/misuse/credits/", by=NOBODY)),
        ),
    ),
    Entry(
        "desk:credits-confirm",
        (
            State(
                "errors",
                sent(at("/console/misuse/credits/", by=LEADER), form="main form[action$='/confirmations/']"),
                refuses=True,
            ),
        ),
    ),
    Entry(
        "desk:fraud-claim",
        tuple(
            State(state, at(f"/console/misuse/{{misuse.{state}}}/", by=SECOND))
            for state in ("received", "examined", "proposed", "decided")
        ),
    ),
    Entry("desk:fraud-show", (State("plain", sent(at("/console/misuse/{misuse.received}/", by=LEADER), form=SHOWN)),)),
    form_page(
        "desk:fraud-facts", "/console/misuse/{misuse.received}/facts/", by=OPERATOR, wrong={"recognised_at": "x"}
    ),
    form_page("desk:fraud-item", "/console/misuse/{misuse.received}/items/4.9/", by=OPERATOR),
    form_page("desk:fraud-question", "/console/misuse/{misuse.received}/question/", by=OPERATOR),
    form_page("desk:fraud-told", "/console/misuse/{misuse.asked}/told/", by=OPERATOR),
    page("desk:fraud-proposal", "/console/misuse/{misuse.examined}/proposal/", by=OPERATOR),
    form_page("desk:fraud-return", "/console/misuse/{misuse.proposed}/return/", by=LEADER),
    form_page("desk:fraud-reconsider", "/console/misuse/{misuse.decided}/reconsider/", by=LEADER),
    page("desk:fraud-letter", "/console/misuse/{misuse.decided}/letters/{letter}/", by=LEADER),
)
OFFICES = (
    Entry(
        "sign-in",
        (
            State("plain", at("/console/sign-in/")),
            State("errors", wrong_sign_in(1), refuses=True),
            State("locked", wrong_sign_in(5)),
        ),
    ),
    Entry(
        "reports:home",
        (State("plain", at("/reports/", by=LEADER)), State("empty", at("/reports/", by="idle-officer"))),
    ),
    Entry(
        "reports:programme",
        (State("plain", at("/reports/yamanashi/", by=OFFICER)), State("several", at("/reports/kumamoto/", by=LEADER))),
    ),
    Entry(
        "reports:make",
        (
            State(
                "errors",
                sent(at("/reports/yamanashi/", by=OFFICER), {"as_of": "x"}, form="main form[action$='/make/']"),
                refuses=True,
            ),
        ),
    ),
)


def told(body: str, status: int) -> Way:
    """A page that the server makes when little else works; its text is put where it would come from."""

    def way(visitor: Visitor) -> None:
        text = visitor.world[body]
        visitor.page.route(
            "**/broken/", lambda route: route.fulfill(status=status, content_type="text/html; charset=utf-8", body=text)
        )
        visitor.go("/broken/")

    return way


def without_cookie(visitor: Visitor) -> None:
    """A form that is sent when the browser has lost its cookies."""
    visitor.go("/status/")
    visitor.page.context.clear_cookies()
    visitor.send()


REFUSALS = (
    Entry("error 400", (State("plain", told("page.400", 400)),), public=True),
    Entry("error 403", (State("plain", at("/reports/", by=OPERATOR)),)),
    Entry("error 403 for a lost cookie", (State("plain", without_cookie),), public=True),
    Entry(
        "error 404",
        (State("plain", at("/no/such/page/")), State("console", at("/console/no-such-page/", by=OPERATOR))),
        public=True,
    ),
    Entry("error 500", (State("plain", told("page.500", 500)),), public=True),
)
