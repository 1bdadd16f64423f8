"""Addresses of the console."""

from __future__ import annotations

from django.urls import path

from claims.desk import (
    call_views,
    case_views,
    credit_views,
    disclosure_views,
    enquiry_views,
    fraud_act_views,
    fraud_views,
    home_views,
    mailing_views,
    outage_views,
    payout_views,
    proof_views,
    referral_views,
)

app_name = "desk"
MISUSE = {"programme": "twooca"}
urlpatterns = [
    path("", home_views.home, name="home"),
    path("search/", home_views.search, name="search"),
    path("coupons/<int:pk>/", case_views.coupon, name="coupon"),
    path("coupons/<int:pk>/show/", case_views.show_coupon, name="show-coupon"),
    path("claims/<str:number>/", case_views.claim, name="claim"),
    path("claims/<str:number>/show/", case_views.show_claim, name="show-claim"),
    path("claims/<str:number>/items/", enquiry_views.items, name="enquiry-items"),
    path("claims/<str:number>/payments/", enquiry_views.payment, name="payment-new"),
    path("claims/<str:number>/payments/<int:pk>/answer/", enquiry_views.answer, name="payment-answer"),
    path("claims/<str:number>/payments/<int:pk>/void/", enquiry_views.void, name="payment-void"),
    path("claims/<str:number>/restore/", enquiry_views.restore, name="restore"),
    path("enquiries/new/", enquiry_views.new_enquiry, name="new-enquiry"),
    path("hours/", outage_views.hours, name="hours"),
    path("hours/<int:pk>/release/", outage_views.release, name="hours-release"),
    path("hours/<slug:slug>/", outage_views.state_hours, name="hours-state"),
    path("waiting/", outage_views.waiting_list, name="waiting"),
    path("misuse/", fraud_views.fraud_list, name="fraud"),
    path("misuse/new/", fraud_views.take_in, MISUSE, name="fraud-take-in"),
    path("misuse/disclosure/", disclosure_views.disclosures, MISUSE, name="disclosures"),
    path("misuse/credits/", credit_views.credit_list, name="credits"),
    path("misuse/credits/file/", credit_views.export, MISUSE, name="credits-export"),
    path("misuse/credits/confirmations/", credit_views.confirmations, MISUSE, name="credits-confirm"),
    path("misuse/credits/<int:pk>/again/", credit_views.again, name="credit-again"),
    path("misuse/arrangements/<int:pk>/", credit_views.arrangement, name="arrangement"),
    path("misuse/<str:number>/", fraud_views.claim, name="fraud-claim"),
    path("misuse/<str:number>/show/", fraud_views.show, name="fraud-show"),
    path("misuse/<str:number>/facts/", fraud_act_views.facts, name="fraud-facts"),
    path("misuse/<str:number>/items/<str:key>/", fraud_act_views.item, name="fraud-item"),
    path("misuse/<str:number>/question/", fraud_act_views.question, name="fraud-question"),
    path("misuse/<str:number>/proposal/", fraud_act_views.proposal, name="fraud-proposal"),
    path("misuse/<str:number>/approve/", fraud_act_views.approval, name="fraud-approve"),
    path("misuse/<str:number>/return/", fraud_act_views.returning, name="fraud-return"),
    path("misuse/<str:number>/reconsider/", fraud_act_views.reconsideration, name="fraud-reconsider"),
    path("misuse/<str:number>/letters/<int:pk>/", fraud_views.letter, name="fraud-letter"),
    path("payouts/<str:number>/", payout_views.payout, name="payout"),
    path("payouts/<str:number>/<slug:name>/", payout_views.act, name="payout-act"),
    path("referrals/", referral_views.referrals, name="referrals"),
    path("referrals/<int:pk>/", referral_views.referral, name="referral"),
    path("calls/new/", call_views.new_call, name="new-call"),
    path("proof/", proof_views.proof, name="proof"),
    path("mailings/", mailing_views.mailing_list, name="mailings"),
    path("mailings/<int:pk>/", mailing_views.mailing, name="mailing"),
    path("mailings/<int:pk>/<slug:name>/", mailing_views.step, name="mailing-step"),
]
