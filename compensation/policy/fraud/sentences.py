"""The one wording of every rule, in Japanese and English, with the facts of its step in the places {0}, {1}, …

A sentence is for the claimant. How a period is counted is said with its article of the Civil Code, because the policy
itself does not say it. Facts are numbers (yen, days, acts), days, instants, texts, and tuples of Words.
"""

from __future__ import annotations

from compensation.policy.bulletin import Words

EVENTS = {
    "own_mistake": Words(
        "ご自身の操作の誤りによる損失は、第三者による不正利用ではないため、この補償の対象になりません。",
        "A loss by one's own mistake is no misuse by a third party, and so is outside this compensation.",
    ),
    "intended": Words(
        "ご自身の意思によるご利用は不正利用ではないため、この補償の対象になりません。",
        "A use that you intended is no misuse, and so is outside this compensation.",
    ),
    "intended_event": Words(
        "この場合の補償は、ご本人が意図しない不正利用に限られます。",
        "In this case only misuse that was not intended is compensated.",
    ),
    "event_account": Words(
        "アカウントの情報が第三者に盗まれ、残高が使われたというお申し出です。",
        "The claim is that a third party stole the account information and used the balances.",
    ),
    "event_device": Words(
        "モバイル端末の紛失または盗難により、残高が使われたというお申し出です。",
        "The claim is that a mobile device was lost or stolen and the balances were used.",
    ),
    "event_card": Words(
        "登録したカードの情報が第三者に盗まれ、使われたというお申し出です。",
        "The claim is that a third party stole the data of a registered card and used them.",
    ),
    "event_registered_card": Words(
        "カードが持ち主の意思に反してアカウントに登録され、使われたというお申し出です。",
        "The claim is that a card was registered to an account against its holder's will and used.",
    ),
    "cause_unknown": Words(
        "どのようにして不正利用されたかがまだ分からないため、担当者が調べます。",
        "It is not yet known how the misuse came about; a person will look into it.",
    ),
    "cause_unknown_medium": Words(
        "TwooCa カードや TwooCa Ring の紛失・盗難によるものかどうかも、担当者が調べます。",
        "A person will also look into whether a lost or stolen TwooCa Card or TwooCa Ring was used.",
    ),
    "card_is_no_balance": Words(
        "アカウントを通じて登録カードが使われましたが、この項が挙げるのは三つの残高だけのため、担当者が判断します。",
        "The registered card was drawn on through the account, but this item names only the three balances; "
        "a person decides.",
    ),
    "card_data_not_stolen": Words(
        "カードの情報そのものが盗まれたとは言えないため、この項に当たるかは担当者が判断します。",
        "The card data themselves were not stolen, so whether this item applies is for a person.",
    ),
}

DUTIES = {
    "contact_at_once": Words(
        "{0}に気づき、{1}にご連絡をいただきました。",
        "You recognised the loss on {0} and contacted the company on {1}.",
    ),
    "contact_late": Words(
        "{0}に気づき、ご連絡は{1}でした。すぐにご連絡いただけたと言えるかを、担当者が確認します。",
        "You recognised the loss on {0} and made contact on {1}; a person will see whether that was at once.",
    ),
    "contact_late_but_examined": Words(
        "{0}に気づき、ご連絡は{1}でしたが、審査は終わっており、理由を担当者が確かめています。",
        "You recognised the loss on {0} and made contact on {1}; the examination, now complete, has looked at it.",
    ),
    "claimed_in_time": Words(
        "請求の期限は、気づいた日{1}の翌日から数えて{0}日目の{2}の終わりまでです（民法第140条・第141条）。"
        "請求は{3}に届き、期限内です。",
        "A claim is in time until the end of {2}, day {0} counted from the day after {1}, when the "
        "loss was recognised (Civil Code, articles 140 and 141). It arrived on {3}, in time.",
    ),
    "claimed_late": Words(
        "請求の期限は、気づいた日{1}の翌日から数えて{0}日目の{2}の終わりまででした（民法第140条・第141条）。"
        "請求が届いたのは{3}で、期限を過ぎています。",
        "A claim was in time until the end of {2}, day {0} counted from the day after {1}, when the "
        "loss was recognised (Civil Code, articles 140 and 141). It arrived on {3}, too late.",
    ),
    "ground_8_late_claim": Words(
        "{0}日の期限を過ぎたことは、それ自体では補償しない事由に挙げられていません。この方針に反する場合に当たるものとして、補償の対象外になります。",
        "Missing the {0} days is not itself named among the grounds; it bars compensation as a breach of this policy.",
    ),
    "claim_period_from_midnight": Words(
        "気づいた時刻が{1}のちょうど午前0時で、その日を1日目と数えるかどうか（民法第140条ただし書）により、"
        "{0}日の最終日が{2}かその前日かが分かれます。請求は{3}に届いており、担当者が判断します。",
        "The loss was recognised at exactly 00:00 on {1}. Whether that day counts (Civil Code, article 140, "
        "proviso) makes the last of the {0} days {2} or the day before. The claim arrived on {3}; "
        "a person decides.",
    ),
    "claim_period_ends_on_closed_day": Words(
        "気づいた日{1}の翌日から数えて{0}日目の{2}は窓口が休みでした。期限が次の営業日{4}まで"
        "延びるか（民法第142条）は担当者が判断します。請求は{3}に届いています。",
        "Day {0} from the day after {1} was {2}, when the desk was closed. Whether the period runs on "
        "to the next working day, {4} (Civil Code, article 142), is for a person. The claim arrived on "
        "{3}.",
    ),
    "police_told": Words("警察署への届出が済んでいます。", "The misuse has been reported to the police."),
    "police_not_told": Words(
        "警察署への届出がないまま、審査が終わりました。",
        "The examination ended without any report to the police.",
    ),
    "police_report_open": Words(
        "警察署への届出をお願いします。届出が済みましたら、警察署名、届出日、受理番号をお知らせください。",
        "Please report the misuse to the police, and then tell us the station, the date and the receipt number.",
    ),
    "prevention_examined": Words(
        "損害を防ぐための対応は、審査で確認しました。",
        "What was done to prevent the damage has been examined.",
    ),
    "prevention_not_examined": Words(
        "損害を防ぐための対応は、これから審査で確認します。",
        "What was done to prevent the damage is still to be examined.",
    ),
    "help_not_asked": Words("会社からの協力のお願いはありません。", "The company has asked for no help."),
    "help_given": Words("お願いした調査にご協力をいただきました。", "The help that the company asked for was given."),
    "help_not_given": Words(
        "お願いした調査へのご協力を確認できていません。",
        "The help that the company asked for has not been confirmed.",
    ),
    "ground_12_help": Words(
        "協力がなかったと言えるかどうかは、担当者が判断します。",
        "Whether help was refused is for a person to say.",
    ),
    "issuer_told": Words("カードの発行元への届出が済んでいます。", "The card issuer has been told."),
    "issuer_notice_open": Words(
        "カードの発行元へ届け出たかどうかをお知らせください。まだの場合は、届出をお願いします。",
        "Please tell us whether the card issuer has been told; if not yet, please do so.",
    ),
    "issuer_not_told": Words(
        "カードの発行元への届出がまだです。届出をお願いします。",
        "The card issuer has not been told yet. Please do so.",
    ),
    "ground_12_issuer": Words(
        "発行元への届出がないことをどう見るかは、まず届出をお願いしたうえで、担当者が判断します。",
        "What follows from that is for a person, who will first ask for the notice to the issuer.",
    ),
}

ACTS = {
    "damage_moments": Words(
        "不正な取引は{0}件で、損害はそれぞれの取引の時に生じています（{1}から{2}まで）。",
        "Wrongful acts: {0}, from {1} to {2}. Damage arose at the moment of each.",
    ),
    "theft_is_no_damage": Words(
        "情報が盗まれた{0}ではなく、それぞれの取引の時から数えます。",
        "What counts is the moment of each act, not the theft of the information on {0}.",
    ),
    "damage_in_time": Words(
        "損害の翌日から数えて{0}日目は、最も早い取引で{1}です（民法第140条・第141条）。請求は{2}に届き、過ぎていません。",
        "Day {0} from the day after the damage is {1} for the earliest act (Civil Code, articles 140 and 141). "
        "The claim arrived on {2}, before they had passed.",
    ),
    "damage_late": Words(
        "損害の翌日から数えて{0}日が過ぎています（民法第140条・第141条）。取引{2}件のうち{1}件がこれに当たり、"
        "その最終日は遅いものでも{3}で、請求は{4}に届きました。",
        "More than {0} days from the day after the damage have passed (Civil Code, articles 140 and 141) for {1} of "
        "{2} acts; the last day was {3} at the latest, and the claim arrived on {4}.",
    ),
    "damage_partly_late": Words(
        "取引{2}件のうち{1}件は、損害の翌日から数えて{0}日が過ぎているため対象外です（民法第140条・第141条。最終日は遅いもので"
        "{3}、請求は{4}）。残りの取引は、それぞれ判断します。",
        "For {1} of {2} acts more than {0} days from the day after the damage have passed (Civil Code, articles 140 "
        "and 141; last day {3} at the latest, claim {4}), so they are not covered. The rest is decided.",
    ),
    "damage_period_ends_on_closed_day": Words(
        "損害の翌日から数えて{0}日目の{1}は窓口が休みでした。期間が次の営業日{2}まで延びるか"
        "（民法第142条）は担当者が判断します。請求は{3}に届いています。",
        "Day {0} from the day after the damage was {1}, when the desk was closed. Whether the period runs on to "
        "the next working day, {2} (Civil Code, article 142), is for a person. The claim arrived on "
        "{3}.",
    ),
    "recognised_before_damage": Words(
        "気づいた時（{0}）が最初の取引（{1}）より前になっているため、担当者が確認します。",
        "The loss is said to have been recognised ({0}) before the first act ({1}); a person will ask.",
    ),
    "damage_after_recognition": Words(
        "最初の取引（{1}）が、気づいた時（{0}）より後になっています。",
        "The first act ({1}) comes after the recognition ({0}).",
    ),
    "charge_and_spending": Words(
        "チャージとその後の利用の両方が申し出られており、一つの損害が二つの取引に表れているおそれがあります。担当者が確認します。",
        "Both a charge and a spending are claimed, which may be one damage in two acts. A person will look at it.",
    ),
    "one_loss_perhaps_twice": Words(
        "両方を足すと同じ損失を二度数えるおそれがあるため、金額は担当者が確認します。",
        "Adding both might count the same loss twice, so the sum is for a person.",
    ),
    "ground_13_found": Words(
        "{0}に気づいた後の取引（{2}件のうち{1}件）は、損害が広がるのを防がなかったために生じたと判断され、対象外です。",
        "The acts after the misuse was recognised on {0} ({1} of {2}) were found to come from not stopping "
        "it, and are not covered.",
    ),
    "ground_13_without_object": Words(
        "気づいた後の損害について事由ありとされていますが、{0}より後の取引がないため、担当者が確認し直します。",
        "This ground was found, but no act came after the recognition on {0}; a person will look again.",
    ),
    "ground_13_binds_users": Words(
        "この事由は利用者だけに当てはまるため、担当者が確認し直します。",
        "This ground applies to users only; a person will look again.",
    ),
    "ground_13_open": Words(
        "{0}に気づいた後にも取引があります（{2}件のうち{1}件）。防ぐことができたかどうかを、担当者が確認します。",
        "Some acts ({1} of {2}) came after the misuse was recognised on {0}; a person will see whether they "
        "could have been prevented.",
    ),
    "ground_13_clear": Words(
        "気づいた後に防げたはずの損害は、対象外とする事由として見つかっていません。",
        "No damage was found that should have been prevented after the misuse was recognised.",
    ),
}

GROUNDS = {
    "ground_1_medium": Words(
        "TwooCa カードまたは TwooCa Ring の紛失・盗難によって使われたため、対象外です。",
        "The misuse was made by a lost or stolen TwooCa Card or TwooCa Ring, which is not covered.",
    ),
    "identity_checked": Words("本人確認が済んでいます。", "Identity has been checked."),
    "identity_not_checked": Words(
        "本人確認が行われていないため、対象外です。", "Identity was not checked, so this is not covered."
    ),
    "identity_check_open": Words(
        "本人確認が済んでいるかどうかが、まだ確認できていません。",
        "Whether identity has been checked is not known yet.",
    ),
    "ground_4_gross": Words(
        "重い過失から生じた不正利用と判断されたため、対象外です。",
        "The misuse was found to come from gross negligence, which is not covered.",
    ),
    "ground_5_own_act": Words(
        "請求されたご本人が行ったもの（強要された場合を含みます）のため、対象外です。",
        "The act was the claimant's own, coerced or not, which is not covered.",
    ),
    "ground_6_close_person": Words(
        "ご家族、近親者、同居の方、お世話をする方、または利用を認められた方が行ったもののため、対象外です。",
        "The act was that of family, a near relative, a cohabitant, a carer or a person permitted to use the service, "
        "which is not covered.",
    ),
    "ground_7_device": Words(
        "譲ったり、貸したり、担保に入れたりした端末による不正利用のため、対象外です。",
        "The misuse was made by a device that had been transferred, lent or pledged, which is not covered.",
    ),
    "examination_open": Words(
        "審査が終わっていません。どの事由にも当たらないと担当者が判断するまで、お支払いは決まりません。",
        "The examination is not complete. Nothing is paid until a person finds that no ground applies.",
    ),
    "examination_found": Words(
        "審査の結果、補償しない事由が見つかりました。",
        "The examination found a ground on which nothing is paid.",
    ),
    "examination_clear": Words(
        "審査の結果、お支払いの対象となる取引には、補償しない事由が見つかりませんでした。",
        "The examination found no ground against the acts that are paid for.",
    ),
    "ground_found": Words(
        "審査の結果、項番4の({0})に当たると判断されたため、対象外です。",
        "The examination found that ground ({0}) of item 4 applies, so this is not covered.",
    ),
    "ground_clear": Words(
        "項番4の({0})に当たることは見つかっていません。",
        "Ground ({0}) of item 4 was not found.",
    ),
    "ground_not_examined": Words(
        "項番4の({0})に当たるかどうかは、これから審査します。",
        "Whether ground ({0}) of item 4 applies is still to be examined.",
    ),
    "ground_11_binds_users": Words(
        "1年以内の請求についての事由は、利用者だけに当てはまります。",
        "The ground on a claim within a year applies to users only.",
    ),
    "first_claim": Words("前の補償請求はありません。", "There was no earlier claim."),
    "no_negligence": Words(
        "前の請求（{0}）がありますが、過失は認められませんでした。",
        "There was an earlier claim ({0}), but no negligence was found.",
    ),
    "previous_claim_over_a_year_ago": Words(
        "前の請求（{0}）から1年の期間は{1}に終わっています（民法第140条・第143条）。"
        "不正利用は{2}、請求は{3}で、期間の外です。",
        "The year from the earlier claim ({0}) ended on {1} (Civil Code, articles 140 and 143). The "
        "misuse ({2}) and the claim ({3}) are outside it.",
    ),
    "negligence_not_examined": Words(
        "前の請求（{0}）から1年の期間（{1}まで。民法第140条・第143条）に関わるため、過失があったかを担当者が確認します。"
        "不正利用は{2}、請求は{3}です。",
        "The year from the earlier claim ({0}, to {1}; Civil Code, articles 140 and 143) comes into "
        "play, so a person will see whether there was negligence. Misuse {2}, claim {3}.",
    ),
    "ground_11_repeated": Words(
        "前の請求（{0}）から1年の期間は{1}まで続きます（民法第140条・第143条）。不正利用（{2}）も"
        "請求（{3}）もその中にあり、過失が認められたため、対象外です。",
        "The year from the earlier claim ({0}) runs to {1} (Civil Code, articles 140 and 143). The "
        "misuse ({2}) and the claim ({3}) are both within it, and negligence was found, so this is "
        "not covered.",
    ),
    "repeated_in_part": Words(
        "前の請求（{0}）から1年の期間（{1}まで。民法第140条・第143条）に、不正利用（{2}）と"
        "請求（{3}）のすべてが入るわけではないため、担当者が判断します。",
        "Not all of the misuse ({2}) and the claim ({3}) falls within the year from the earlier claim "
        "({0}, to {1}; Civil Code, articles 140 and 143); a person decides.",
    ),
}

APPLICATION = {
    "form_used": Words("「{0}」と書かれたフォームで申請されています。", "The form was used, with the words “{0}”."),
    "form_not_used": Words(
        "お電話はご連絡として承りました。補償の申請は、お問合せフォームからお願いします。",
        "The call counts as contact. Please make the claim itself by the inquiry form.",
    ),
    "phrase_missing": Words(
        "フォームの本文に「{0}」と書き添えてください。",
        "Please add the words “{0}” to the text of the form.",
    ),
    "items_complete": Words("必要な事項がそろっています。", "Nothing that the form asks is missing."),
    "items_missing": Words("次の事項をお知らせください：{0}。", "Please tell us: {0}."),
}

SUMS = {
    "loss_whole": Words(
        "不正に使われた{1}円と手数料{2}円の合計は{0}円です。取り戻せた金額はありません。",
        "The loss is {0} yen ({1} yen misused and {2} yen of fees); nothing was recovered.",
    ),
    "loss_less_recovered": Words(
        "不正に使われた{1}円と手数料{2}円の合計{0}円から、取り戻せた{3}円を引きます。",
        "From {0} yen ({1} yen misused and {2} yen of fees), {3} yen recovered are taken off.",
    ),
    "other_losses_left_out": Words(
        "そのほかの損失{0}円は、不正に使われた金額でも手数料でもないため、含まれません。",
        "Other losses of {0} yen are neither misused money nor fees of the service, and are left out.",
    ),
    "compensation_taken_off": Words(
        "第三者から受け取った{0}円と、これから受け取る{1}円を引き、補償額は{2}円です。",
        "{0} yen received from third parties and {1} yen still due are taken off; {2} yen remain.",
    ),
    "third_party_open": Words(
        "第三者から受けられる補償がまだ決まっていません。決まりましたら、お知らせください。",
        "What third parties will compensate is not settled yet. Please tell us once it is.",
    ),
    "with_the_issuer": Words(
        "補償は、カードの発行元と協力して行います。",
        "The compensation is made together with the card issuer.",
    ),
    "credited": Words(
        "{0}円を、不正に使われたそれぞれの残高に加算します。",
        "{0} yen are credited to the balances they were taken from.",
    ),
    "split_open": Words(
        "{0}円を残高に加算します。どの残高にいくら加算するかは、担当者が決めます。",
        "{0} yen are credited; how much to which balance is for a person to settle.",
    ),
    "non_user": Words(
        "利用者でないカードの持ち主の方には、補償の方法を担当者が個別にご相談します。",
        "With a cardholder who is no user, a person agrees the way of compensation individually.",
    ),
}

DOUBTS = {
    "doubt_late_claim_bars_by_breach": Words(
        "請求の期限を過ぎた場合の扱いは書かれておらず、方針に反するとして対象外とする読み方によっています。ほかの読み方もあり得ます。",
        "The document does not say what follows from a late claim; that it bars as a breach of the policy is one "
        "reading.",
    ),
    "doubt_claim_period_from_midnight": Words(
        "午前0時ちょうどに気づいた日を期間に数えるかどうかは、読み方が分かれます（民法第140条ただし書）。",
        "Whether a day on which the loss was recognised at exactly 00:00 counts can be read either way "
        "(Civil Code, article 140, proviso).",
    ),
    "doubt_claim_period_ends_on_closed_day": Words(
        "フォームはいつでも送れるため、窓口の休みの日に終わる期間が翌営業日まで延びるかどうかは、読み方が分かれます（民法第142条）。",
        "The form is always open, so whether a period that ends on a closed day runs on to the next working day can be "
        "read either way (Civil Code, article 142).",
    ),
    "doubt_damage_period_ends_on_closed_day": Words(
        "フォームはいつでも送れるため、窓口の休みの日に終わる60日が翌営業日まで延びるかどうかは、読み方が分かれます（民法第142条）。",
        "The form is always open, so whether the period from the damage, ending on a closed day, runs on to the next "
        "working day can be read either way (Civil Code, article 142).",
    ),
    "doubt_grounds_by_act": Words(
        "取引ごとに判断して残りを補償していますが、一部でも事由に当たれば請求の全部が対象外になるという読み方もあり得ます。",
        "Each act is judged alone and the rest is paid for; the gate can also be read as all or nothing.",
    ),
    "doubt_card_after_takeover": Words(
        "アカウントを通じた登録カードの利用は、項番1の(1)にも(2)にもそのままは当たらず、読み方が分かれます。",
        "A registered card drawn on through the account is neither 1(1) nor 1(2) in terms, and can be read either way.",
    ),
    "doubt_charge_and_spending": Words(
        "チャージとその利用を一つの損害と見るか二つと見るかは、読み方が分かれます。",
        "Whether a charge and the spending after it are one damage or two can be read either way.",
    ),
    "doubt_year_of_misuse_or_claim": Words(
        "「1年以内」が不正利用の日にかかるのか、請求の日にかかるのかは、読み方が分かれます。",
        "Whether “within a year” is said of the misuse or of the claim can be read either way.",
    ),
    "doubt_phrase_missing": Words(
        "決められた言葉がない申請の扱いは書かれていません。断らずに書き添えをお願いしています。",
        "The document does not say what follows where the set words are missing; they are asked for, not held against "
        "the claim.",
    ),
    "doubt_split_over_balances": Words(
        "差し引く金額を複数の残高にどう割り振るかは、書かれていません。",
        "How a deduction is spread over several balances is not said.",
    ),
    "doubt_both_deductions": Words(
        "取り戻した金額と第三者の補償の両方を引いています。第三者の補償だけを引く読み方では、残りが出ます。",
        "Both what was recovered and what third parties compensate are taken off; read by itself, the rule on third "
        "parties would leave something.",
    ),
}

SENTENCES = {**EVENTS, **DUTIES, **ACTS, **GROUNDS, **APPLICATION, **SUMS}
"""The sentence of every step, by the name of its rule; DOUBTS holds those of the contested points."""
