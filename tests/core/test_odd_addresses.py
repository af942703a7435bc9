from __future__ import annotations

import smtplib

import pytest

from tests.core.counter import Counter, wishes
from tests.core.test_outgoing import composed
from tests.servers import HOST, SmtpSink
from worker.core.mime.headers import is_mailable
from worker.core.wishes import Wish

ODD_ADDRESSES = [
    *("ana..lopez@correo.test", "ana.@correo.test", ".ana@correo.test", "ana'o@correo.test", "ana|x@correo.test"),
    *(
        "ana{@correo.test",
        "ana@-x.test",
        "SRS0=Ab=cd=x.test=ana@y.test",
    ),
]


@pytest.mark.parametrize("recipient", [*ODD_ADDRESSES, "ana@example.com.", "a@b..c", "=?x?q?y?=@correo.test"])
def test_addresses_that_no_rule_allows_and_providers_give_are_written_to(recipient: str) -> None:
    raw = composed(recipient=recipient)
    [line] = [line for line in raw.decode("ascii").splitlines() if line.startswith("To: ")]
    assert line == f"To: <{recipient}>"
    assert raw == composed(recipient=recipient)


@pytest.mark.integration
def test_a_server_takes_mail_to_such_addresses() -> None:
    with SmtpSink() as sink, smtplib.SMTP(HOST, sink.port, timeout=10) as server:
        for recipient in ODD_ADDRESSES:
            server.sendmail("afiliaciones@escuela.test", [recipient], composed(recipient=recipient))
        assert [list(recipients) for _, recipients, _ in sink.mails()] == [[each] for each in ODD_ADDRESSES]


@pytest.mark.parametrize("writer", ODD_ADDRESSES)
def test_who_writes_from_such_an_address_is_answered(counter: Counter, writer: str) -> None:
    assert is_mailable(writer)
    counter.writes(wishes(Wish.PREGUNTA), writer=writer)
    [reply] = counter.outgoing()
    assert reply.recipient == writer
    assert f"To: <{writer}>\r\n".encode() in reply.mime
