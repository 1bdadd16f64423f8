"""The special site's pages."""

from __future__ import annotations

from tests.pages.entry import MAIN_FORM, Entry, State, Visitor, Way, at, page, sent

PAPER = {
    "name": "見本 次郎",
    "address": "熊本県架空市見本町7-8-9",
    "contact": "070-9999-0003",
    "email": "jiro@example.jp",
    "coupon_number": "4300-0000-03",
}
LONG = {
    **PAPER,
    "name": "見本 " + "寿限無寿限無五劫の擦り切れ" * 5,
    "address": "熊本県架空市見本町" + "長い名前の丁目" * 12,
    "email": f"{'long-name-' * 6}@{'long-' * 8}example.example.jp",
}
CONSENT = {"traveller": "yes", "consent": "on"}


def begun(programme: str) -> Way:
    """The empty form of an application."""
    return sent(at(f"/{programme}/apply/"))


def read_back(answers: dict[str, str]) -> Way:
    """Everything read back."""
    return sent(begun("kumamoto"), answers)


def applied(visitor: Visitor) -> None:
    """The last page of an application."""
    read_back(PAPER)(visitor)
    visitor.page.locator("main [name=traveller]").first.check()
    visitor.page.locator("main input[type=checkbox]").first.check()
    visitor.send()


def status_of(claim: str) -> Way:
    """Where a claim stands, asked for by its number and contact."""

    def way(visitor: Visitor) -> None:
        visitor.go("/status/")
        number, contact = visitor.world[f"claim.{claim}.number"], visitor.world[f"claim.{claim}.contact"]
        visitor.fill({"number": number, "contact": contact})
        visitor.send()

    return way


def wrong_status(visitor: Visitor) -> None:
    """A number that nothing is found by."""
    visitor.go("/status/")
    visitor.fill({"number": "22-0000-0000-A", "contact": "nobody@example.jp"})
    visitor.send()


CHECKED = {"owner": "own", "expiry": "the_day", "holding": "app", "reach": "mobile", "evening": "nothing"}
LEFT = {"left_1": "2000", "left_2": "1,500"}
PRESSED = {"evening": "pressed_repeatedly", "hour": "19:30", "unit": "500", "meant": "1", "docked": "3"}
CHECKS = {
    "covered": CHECKED | LEFT,
    "apply": CHECKED | LEFT | {"holding": "paper"},
    "person": CHECKED | PRESSED,
    "elsewhere": {"owner": "elsewhere", "elsewhere": "okinawa"},
    "not-covered": {"owner": "none"},
}
DOORS = ("app", "paper", "docked", "other", "transfer")


def checked(answers: dict[str, str]) -> Way:
    """The answer to a check."""
    asked = {name: value for name, value in answers.items() if name != "reach" or answers["holding"] == "app"}
    return sent(at("/kumamoto/check/"), asked)


def asked_whether_ours(link: str) -> Way:
    """The answer to whether a link is from us; `{name}` stands for something of the world."""

    def way(visitor: Visitor) -> None:
        visitor.go("/verify-message/")
        visitor.fill({"link": link.format_map(visitor.world)})
        visitor.send()

    return way


STATUSES = ("received", "long", "decided", "refused", "misuse")
ENTRIES = (
    Entry("apply:start", (State("plain", at("/")), State("late", at("/"), late=True)), public=True),
    page("apply:check-choose", "/check/", public=True),
    Entry(
        "apply:check",
        (
            State("plain", at("/kumamoto/check/")),
            State("errors", sent(at("/kumamoto/check/")), refuses=True),
            State("all-asked", sent(at("/kumamoto/check/"), {"owner": "own", "evening": "other"}), refuses=True),
            *(State(name, checked(answers)) for name, answers in CHECKS.items()),
            State("late", at("/kumamoto/check/"), late=True),
        ),
        public=True,
    ),
    Entry(
        "apply:door",
        (
            *(State(door, at(f"/situation/{door}/")) for door in DOORS),
            *(State(f"{door}-late", at(f"/situation/{door}/"), late=True) for door in ("app", "paper")),
        ),
        public=True,
    ),
    Entry(
        "apply:programme-door", tuple(State(door, at(f"/yamanashi/situation/{door}/")) for door in DOORS), public=True
    ),
    Entry(
        "apply:verify-message",
        (
            State("plain", at("/verify-message/")),
            State("errors", sent(at("/verify-message/")), refuses=True),
            State("unknown", asked_whether_ours("https://example.example/r/x")),
        ),
        public=True,
    ),
    page("apply:contact", "/contact/", public=True),
    page("apply:privacy", "/privacy/", public=True),
    page("apply:accessibility", "/accessibility/", public=True),
    Entry(
        "apply:notice",
        (
            *(State(slug, at(f"/{slug}/")) for slug in ("kumamoto", "yamanashi", "iwate", "nara")),
            State("late", at("/kumamoto/"), late=True),
        ),
        public=True,
    ),
    Entry(
        "apply:begin",
        (
            State("plain", at("/kumamoto/apply/")),
            State("iwate", at("/iwate/apply/")),
            State("yamanashi", at("/yamanashi/apply/")),
            State("late", at("/kumamoto/apply/"), late=True),
        ),
        public=True,
    ),
    Entry(
        "apply:answer",
        (
            State("plain", begun("kumamoto")),
            State("iwate", begun("iwate")),
            State("errors", sent(begun("kumamoto")), refuses=True),
            State("errors-iwate", sent(begun("iwate")), refuses=True),
        ),
        public=True,
    ),
    Entry(
        "apply:confirm",
        (
            State("plain", read_back(PAPER)),
            State("long", read_back(LONG)),
            State("errors", sent(read_back(PAPER), form=MAIN_FORM), refuses=True),
        ),
        public=True,
    ),
    Entry("apply:done", (State("plain", applied),), public=True),
    Entry(
        "apply:status",
        (
            State("plain", at("/status/")),
            State("errors", sent(at("/status/")), refuses=True),
            State("unknown", wrong_status, refuses=True),
        ),
        public=True,
    ),
    Entry("apply:status-shown", tuple(State(claim, status_of(claim)) for claim in STATUSES), public=True),
    page("apply:fraud-notice", "/twooca/", public=True),
    page("apply:fraud-begin", "/twooca/claim/", public=True),
)
MISUSE_BEGUN = sent(at("/twooca/claim/"))
MISUSE = {
    "claimant": "user",
    "name": "見本 花子",
    "address": "東京都架空区見本町1-2-3",
    "contact": "080-9999-7777",
    "customer_id": "TW-7777",
    "email": "hanako@example.jp",
    "cause": "account_info_stolen",
    "recognised_at": "2023-04-02 9:00",
    "circumstances": "偽のメールからパスワードを入力した。" * 10,
    "police_station": "見本警察署",
    "police_date": "2023-04-02",
    "police_receipt_number": "第7号",
    "act_1_at": "2023-04-01 21:30",
    "act_1_kind": "payment",
    "act_1_balance": "value",
    "act_1_yen": "10000",
}
MISUSE_READ_BACK = sent(MISUSE_BEGUN, MISUSE)


def misuse_claimed(visitor: Visitor) -> None:
    """The last page of a claim for misuse."""
    MISUSE_READ_BACK(visitor)
    visitor.page.locator("main input[type=checkbox]").first.check()
    visitor.send()


MISUSE_ENTRIES = (
    Entry(
        "apply:fraud-answer",
        (State("plain", MISUSE_BEGUN), State("errors", sent(MISUSE_BEGUN), refuses=True)),
        public=True,
    ),
    Entry(
        "apply:fraud-confirm",
        (State("plain", MISUSE_READ_BACK), State("errors", sent(MISUSE_READ_BACK), refuses=True)),
        public=True,
    ),
    Entry("apply:fraud-done", (State("plain", misuse_claimed),), public=True),
)
DEMONSTRATION = (
    page("demo:outbox", "/demo/outbox/"),
    Entry(
        "demo:clock",
        (
            State("plain", at("/demo/clock/")),
            State("errors", at("/demo/clock/?to=x"), refuses=True),
            State("asked", at("/demo/clock/?to=2023-04-28")),
        ),
    ),
)
