"""Why something moved and who moved it, in words; what a person typed is shown as it was typed."""

from __future__ import annotations

import re
from typing import Final

from claims.call_words import OUTCOME
from compensation.referrals import is_reason, reason_words
from foundation.japan.bilingual import Both

_CAUSES: Final = {
    "received on the site": Both("特設サイトで受付", "Received on the special site"),
    "received by homepage": Both("ホームページで受付", "Received on the homepage"),
    "received by web_app": Both("Web アプリで受付", "Received by the web app"),
    "received by phone_app": Both("スマホアプリで受付", "Received by the smartphone app"),
    "items of the form are missing": Both("申請の事項が足りない", "Items of the form are missing"),
    "a question was asked": Both("申請者に質問", "A question was asked"),
    "the claimant supplied it": Both("申請者から回答", "The claimant supplied it"),
    "the examination began": Both("審査を開始", "The examination began"),
    "reconsidered": Both("再審査を開始", "Reconsidered"),
    "reconsideration asked for": Both("申請者が再審査を申し出", "The claimant asked for a reconsideration"),
    "withdrawn": Both("申請者が取り下げ", "Withdrawn by the claimant"),
    "claim withdrawn": Both("申請の取り下げ", "The claim was withdrawn"),
    "number corrected": Both("申請者が番号を訂正", "The claimant put a number right"),
    "items added": Both("申請者が項目を追加", "The claimant added what was missing"),
    "refer": Both("個別に決めた補償", "Decided by agreement"),
    "credited and confirmed": Both("残高への加算を確認", "Credited and confirmed"),
    "another claim names the same coupon": Both(
        "同じクーポンの申請がほかにもある", "Another claim names the same coupon"
    ),
    "the balance is not final yet": Both("残高がまだ確定していない", "The balance is not final yet"),
    "a number is not in the records": Both("台帳にない番号がある", "A number is not in the records"),
    "received on the phone": Both("電話で受付", "Received on the phone"),
    "no number was given": Both("番号をうかがえていない", "No number was given"),
    "the number is not in the records": Both("台帳にない番号", "The number is not in the records"),
    "no payment was taken down yet": Both("お支払いの内容が未記録", "No payment was taken down yet"),
    "a payment was told": Both("お支払いを記録", "A payment was taken down"),
    "a payment was voided": Both("お支払いの記録を取り消し", "A payment was taken back"),
    "items were supplied": Both("項目を追加で記録", "What was missing was added"),
    "the shop answered": Both("店舗が回答", "The shop answered"),
    "hours of the outage released": Both("障害の時間帯を承認", "Hours of the outage were released"),
    "decided anew": Both("判定し直し", "Decided anew"),
    "balance restored": Both("残高を戻入", "The balance was restored"),
    "a person asks to decide again": Both("担当者が再判定を指示", "A person asks to decide again"),
    "decided pending": Both("判定に必要なことが足りない", "Something needed to decide is missing"),
    "eligible": Both("対象と判定", "Decided: eligible"),
    "ineligible": Both("対象外と判定", "Decided: not eligible"),
    "payout fulfilled": Both("支払の受取が完了", "Its payouts were collected"),
    "payout lapsed": Both("支払の受取期限が経過", "The last day to collect has passed"),
    "question answered": Both("本人確認の質問に回答", "The question was answered"),
    "codes handed out": Both("コードをお渡し", "The codes were handed out"),
    "not collected in time": Both("期限までに受取なし", "Not collected in time"),
    "mailing released": Both("送付を承認", "The mailing was released"),
    "link reissued": Both("リンクを再発行", "The link was replaced"),
    "planned without a mailing": Both("個別に送信を予定", "Planned by itself"),
    "claimed": Both("送信処理が取得", "Taken up by the sender"),
    "written ahead": Both("送信を開始（事前に記録）", "Sending began (noted beforehand)"),
    "does not open": Both("宛先または本文を開けない", "Address or text cannot be opened"),
    "given back": Both("送信せずに戻した", "Given back unsent"),
    "accepted": Both("配信事業者が受付", "The provider accepted it"),
    "duplicate": Both("配信事業者は受付済みと回答", "The provider had it already"),
    "not_sent": Both("送信できなかった", "It could not be sent"),
    "not_accepted": Both("配信事業者が受け付けなかった", "The provider did not accept it"),
    "rejected": Both("配信事業者が拒否", "The provider refused it"),
    "unknown": Both("結果が不明", "The result is not known"),
    "reported": Both("送達通知", "Delivery report"),
    "the lease ran out before anything was sent": Both(
        "送信前に担当の時間が切れた", "The sender’s time ran out before anything was sent"
    ),
    "the lease ran out while sending": Both("送信中に担当の時間が切れた", "The sender’s time ran out while sending"),
    "not sent in time": Both("期限までに送れなかった", "Not sent in time"),
    "found by look-up": Both("照会で受付を確認", "Found by asking the provider"),
    "looked up twice and absent": Both("二度の照会で未受付と確認", "Asked for twice and absent"),
    "sent again under the same key": Both("同じ識別番号で再送", "Sent again under the same key"),
    "nobody can be asked: a person decides": Both("照会できないため人が判断", "Nobody can be asked: a person decides"),
    "its key is over: a person decides": Both(
        "再送できる時間を過ぎたため人が判断", "Its key is over: a person decides"
    ),
    "a person found that it was sent": Both("送信済みと担当者が確認", "A person found that it was sent"),
    "a person has it sent again": Both("担当者がもう一度送ると判断", "A person has it sent again"),
    "a person ended it": Both("担当者が送らずに終了", "A person ended it"),
    "canary: too few arrived": Both("試行送信で届いた割合が基準に届かない", "Too few of the first messages arrived"),
    "canary: too few delivery reports in time": Both(
        "試行送信の送達通知が時間内に基準まで届かない", "Too few delivery reports on the first messages in time"
    ),
    "ramp: too many failed": Both("届かなかった割合が基準を超えた", "Too many failed"),
    "no reminder is needed": Both("受取方法の選択などにより不要", "No reminder is needed any more"),
    "the message arrived after all": Both("後の送達通知で到着を確認", "A later report says that it arrived"),
    "a later decision needs no person": Both(
        "その後の判定により、人の確認は不要になりました", "A later decision needs no person"
    ),
}
_CAUSES_OF_TRANSFERS: Final = {
    "asked for": Both("銀行振込を申請", "A transfer was asked for"),
    "asked back": Both("申請者に確認", "Asked back"),
    "answered": Both("申請者が回答", "The applicant answered"),
    "checked": Both("内容を確認", "Checked"),
    "listed for payment": Both("振込予定に記載", "Listed for payment"),
    "withdrawn by its holder": Both("申請者が取り下げ", "Withdrawn by the applicant"),
    "bank transfer asked for": Both("銀行振込を選択", "A bank transfer was asked for"),
    "bank transfer ended": Both("銀行振込の申請が終了", "The request for a transfer ended"),
    "paid by transfer": Both("銀行振込で支払うため", "It is paid by transfer"),
}
_CALL: Final = "call: "
_MAILING: Final = re.compile(r"mailing (\d+) released")
_METHOD: Final = re.compile(r"chose (\w+)")
_PROGRAMS: Final = {
    "settle": Both("一括判定", "Settlement"),
    "examine": Both("申請の自動審査", "Examination"),
    "dispatch": Both("送信処理", "Sender"),
    "sweep": Both("送信の点検", "Sender’s check"),
    "delivery report": Both("送達通知", "Delivery report"),
    "deliveries": Both("送達の追跡", "Following deliveries"),
    "remind": Both("期限のお知らせの準備", "Reminders"),
    "demo_data": Both("デモデータの作成", "Demonstration data"),
    "import_coupons": Both("クーポンの取込", "Import of coupons"),
    "import_ledger": Both("台帳の取込", "Import of the ledger"),
}
_HOLDERS: Final = {"payout": Both("受取人", "Payee"), "claim": Both("申請者", "Claimant")}


def cause_words(cause: str) -> Both:
    """Why, in words."""
    if known := _CAUSES.get(cause) or _CAUSES_OF_TRANSFERS.get(cause):
        return known
    if cause.startswith(_CALL):
        outcome = OUTCOME[cause.removeprefix(_CALL)]
        return Both(f"応対：{outcome.ja}", f"Call: {outcome.en}")
    if mailing := _MAILING.fullmatch(cause):
        return Both(f"送付{mailing[1]}を承認", f"Mailing {mailing[1]} was released")
    if method := _METHOD.fullmatch(cause):
        return Both(f"受取方法を選択：{method[1]}", f"Chose {method[1]}")
    if is_reason(cause):
        return Both(*reason_words(cause))
    return Both(cause, cause)


def actor_words(ref: str) -> Both:
    """Who: a program, the person outside, or a member of staff by the name they sign in with."""
    if known := _PROGRAMS.get(ref):
        return known
    return _HOLDERS.get(ref.partition(":")[0]) or Both(ref, ref)
