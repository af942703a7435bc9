"""Mails, whole and broken, in the canonical form in which IMAP carries them (CRLF, no NUL)."""

from __future__ import annotations

PLAIN = b"From: ana@example.test\r\nSubject: hola\r\nMessage-ID: <uno@example.test>\r\n\r\nBuenas tardes.\r\n"


def numbered(number: int) -> bytes:
    """A small mail that differs from the others."""
    return PLAIN.replace(b"uno@", f"{number}@".encode()).replace(b"hola", f"hola {number}".encode())


BROKEN = {
    "8-bit body without a declaration": PLAIN + "Afiliación, por favor: ñandú\r\n".encode("latin-1"),
    "8-bit headers": "Subject: Afiliación\r\nFrom: Peña <p@example.test>\r\n\r\nx\r\n".encode(),
    "no headers": b"\r\nsolo texto\r\n",
    "no body, no blank line": b"Subject: nada\r\n",
    "no colon in a header": b"Subject hola\r\n\r\nx\r\n",
    "multipart that never ends": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\n",
    "boundary without a value": b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\nx\r\n",
    "a header of 20,000 bytes": b"Subject: " + b"a" * 20_000 + b"\r\n\r\nx\r\n",
    "a line of 100,000 bytes": PLAIN + b"a" * 100_000 + b"\r\n",
    "no line end at the end": PLAIN + b"sin fin",
    "control characters": PLAIN + bytes(range(1, 10)) + bytes(range(14, 32)) + b"\x7f\xff\r\n",
    "what looks like an answer of IMAP": PLAIN + b")\r\nA001 OK done\r\n* BYE\r\n{10}\r\n",
    "addresses that no parser likes": b"From: <<@@>>,;:\r\nTo: (\r\nMessage-ID: <\r\n\r\nx\r\n",
}
