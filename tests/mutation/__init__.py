"""`make mutation`: does a test fail for each small mistake that somebody could make in the policy?"""
