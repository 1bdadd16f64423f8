"""How long what a claimant for misuse told is kept: the sealed fields of the claim, its questions and its credits."""

from __future__ import annotations

from typing import Final

from foundation.vault.retention import RetentionClass, register

CLAIM: Final = register(
    RetentionClass(
        "misuse_claim",
        "不正利用の申請で伝えられた事項（申請内容・質問と回答・加算先のお客様 ID）",
        "What a claim for misuse told: answers, questions with their answers, the ID of the account credited",
        "the day the claim was closed",
        5 * 365,
        "申請の手続きが終わった日",
    )
)
DRAFT: Final = register(
    RetentionClass(
        "misuse_draft",
        "不正利用の申請の下書き（送信されなかったもの）",
        "Drafts of claims for misuse that were never sent",
        "the day the draft was begun",
        180,
        "下書きをはじめた日",
    )
)
