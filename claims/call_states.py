"""The words of the call log, and what an outcome asks of whom."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db.models import TextChoices

from claims.states import ClaimState, WaitingFor


class CallChannel(TextChoices):
    """How somebody got in touch."""

    PHONE = "phone", "電話 telephone"
    EMAIL = "email", "メール e-mail"
    FORM = "form", "フォーム form"
    FAX = "fax", "FAX fax"
    COUNTER = "counter", "窓口 counter"


class Direction(TextChoices):
    """Who began."""

    IN = "in", "受電 incoming"
    OUT = "out", "発信 outgoing"
    BACK = "back", "折り返し callback"


class Speaker(TextChoices):
    """Who was on the line."""

    HOLDER = "holder", "ご本人 holder"
    AGENT = "agent", "代理人 agent"
    STORE = "store", "利用店舗 shop"
    ISSUER = "issuer", "発行店 issuer"
    OTHER = "other", "その他 other"


class Checked(TextChoices):
    """By what it was made sure who is asking."""

    NUMBER = "number", "クーポンの番号 number"
    NAME = "name", "利用者名 name"
    CONTACT = "contact", "登録の連絡先 contact"
    CLAIM = "claim", "受付番号 claim"
    NOTHING = "nothing", "確認していない nothing"


class Category(TextChoices):
    """What it was about."""

    BALANCE = "balance", "残額の補償 balance"
    DOCKED_TWICE = "docked", "障害時の二重の引き落とし docked"
    OTHER_EVENT = "other_event", "障害時のその他の事象 event"
    NEVER_ISSUED = "never_issued", "発行されなかった unissued"
    CHARGE_FAILED = "charge_failed", "チャージできなかった uncharged"
    LINK = "link", "受取リンク link"
    STATUS = "status", "状況の確認 status"
    OTHER_PREFECTURE = "elsewhere", "ほかの都道府県 elsewhere"
    MISUSE = "misuse", "不正利用の連絡 misuse"
    COMPLAINT = "complaint", "ご意見・苦情 complaint"
    OTHER = "other", "その他 other"


class Outcome(TextChoices):
    """What came of it."""

    DONE = "done", "完結 done"
    CALL_BACK = "call_back", "折り返し callback"
    ASK_STORE = "ask_store", "店舗へ照会 shop"
    ASK_CLAIMANT = "ask_claimant", "申請者の連絡待ち claimant"
    ESCALATED = "escalated", "責任者へ escalated"
    HANDED_ON = "handed_on", "ほかの窓口へ案内 elsewhere"
    WITHDRAWN = "withdrawn", "申請の取り下げ withdrawn"


class NextBy(TextChoices):
    """Who must act next; empty where nobody has to."""

    DESK = "desk", "コールセンター担当 operator"
    SUPERVISOR = "supervisor", "責任者 supervisor"
    STORE = "store", "利用店舗 shop"
    CLAIMANT = "claimant", "申請者 claimant"


class Effect(NamedTuple):
    """Who must act after an outcome ("" for nobody), and where the claim stands then.

    None: where it stood, or where a door of its own brings it.
    """

    next_by: str
    state: ClaimState | None = None
    waiting_for: str = ""


EFFECTS: Final[dict[str, Effect]] = {
    Outcome.DONE: Effect(""),
    Outcome.CALL_BACK: Effect(NextBy.DESK),
    Outcome.ASK_STORE: Effect(NextBy.STORE, ClaimState.WAITING, WaitingFor.STORE),
    Outcome.ASK_CLAIMANT: Effect(NextBy.CLAIMANT, ClaimState.WAITING, WaitingFor.CLAIMANT),
    Outcome.ESCALATED: Effect(NextBy.SUPERVISOR, ClaimState.REFERRED),
    Outcome.HANDED_ON: Effect(""),
    Outcome.WITHDRAWN: Effect(""),
}
