"""Hostile files of no kind or of several: programs, pages, polyglots, wrong names, mails within mails."""

from __future__ import annotations

from email.message import EmailMessage

from tests.engines import packed
from tests.engines.drawn import encoded
from tests.hostile.archives import paper, zipped
from tests.hostile.pictures import shown

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="file:///etc/passwd"/></svg>'
HTML = b'<!DOCTYPE html><html><script>alert(1)</script><iframe src="file:///etc/passwd"></iframe></html>'
RICH_TEXT = rb"{\rtf1{\object\objocx{\*\objdata 0105000002000000}}Hola}"
SHELL = b"#!/bin/sh\ntouch /tmp/taken-over\n"
WINDOWS = b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" + bytes(48) + b"PE\0\0" + bytes(500)
LINUX = b"\x7fELF\2\1\1" + bytes(500)
JAVA = b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(200)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c" + bytes(100)


def pdf_and_zip() -> bytes:
    """A PDF that is an archive too."""
    return paper() + zipped(("virus.exe", WINDOWS))


def zip_and_pdf() -> bytes:
    """An archive in front of a PDF's own beginning."""
    return zipped(("virus.exe", WINDOWS)) + paper()


def jpeg_and_zip() -> bytes:
    """A photo that is an archive too."""
    return encoded(shown(), "JPEG", quality=90) + zipped(("virus.exe", WINDOWS))


def gif_and_html() -> bytes:
    """A page that begins as a GIF."""
    return b"GIF89a/*" + HTML + b"*/=1;"


def html_and_pdf() -> bytes:
    """A page in which a PDF's beginning is quoted."""
    return HTML + b"\n<pre>%PDF-1.7</pre>"


def pdf_in_html() -> bytes:
    """A PDF behind a page, as some portals save it."""
    return b"<html>" + b" " * 100 + paper()


def winmail() -> bytes:
    """A winmail.dat of two hundred files."""
    return packed.winmail({f"{number}.pdf": paper() for number in range(200)})


def large_mail() -> bytes:
    """A mail, attached as a file, with a thousand files attached to it."""
    return packed.mail({f"{number}.pdf": paper() for number in range(1000)})


def nested_mails() -> bytes:
    """A constancia in a mail in a mail …, sixty deep."""
    content = EmailMessage()
    content["Subject"], content["From"] = "constancia", "a@example.com"
    content.set_content("va")
    content.add_attachment(paper(), maintype="application", subtype="pdf", filename="constancia.pdf")
    for depth in range(60):
        outer = EmailMessage()
        outer["Subject"], outer["From"] = f"Fwd {depth}", "a@example.com"
        outer.add_attachment(content, filename="mensaje.eml")
        content = outer
    return content.as_bytes()
