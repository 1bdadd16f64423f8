"""Addresses of the special site. A programme's address comes last: its slug is any word that no other page uses."""

from __future__ import annotations

from django.urls import path

from claims.apply import (
    application_views,
    check_views,
    door_views,
    notice_views,
    page_views,
    reach_views,
    resume_views,
    status_act_views,
    status_views,
    transfer_views,
    verify_views,
)
from claims.apply.twooca import claim_views

app_name = "apply"
MISUSE = {"programme": "twooca"}
urlpatterns = [
    path("", page_views.start, name="start"),
    path("contact/", page_views.contact, name="contact"),
    path("privacy/", page_views.privacy, name="privacy"),
    path("accessibility/", page_views.accessibility, name="accessibility"),
    path("check/", check_views.choose, name="check-choose"),
    path("verify-message/", verify_views.verify, name="verify-message"),
    path("situation/<slug:door>/", door_views.door, name="door"),
    path("status/", status_views.ask, name="status"),
    path("status/shown/", status_views.shown, name="status-shown"),
    path("status/correct/", status_act_views.correct, name="status-correct"),
    path("status/complete/", status_act_views.complete, name="status-complete"),
    path("status/withdraw/", status_act_views.take_back, name="status-withdraw"),
    path("status/look-again/", status_act_views.look_again, name="status-look-again"),
    path("status/choose/", status_views.choose_points, name="choose-points"),
    path("status/transfer/", transfer_views.ask, name="transfer"),
    path("status/transfer/confirm/", transfer_views.confirm, name="transfer-confirm"),
    path("status/transfer/withdraw/", transfer_views.withdraw, name="transfer-withdraw"),
    path("twooca/", claim_views.notice, MISUSE, name="fraud-notice"),
    path("twooca/claim/", claim_views.begin, MISUSE, name="fraud-begin"),
    path("twooca/claim/resume/", resume_views.resume_misuse, MISUSE, name="fraud-resume"),
    path("twooca/claim/<uuid:key>/", claim_views.answer, MISUSE, name="fraud-answer"),
    path("twooca/claim/<uuid:key>/save/", resume_views.save_misuse, MISUSE, name="fraud-save"),
    path("twooca/claim/<uuid:key>/confirm/", claim_views.confirm, MISUSE, name="fraud-confirm"),
    path("twooca/claim/<uuid:key>/done/", claim_views.done, MISUSE, name="fraud-done"),
    path("<slug:programme>/", notice_views.notice, name="notice"),
    path("<slug:programme>/check/", check_views.check, name="check"),
    path("<slug:programme>/situation/<slug:door>/", door_views.door, name="programme-door"),
    path("<slug:programme>/apply/", application_views.begin, name="begin"),
    path("<slug:programme>/apply/resume/", resume_views.resume, name="resume"),
    path("<slug:programme>/apply/<uuid:key>/", application_views.answer, name="answer"),
    path("<slug:programme>/apply/<uuid:key>/save/", resume_views.save, name="save"),
    path("<slug:programme>/apply/<uuid:key>/reach/", reach_views.reach, name="reach"),
    path("<slug:programme>/apply/<uuid:key>/confirm/", application_views.confirm, name="confirm"),
    path("<slug:programme>/apply/<uuid:key>/done/", application_views.done, name="done"),
    path("<slug:programme>/apply/<uuid:key>/transfer/", transfer_views.ask_after_applying, name="transfer-after"),
    path(
        "<slug:programme>/apply/<uuid:key>/transfer/confirm/",
        transfer_views.confirm_after_applying,
        name="transfer-after-confirm",
    ),
]
