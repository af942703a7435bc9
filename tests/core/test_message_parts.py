from __future__ import annotations

import pytest

from tests.core.mails import JPG, PDF, TOP, file, html, multipart, parsed, plain, tree
from worker.core.mime.attachments import kind_of, papers_of
from worker.core.mime.tree import content, open_mime, text


def paths(raw: str) -> list[str]:
    return [paper.path for paper in papers_of(tree(TOP + raw))[0]]


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"\x89PNG\r\n", "png"),
        (JPG, "jpg"),
        (b"GIF89a", "gif"),
        (b"II*\x00", "tif"),
        (b"MM\x00*", "tif"),
        (b"PK\x03\x04", "zip"),
        (b"BM6", "bmp"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"\x00\x00\x00\x18ftypheic", "heic"),
        (b"\x00\x00\x00\x18ftypisom", ""),
        (b"", ""),
    ],
)
def test_a_file_is_known_by_its_first_bytes(start: bytes, kind: str) -> None:
    assert kind_of(start) == kind


@pytest.mark.parametrize(
    "kind", ["application/pdf", "application/octet-stream", "image/tiff", "image/heic", "application/zip", "audio/ogg"]
)
def test_every_file_that_is_not_text_is_a_paper(kind: str) -> None:
    assert paths(multipart(plain("va"), file("a.bin", b"\0", kind))) == ["a.bin"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("firma.asc", "application/pgp-signature"),
        ("smime.p7s", "application/x-pkcs7-signature"),
        ("smime.p7s", "application/octet-stream"),
        ("cita.ics", "text/calendar"),
        ("ana.vcf", "text/vcard"),
        ("notas.txt", "text/plain"),
        ("x", "application/applefile"),
        ("informe", "message/delivery-status"),
    ],
)
def test_signatures_cards_calendars_and_text_are_no_papers(name: str, kind: str) -> None:
    assert paths(multipart(plain("va"), file(name, b"abc", kind))) == []


def test_a_paper_that_claims_to_be_text_is_one_all_the_same() -> None:
    assert paths(multipart(plain("va"), file("a.txt", PDF, "text/plain"))) == ["a.txt"]


def test_an_empty_attachment_is_a_paper() -> None:
    assert parsed(TOP + multipart(plain("va"), file("a.pdf", b""))).papers[0].content == b""


def test_a_nameless_paper_is_called_by_its_place_and_content() -> None:
    assert paths(multipart(plain("va"), file("a.pdf"), file("", JPG, "image/jpeg"), file("", b"\0", "a/b"))) == [
        "a.pdf",
        "adjunto-2.jpg",
        "adjunto-3.bin",
    ]


def test_equal_names_are_told_apart_and_never_collide() -> None:
    given = ["a.pdf", "a (2).pdf", "A.pdf", "a.pdf", "x", "x"]
    found = paths(multipart(*map(file, given)))
    assert found == ["a.pdf", "a (2).pdf", "A (3).pdf", "a (4).pdf", "x", "x (2)"]


def test_a_long_name_keeps_its_extension() -> None:
    assert paths(multipart(file("a" * 300 + ".pdf"), file("b" * 300))) == ["a" * 116 + ".pdf", "b" * 120]


def test_a_picture_that_the_text_shows_is_inline() -> None:
    raw = multipart(html('<img src="cid:Uno@x">'), file("a.jpg", JPG, "image/jpeg", "Content-ID: <uno@x>\n"), file("b"))
    assert [paper.inline for paper in parsed(TOP + raw).papers] == [True, False]


def test_forwards_are_followed_to_a_depth_and_no_further() -> None:
    raw = multipart(file("a.pdf"))
    for _ in range(11):
        raw = f"Content-Type: message/rfc822\n\nSubject: x\n{raw}"
    inner = raw.removeprefix("Content-Type: message/rfc822\n\nSubject: x\n")
    assert paths(inner) == ["reenviado › " * 10 + "a.pdf"]
    assert paths(raw) == []


def test_an_attached_mail_is_opened_by_its_name_but_other_bytes_of_that_name_are_a_paper() -> None:
    mail = f"Subject: x\n{multipart(file('a.pdf'))}".encode()
    raw = multipart(file("m.eml", mail, "application/octet-stream"), file("n.eml", PDF, "application/octet-stream"))
    assert paths(raw) == ["reenviado › a.pdf", "n.eml"]


def test_a_named_multipart_is_no_attached_mail() -> None:
    inner = multipart(plain("uno"), file("a.pdf"), boundary="c").replace("boundary=", 'name="m.eml"; boundary=')
    assert paths(multipart(inner)) == ["a.pdf"]


@pytest.mark.parametrize(
    ("charset", "octets", "said"),
    [
        ("utf-8", "año".encode(), "año"),
        ("iso-8859-1", "año – «fin»".encode("cp1252"), "año – «fin»"),
        ("iso-8859-1", "año".encode(), "año"),
        ("us-ascii", "año".encode(), "año"),
        ("utf-8", "año".encode("cp1252"), "año"),
        ("utf-16", "año".encode("utf-16"), "año"),
        ("x-marciano", "año".encode(), "año"),
        ("base64", b"YQ==", "YQ=="),
        ("undefined", "año".encode(), "año"),
        ("utf-16", b"abc", "abc"),
        ("utf-8", b"\x81", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_text_is_read_whatever_charset_it_claims(charset: str, octets: bytes, said: str) -> None:
    part = tree(b"Content-Transfer-Encoding: 8bit\nContent-Type: text/plain; charset=" + charset.encode() + b"\n\n")
    part.set_payload(octets.decode("ascii", "surrogateescape"))
    assert text(part) == said


def test_control_and_hidden_characters_are_taken_out_of_text() -> None:
    assert text(tree(plain("a\0b\r\nc\u2028d\xa0e\u200bf\ufeff"))) == "ab\nc\nd ef"


def test_a_container_has_no_bytes_of_its_own() -> None:
    assert content(tree(multipart(plain("a")))) == b""


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"\xef\xbb\xbf", b"sin encabezados", b"\x00\xff"])
def test_what_has_no_headers_has_no_tree(raw: bytes) -> None:
    assert isinstance(open_mime(raw), str)


def test_empty_lines_and_a_byte_order_mark_before_the_headers_do_no_harm() -> None:
    assert parsed(b"\r\n\xef\xbb\xbfFrom: ana@correo.test\r\n\r\nHola").text == "Hola"


def test_eight_bit_bytes_that_are_not_utf8_are_read_as_windows() -> None:
    assert parsed("From: ana@correo.test\nSubject: año\n\nHola".encode("cp1252")).subject == "año"
