"""The steps of an application, taken by a client as a browser without scripts takes them."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from claims.apply.keeping import hold
from claims.drafts import give_code
from claims.models import Claim
from notifications.envelope import open_envelope
from notifications.models import Message
from tests.factories.claims import TYPED


def begin(client: Client, programme: str = "kumamoto") -> str:
    """Press the first button; the address of the draft."""
    return str(client.post(f"/{programme}/apply/").headers["Location"])


def typed(programme: str = "kumamoto", **other: Any) -> dict[str, Any]:
    """What somebody types into the form, with some of it otherwise."""
    return {**TYPED[programme], **other}


def ask_for_code(client: Client, address: str, channel: str = "email", **sent: Any) -> str:
    """Have a code sent; the text of the newest message."""
    client.post(f"{address}reach/", {"channel": channel}, **sent)
    return open_envelope(Message.objects.latest("pk")).body


def code_in(text: str) -> str:
    """The six digits in a message."""
    found = re.search(r"\d{6}", text)
    assert found is not None
    return found[0]


def prove(client: Client, address: str, code: str) -> str:
    """Type a code; where that leads, "" where the page stays."""
    answer = client.post(f"{address}reach/", {"code": code})
    return str(answer.headers.get("Location", ""))


def ready(client: Client, programme: str = "kumamoto", **other: Any) -> str:
    """An application that only waits for its claimant's consent; its address."""
    address = begin(client, programme)
    client.post(address, typed(programme, **other))
    prove(client, address, code_in(ask_for_code(client, address)))
    return address


def shown(client: Client, address: str) -> str:
    """The digest of what the page of the check shows."""
    found = re.search(r'name="shown" value="(\w+)"', client.get(f"{address}confirm/").content.decode())
    assert found is not None
    return found[1]


def consented(client: Client, address: str, **other: str) -> dict[str, str]:
    """What is posted by whoever agrees to what they see."""
    return {"shown": shown(client, address), "agreed": "on", "traveller": "yes", **other}


def send(client: Client, address: str) -> str:
    """Agree and send; where that leads."""
    answer = client.post(f"{address}confirm/", consented(client, address))
    return str(answer.headers["Location"])


def holding(client: Client, claim: Claim) -> str:
    """Let a client hold a claim, as the browser that began it does; the address of its draft."""
    response = HttpResponse()
    hold(response, claim, give_code(claim))
    client.cookies.update(response.cookies)
    return f"/{claim.programme.slug}/apply/{claim.draft_key}/"
