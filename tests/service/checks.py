"""What holds for every reply to a student, whatever it says."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

from tests.office import OFFICER, Office, Reply
from worker.demo.people import Person


def check_reply(office: Office, reply: Reply, raw: bytes, person: Person) -> None:
    """A reply to one mail: to its writer alone, in its thread, marked as a machine's, and telling no whole number."""
    asked = message_from_bytes(raw, policy=policy.default)
    assert reply.recipients == [person.mail]
    assert reply.mail["To"] == person.mail
    assert [reply.mail[name] for name in ("Cc", "Bcc")] == [None, None]
    assert reply.mail["In-Reply-To"] == asked["Message-ID"]
    assert reply.mail["References"].split()[-1] == asked["Message-ID"]
    assert reply.mail["Auto-Submitted"] == "auto-replied"
    assert reply.mail["X-Auto-Response-Suppress"] == "All"
    assert reply.message_id.endswith(f"@{office.address.partition('@')[2]}>")
    assert reply.subject.startswith("Re: ")
    assert reply.subject.count("Re:") == 1
    check_secret(reply, person)
    assert OFFICER in reply.text


def check_secret(reply: Reply, *persons: Person) -> None:
    """No more than four characters in a row of anybody's NSS or CURP stand anywhere in it."""
    told = re.sub(r"[\s.-]", "", f"{reply.subject}\n{reply.text}".upper())
    for person in persons:
        for number in (person.nss, person.curp):
            pieces = {number[at : at + 5] for at in range(len(number) - 4)}
            assert not any(piece in told for piece in pieces)
        assert person.name not in reply.text
        assert person.paternal not in reply.text.upper()
