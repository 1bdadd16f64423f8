"""The one wording of every rule, Japanese and English, over the facts of its step in their order.

`{0.until}` writes an instant that is itself too late as the last day or hour before it, and `{0.by}` until when
something may be done: through that day or hour, or before an hour. Sentences are plain and kind: the claimant reads
the same ones as the officer.
"""

from __future__ import annotations

from compensation.policy.bulletin import Words

GATE = {
    "gate.passed": Words(
        "対象のクーポン{0}枚は、全国旅行支援により regionPAY で受け取られ、お申し出の方はその利用者ご本人です。",
        "The coupons ({0}) came through the national travel support and regionPAY, and you are their named traveller.",
    ),
    "gate.not_covered": Words(
        "クーポン{0}は対象の受け取り方に当たりません（全国旅行支援の利用：{1}、regionPAY での受取：{2}）。",
        "Coupon {0} did not come the covered way (national travel support: {1}; through regionPAY: {2}).",
    ),
    "gate.no_coupon": Words(
        "受け取られたクーポンがないため、このお知らせの補償の対象には当たりません。",
        "No coupon was received, so this notice does not cover it.",
    ),
    "gate.other_prefecture": Words(
        "クーポン{0}は「{1}」のもので、「{2}」では判断できません。訪れた都道府県の窓口へお回しします。",
        "Coupon {0} belongs to “{1}”, not to {2}; it is passed on to the prefecture visited.",
    ),
    "gate.not_the_traveller": Words(
        "お申し出の方がクーポンに記された利用者ではないため、担当者が事情をうかがいます。",
        "You are not the traveller named on the coupon; a person will ask about the circumstances.",
    ),
    "gate.traveller_unknown": Words(
        "お申し出の方がクーポンに記された利用者かどうかが分からないため、担当者が確認します。",
        "It is not known whether you are the traveller named on the coupon; a person will check.",
    ),
    "gate.negative_balance": Words(
        "クーポン{0}の{1}の残高が{2}円と記録されており、記録の誤りとして担当者が調べます。",
        "Coupon {0} shows a balance of {2} yen at {1}, an error of the records that a person will look into.",
    ),
    "contact": Words("お問い合わせは{0}（{1}、{2}）へどうぞ。", "Please call {0} ({1}; {2})."),
    "persons.condition": Words(
        "「{0}」という条件に当たるかどうかは、担当者が確認します。",
        "Whether the condition “{0}” is met is for a person to check.",
    ),
}

CLASS_A = {
    "a.expiry_inside": Words(
        "クーポン{0}の有効期限は{1}で、対象の期間（{2}から{3}まで）に入っています。",
        "Coupon {0} was valid until {1}, within the days covered ({2} to {3}).",
    ),
    "a.expiry_outside": Words(
        "クーポン{0}の有効期限は{1}で、対象の期間（{2}から{3}まで）に入っていません。",
        "Coupon {0} was valid until {1}, outside the days covered ({2} to {3}).",
    ),
    "a.expiry_day": Words(
        "クーポン{0}の有効期限は、対象となる{1}です。", "Coupon {0} was valid until {1}, the day that is covered."
    ),
    "a.expiry_other_day": Words(
        "クーポン{0}の有効期限は{1}で、対象となる{2}ではありません。",
        "Coupon {0} was valid until {1}, not {2}, the day that is covered.",
    ),
    "a.balance_enough": Words(
        "クーポン{0}の{1}の残額は{2}円で、必要な{3}円以上です。",
        "Coupon {0} held {2} yen at {1}, at least the {3} yen needed.",
    ),
    "a.balance_short": Words(
        "クーポン{0}の{1}の残額は{2}円で、必要な{3}円に足りません。",
        "Coupon {0} held {2} yen at {1}, less than the {3} yen needed.",
    ),
    "a.balance_unknown": Words(
        "クーポン{0}の{1}の残額がまだ分からないため、確認しています。",
        "The balance of coupon {0} at {1} is not known yet; we are finding out.",
    ),
}

CLASS_B = {
    "b.hours_unset": Words(
        "障害の時間帯が定められていないため、クーポン{0}の{1}のお支払いは担当者が判断します。",
        "The hours of the outage have not been set, so a person judges the payment with coupon {0} at {1}.",
    ),
    "b.hours_contradicted": Words(
        "障害の時間帯の記録がお知らせと食い違うため、クーポン{0}の{1}のお支払いは担当者が判断します。",
        "The hours on record differ from those in the notice, so a person judges the payment with coupon {0} at {1}.",
    ),
    "b.outside_hours": Words(
        "クーポン{0}の{1}のお支払いは、障害の時間帯の外です。",
        "The payment with coupon {0} at {1} lies outside the hours of the outage.",
    ),
    "b.inside_hours": Words(
        "クーポン{0}の{1}のお支払いは、障害の時間帯の中です。",
        "The payment with coupon {0} at {1} lies within the hours of the outage.",
    ),
    "b.paid_otherwise": Words(
        "クーポン{0}は{1}に使えず（店頭での拒否：{2}）、ほかの方法で{3}円が払われ、{4}に{5}円が引かれました。",
        "Coupon {0} could not be used at {1} (refused: {2}), {3} yen were paid otherwise, and {5} yen docked at {4}.",
    ),
    "b.not_paid_otherwise": Words(
        "クーポン{0}の{1}のお支払いは①に当たりません（店頭での拒否：{2}、ほかの支払い：{3}円、引かれた時：{4}）。",
        "The payment with coupon {0} at {1} is not of the first kind (refused: {2}; paid otherwise: {3} yen; "
        "docked at: {4}).",
    ),
    "b.pressed_repeatedly": Words(
        "クーポン{0}は{1}にボタンが{2}回押され、{3}回のつもりが{4}回、1回{5}円で引かれました。重複は{6}円です。",
        "With coupon {0} the button was pressed {2} times at {1}; {3} meant, {4} booked at {5} yen: {6} yen too much.",
    ),
    "b.not_pressed_repeatedly": Words(
        "クーポン{0}の{1}のお支払いは②に当たりません（押した回数{2}、つもりの回数{3}、引かれた回数{4}、1回{5}円）。",
        "The payment with coupon {0} at {1} is not of the second kind (pressed {2}, meant {3}, booked {4} at {5} yen).",
    ),
    "b.other_event": Words(
        "クーポン{0}の{1}のお支払いではほかの事象があったため、コールセンターで詳しくうかがいます。",
        "Something else happened in the payment with coupon {0} at {1}; the call centre will ask for the details.",
    ),
    "b.other_event_silent": Words(
        "クーポン{0}の{1}のお支払いにあったほかの事象について、お知らせに定めがないため、担当者が判断します。",
        "The notice says nothing about what happened in the payment with coupon {0} at {1}; a person decides.",
    ),
    "b.no_remedy_yet": Words(
        "対応はまだ決まっていません。お断りするものではなく、決まり次第お知らせします。",
        "What will be done is not settled yet. This is no refusal; you will hear once it is.",
    ),
    "b.enquiry_in_time": Words(
        "お電話（{0}）は期限の{1.by}にいただきました。", "Your call ({0}) was in time: calls were to come {1.by}."
    ),
    "b.enquiry_still_open": Words("お電話の期限は{1.by}です。", "Calls are to come {1.by}."),
    "b.enquiry_late": Words(
        "お電話（{0}）が期限（{1.by}）に間に合いませんでした。",
        "Your call ({0}) was too late: calls were to come {1.by}.",
    ),
    "b.never_called": Words("期限の{1.by}にお電話がありませんでした。", "No call came {1.by}."),
    "b.extension_over": Words(
        "延長した有効期限（{0.until}）が過ぎ、残高を戻しても使えないため、担当者が対応を決めます。",
        "The extended validity ({0.until}) is over, so the balance can no longer be put back to use; a person decides.",
    ),
    "b.no_enquiry": Words(
        "コールセンターへのお電話をお待ちしています。お手元に{0}をご用意ください。",
        "We are waiting for your call to the centre. Please have at hand: {0}.",
    ),
    "b.enquiry_incomplete": Words(
        "お電話でうかがう項目のうち、まだ分からないものがあります：{0}。", "Still needed from your call: {0}."
    ),
    "b.enquiry_complete": Words(
        "{0}のお電話で、必要な項目（{1}）をうかがいました。", "Your call at {0} gave all that is needed ({1})."
    ),
    "b.shop_silent": Words(
        "ご利用店舗の回答を待っています。お客様にしていただくことはありません。",
        "We are waiting for the shop's answer; there is nothing for you to do.",
    ),
    "b.shop_contradicts": Words(
        "ご利用店舗の記録と食い違うところがあるため、担当者が改めて確かめます。",
        "The shop's records differ; a person will look into it again.",
    ),
    "b.granted_restore": Words(
        "店舗の情報と確認が取れたため、有効期限を延ばし、{0}円をクーポンに戻します。",
        "The shop's data agree: validity is extended and {0} yen are put back on the coupon.",
    ),
    "b.granted_pay_out": Words(
        "店舗の情報と確認が取れたため、引かれた{0}円をお支払いします。",
        "The shop's data agree: the {0} yen docked are paid to you.",
    ),
    "b.restored": Words(
        "引かれた額は{0}にクーポンへ戻されました。", "What was docked was put back on the coupon at {0}."
    ),
    "b.as_a2": Words(
        "戻した額のうち使われなかった分は、残額としてまとめてお支払いします。",
        "What was put back and not spent is paid as part of the one remaining balance.",
    ),
}

SUM = {
    "sum.running": Words(
        "延長の期間中で、クーポンは{0.until}まで使えます。お支払いの額はその後に決まります。",
        "The extension is running: the coupon can be used until {0.until}, and the amount is fixed after that.",
    ),
    "sum.extension_over": Words(
        "延長された有効期限（{0.until}）は過ぎています。", "The extension ({0.until}) is over."
    ),
    "sum.not_taken_yet": Words(
        "お支払いの額は{0}の残額で決まります。それまでお待ちください。",
        "The amount is the balance at {0}; please wait until then.",
    ),
    "sum.unknown": Words(
        "クーポン{0}の{1}の残額がまだ分からないため、確認しています。",
        "The balance of coupon {0} at {1} is not known yet; we are finding out.",
    ),
    "sum.known": Words("{0}の残額は合わせて{1}円です。", "The balance at {0} is {1} yen in all."),
    "sum.nothing_left": Words(
        "{0}の残額は{1}円で、延長の間にすべて使われています。", "The balance at {0} is {1} yen: all was spent."
    ),
}

SITE = {
    "paper.no_route": Words(
        "紙のクーポンの手続きについてお知らせに定めがないため、担当者がご案内します。",
        "The notice has no procedure for paper coupons; a person will help you.",
    ),
    "paper.by_site": Words(
        "特設サイトからのお申し込みで受け取る方です（アプリへのチャージ：{0}、退会：{1}）。",
        "You are paid upon application on the special site (charged to the app: {0}; account closed: {1}).",
    ),
    "paper.in_time": Words("お申し込み（{0}）は期限の{1.by}に届きました。", "You applied in time, at {0} ({1.by})."),
    "paper.still_open": Words("お申し込みの期限は{1.by}です。", "You can apply {1.by}."),
    "paper.late": Words(
        "お申し込み（{0}）が期限（{1.by}）に間に合いませんでした。",
        "You applied at {0}, too late: applications were to come {1.by}.",
    ),
    "paper.never_applied": Words("期限の{1.by}にお申し込みがありませんでした。", "No application came {1.by}."),
    "paper.after_timetable": Words(
        "期限の定めはありませんが、お申し込み（{0}）が日程の最後の日（{1}）より後のため、担当者が判断します。",
        "No deadline is stated, but you applied at {0}, after the last day of the timetable ({1}); a person decides.",
    ),
    "paper.no_deadline": Words(
        "お申し込みの期限は定められていないため、遅いという理由でお断りすることはありません。",
        "No deadline is stated for applications, so none is refused as late.",
    ),
    "paper.no_application": Words(
        "特設サイトからのお申し込みをお待ちしています。", "We are waiting for your application on the special site."
    ),
    "paper.before_opening": Words(
        "お申し込み（{0}）が特設サイトの開設（{1}）より前のため、改めてお申し込みをお願いします。",
        "You applied at {0}, before the special site opened ({1}); please apply again.",
    ),
    "paper.stale_opening": Words(
        "お知らせには前の版の「{0}」という一行も残っていますが、開設は{1}です。",
        "The notice still carries “{0}” from an earlier version; the site opens at {1}.",
    ),
    "paper.opened": Words(
        "お申し込み（{0}）は特設サイトの開設（{1}）の後です。", "You applied at {0}; the site had opened at {1}."
    ),
    "paper.items_complete": Words(
        "お知らせの求める項目（{0}）はそろっています。", "All that the notice asks is there ({0})."
    ),
    "paper.items_missing": Words("次の項目をお知らせください：{0}。", "Please tell us: {0}."),
    "paper.items_silent": Words(
        "お申し込みの項目は定められていないため、足りないとしてお待たせすることはありません。",
        "No items are laid down for applications, so none can be missing.",
    ),
    "paper.lost_number_known": Words(
        "クーポン{0}はなくされましたが、番号が分かっています。", "Coupon {0} was lost, but its number is known."
    ),
    "paper.lost": Words(
        "クーポン{0}の番号を、{1}にお確かめください。", "Please ask for the number of coupon {0}: {1}."
    ),
    "paper.lost_silent": Words(
        "なくされたクーポン{0}の番号の調べ方についてお知らせに定めがないため、担当者がご案内します。",
        "The notice does not say how to find the number of the lost coupon {0}; a person will help you.",
    ),
    "paper.number_unknown": Words(
        "クーポン{0}に印字された番号をお知らせください。", "Please tell us the number printed on coupon {0}."
    ),
}

TRANSFER = {
    "transfer.silent": Words(
        "銀行振込についてお知らせに定めがないため、担当者が判断します。",
        "The notice says nothing about bank transfers; a person decides.",
    ),
    "transfer.not_offered": Words(
        "銀行振込はこの受け取り方の方には案内されていないため、担当者が判断します（アプリ：{0}）。",
        "A bank transfer is not offered for your way of payment; a person decides (by the app: {0}).",
    ),
    "transfer.offered": Words("銀行振込を選ぶことができます。", "A bank transfer can be chosen."),
    "transfer.late": Words(
        "振込のお申し込み（{0}）が特設サイトの期限（{1.by}）の後です。ポイントの受取はなくなりません。担当者が判断します。",
        "You asked for a transfer ({0}) after the site's deadline ({1.by}). Points are not lost; a person decides.",
    ),
    "transfer.no_application": Words(
        "振込には特設サイトからのお申し込みが必要です：{0}。",
        "For a transfer please apply on the special site with: {0}.",
    ),
    "transfer.items_missing": Words(
        "振込のため、次の項目をお知らせください：{0}。", "For the transfer please tell us: {0}."
    ),
}

COLLECTION = {
    "app.reachable": Words(
        "アプリに登録の連絡先へ受取のご案内をお送りできます（電話：{0}、メール：{1}）。手続きは要りません。",
        "Word can be sent to the contact registered in the app (telephone: {0}; e-mail: {1}).",
    ),
    "app.unreachable": Words(
        "ご案内に使う連絡先がアプリに登録されていません（電話：{0}、メール：{1}）。お電話でご相談ください。",
        "No contact that is used for this is registered in the app (telephone: {0}; e-mail: {1}). Please call.",
    ),
    "points.listed": Words("お選びの{0}で受け取れます。", "You can be paid in {0} as chosen."),
    "points.not_listed": Words(
        "「{0}」は選べません。次からお選びください：{1}。", "“{0}” is not on offer. Please choose from: {1}."
    ),
    "link.used_in_time": Words(
        "受取（{0}）は期限の{1.by}に済んでいます。", "You took the payment in time, at {0} ({1.by})."
    ),
    "link.used_late": Words(
        "受取（{0}）が期限（{1.by}）に間に合いませんでした。",
        "The link was used at {0}, too late: it was to be used {1.by}.",
    ),
    "link.unused": Words(
        "ご案内（{0}）は届きましたが、期限の{1.by}に受け取られませんでした。",
        "The link sent at {0} arrived and was not used in time ({1.by}).",
    ),
    "link.not_arrived": Words(
        "ご案内（{0}）が届かなかったようです。受取の期限は{1.by}です。お電話でご相談ください。",
        "The link sent at {0} did not arrive. It is to be used {1.by}. Please call.",
    ),
    "link.arrival_unknown": Words(
        "ご案内（{0}）が届いたか分からないまま期限（{1.by}）が過ぎたため、担当者が確認します。",
        "It is not known whether the link sent at {0} arrived before its time was over ({1.by}); a person will check.",
    ),
    "link.still_open": Words("ご案内（{0}）で、{1.by}に受け取れます。", "The link sent at {0} can be used {1.by}."),
    "link.used_in_timetable": Words(
        "受取（{0}）は日程の最後の日（{1}）までに済んでいます。",
        "Taken at {0}, by the last day of the timetable ({1}).",
    ),
    "link.no_deadline": Words(
        "受取の期限が定められていないため、ご案内（{0}、受取：{1}）の扱いは担当者が判断します。",
        "No deadline is stated for taking the payment; a person decides about the link (sent {0}, used {1}).",
    ),
}

SENTENCES = GATE | CLASS_A | CLASS_B | SUM | SITE | TRANSFER | COLLECTION

DOUBTS = {
    "gate.not_the_traveller": Words(
        "記名された利用者以外の方からのお申し出について、お知らせには定めがありません。",
        "The notice is silent on claims by somebody other than the named traveller.",
    ),
    "gate.traveller_unknown": Words(
        "利用者本人かどうか分からないお申し出について、お知らせには定めがありません。",
        "The notice is silent on claims where it is not known who the traveller is.",
    ),
    "b.at_the_end": Words(
        "障害が終わったその時刻を時間帯に含めるかどうかは、読み方が分かれます。ここでは含めません。",
        "Whether the very instant of recovery belongs to the outage can be read either way; here it does not.",
    ),
    "b.other_event_silent": Words(
        "ほかの事象について定めがなく、一般の問い合わせ先だけが示されています。",
        "The notice has no rule for other events; only the general contact remains.",
    ),
    "b.extension_over": Words(
        "申し出の期限は書かれておらず、延長も終わっているため、断る読み方も補う読み方もあり得ます。",
        "No deadline is written for the enquiry and the extension is over: refusing and making good are both arguable.",
    ),
    "b.shop_contradicts": Words(
        "店舗の記録と食い違うときにどうするかは書かれていません。",
        "The notice does not say what follows when the shop's records differ.",
    ),
    "sum.last_minute": Words(
        "「23:59時点」をその分の初めと読むこともできますが、有効期限の終わりの残額によります。",
        "The minute named could be read as its beginning; the balance at the end of validity is taken.",
    ),
    "paper.no_route": Words(
        "紙のクーポンの手続きについてお知らせには定めがありません。", "The notice is silent on paper coupons."
    ),
    "paper.after_timetable": Words(
        "期限の定めがないことを、いつでもよいと読むことも、日程の終わりまでと読むこともできます。",
        "Silence on a deadline can be read as no limit, or as the end of the timetable.",
    ),
    "paper.restored_b": Words(
        "「同様の対応」が申請も求めるのか、送付だけを指すのかは、読み方が分かれます。",
        "Treatment “as under A” may include the application, or mean the sending alone.",
    ),
    "paper.lost_silent": Words(
        "クーポンをなくした場合についてお知らせには定めがありません。", "The notice is silent on lost coupons."
    ),
    "paper.items_silent": Words(
        "必要な項目が書かれていないため、連絡の取れない申請をそのまま受けてよいかは、読み方が分かれます。",
        "No items are listed; whether an application without a way to reach the applicant is enough is arguable.",
    ),
    "transfer.silent": Words(
        "銀行振込についてお知らせには定めがありません。", "The notice is silent on bank transfers."
    ),
    "transfer.not_offered": Words(
        "銀行振込の定めが、ほかの受け取り方の方にも及ぶかどうかは、読み方が分かれます。",
        "Whether the offer of a transfer also reaches this way of payment can be read either way.",
    ),
    "transfer.offered": Words(
        "銀行振込の注記はBの項にあり、Aの方にも及ぶかどうかは、読み方が分かれます。ここでは及ぶと読みます。",
        "The note on transfers stands in part B; whether it reaches A as well is arguable, and is read so here.",
    ),
    "transfer.late": Words(
        "振込には独自の期限がなく、特設サイトの期限によるかどうかは、読み方が分かれます。",
        "A transfer has no deadline of its own; whether the site's applies is arguable.",
    ),
    "app.unreachable": Words(
        "使える連絡先がない方について、お知らせには定めがありません。",
        "The notice is silent on app users without a usable contact.",
    ),
    "link.not_arrived": Words(
        "案内が届かなかった方について、期限の効果は書かれていません。",
        "The notice does not say what the deadline means for those whom the link did not reach.",
    ),
    "link.arrival_unknown": Words(
        "案内が届いたか分からない方について、期限の効果は書かれていません。",
        "The notice does not say what the deadline means where it is not known whether the link arrived.",
    ),
    "link.no_deadline": Words(
        "受取の期限が書かれていないため、いつまで受け取れるかは、読み方が分かれます。",
        "No deadline is stated for taking the payment; how long the link holds is arguable.",
    ),
}
