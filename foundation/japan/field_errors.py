"""What a field says that was left empty, or holds too much: a box is filled in, a choice is chosen."""

from __future__ import annotations

from typing import Any, Final

from foundation.japan.bilingual import said

FILL: Final[dict[str, Any]] = {
    "required": said("入力してください。", "Please fill this in."),
    "max_length": said("%(limit_value)d文字までで入力してください。", "Up to %(limit_value)d characters, please."),
}
CHOOSE: Final[dict[str, Any]] = {
    "required": said("選んでください。", "Please choose one."),
    "invalid_choice": said("選び直してください。", "Please choose again."),
    "invalid_list": said("選び直してください。", "Please choose again."),
}
