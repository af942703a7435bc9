"""Pictures inside a mail's text: papers where they may be one, nothing where they are a logo or a tracker."""

from __future__ import annotations

import struct
from base64 import b64encode
from email.message import EmailMessage

import pytest

from worker.core.message import parse_message
from worker.core.mime.decoration import is_decoration, size_of
from worker.core.types import Message, Paper


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\2\0\0\0" + bytes(200)


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + bytes(20)


def jpeg(width: int, height: int) -> bytes:
    app = b"\xff\xe0\0\x10JFIF\0" + bytes(9) + b"\xff\xff\xe1\0\x08" + b"\xff\xc0ab\0\0"
    return b"\xff\xd8" + app + b"\xff\xc2\0\x11\x08" + struct.pack(">HH", height, width) + bytes(200)


def bmp(width: int, height: int) -> bytes:
    return b"BM" + bytes(16) + struct.pack("<ii", width, -height) + bytes(20)


def webp(kind: bytes, body: bytes) -> bytes:
    return b"RIFF\x40\0\0\0WEBP" + kind + b"\x20\0\0\0" + body + bytes(40)


@pytest.mark.parametrize(
    "octets",
    [
        png(900, 1200),
        gif(900, 1200),
        jpeg(900, 1200),
        bmp(900, 1200),
        webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 900, 1200)),
        webp(b"VP8L", b"\x2f" + struct.pack("<I", 899 | 1199 << 14)),
        webp(b"VP8X", bytes(4) + (899).to_bytes(3, "little") + (1199).to_bytes(3, "little")),
    ],
    ids=["png", "gif", "jpeg", "bmp", "webp", "lossless webp", "webp with more"],
)
def test_a_pictures_size_stands_in_its_head(octets: bytes) -> None:
    assert size_of(octets) == (900, 1200)
    assert all(size_of(octets[:length]) in (None, (900, 1200)) for length in range(len(octets)))


@pytest.mark.parametrize("octets", [png(1, 1), gif(1, 1), png(600, 120), jpeg(200, 200), png(140, 900)])
def test_logos_and_trackers_are_decoration(octets: bytes) -> None:
    assert is_decoration(octets)


# Comments, and never a frame.
ENDLESS = b"\xff\xd8" + b"\xff\xfe\0\x02" * 10_000


@pytest.mark.parametrize("octets", [jpeg(240, 320), png(700, 400), b"%PDF-1.7", b"", b"\xff\xd8\xff\xe0\0\0", ENDLESS])
def test_what_may_be_a_paper_is_none(octets: bytes) -> None:
    assert not is_decoration(octets)


def written(html: str, **cited: bytes) -> Message:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ana@correo.test", "afiliaciones@escuela.test", "Constancia"
    mail.set_content("texto")
    mail.add_alternative(html, subtype="html")
    (_, page) = mail.iter_parts()
    for name, octets in cited.items():
        page.add_related(octets, "image", "png", cid=f"<{name}@x>")
    message = parse_message(mail.as_bytes())
    assert isinstance(message, Message)
    return message


def data(octets: bytes, kind: str = "png") -> str:
    return f'<img src="data:image/{kind};base64,{b64encode(octets).decode()}">'


def papers(message: Message) -> list[tuple[str, bool]]:
    return [(paper.path, paper.inline) for paper in message.papers]


def test_pictures_written_into_the_html_are_papers() -> None:
    message = written(f"<p>Va {data(png(900, 1200))} y {data(jpeg(900, 1200), 'jpeg')}</p>")
    assert papers(message) == [("adjunto-1.png", True), ("adjunto-2.jpg", True)]
    assert message.papers[0].content == png(900, 1200)


def test_escaped_and_folded_data_are_decoded() -> None:
    text = b64encode(png(900, 1200)).decode()
    folded = "\r\n".join(text[at : at + 60] for at in range(0, len(text), 60)).replace("/", "%2F").replace("=", "%3D")
    assert written(f"<img src='data:image/png;base64,{folded}'>").papers[0].content == png(900, 1200)


def test_cited_pictures_are_papers_and_logos_are_not() -> None:
    message = written("<img src='cid:foto@x'><img src='cid:logo@x'>", foto=png(900, 1200), logo=png(300, 90))
    assert papers(message) == [("adjunto-1.png", True)]


def test_nothing_small_or_remote_or_odd_in_the_html_is_a_paper() -> None:
    remote = "<img src='https://ejemplo.test/a.png'><img src='file:///etc/passwd'>"
    odd = data(b"<svg>" + bytes(300), "svg+xml") + data(bytes(300))
    assert papers(written(f"{remote}{odd}{data(png(1, 1))}{data(gif(120, 40), 'gif')}")) == []


def test_pictures_without_number_in_the_html_are_counted() -> None:
    message = written(data(png(900, 1200)) * 300)
    assert (len(message.papers), message.left_out) == (50, 50)


def test_a_small_picture_that_is_attached_is_a_paper() -> None:
    mail = EmailMessage()
    mail["From"] = "ana@correo.test"
    mail.set_content("hola")
    mail.add_attachment(png(100, 100), maintype="image", subtype="png", filename="foto.png")
    message = parse_message(mail.as_bytes())
    assert isinstance(message, Message)
    assert message.papers == (Paper("foto.png", png(100, 100)),)


def test_an_outlook_envelope_without_a_file_is_no_paper() -> None:
    head = b"\x78\x9f\x3e\x22\x01\x00" + b"\x01\x06\x90\x08\x00\x04\0\0\0\0\0\x01\0\x01\0"
    file = b"\x02\x0f\x80\x06\x00\x03\0\0\0abc\x26\x01"
    for octets, names in ((head, []), (head + file, ["winmail.dat"])):
        mail = EmailMessage()
        mail["From"] = "ana@correo.test"
        mail.set_content("hola")
        mail.add_attachment(octets, maintype="application", subtype="ms-tnef", filename="winmail.dat")
        message = parse_message(mail.as_bytes())
        assert isinstance(message, Message)
        assert [paper.path for paper in message.papers] == names
