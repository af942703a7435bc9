"""Large files are left where they lie in the mail; what is read of them is what the standard library would decode."""

from __future__ import annotations

import re
from base64 import b64encode, encodebytes
from email import message_from_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.mails import TOP, file, multipart, parsed, plain, tree
from worker.core.mime.folding import Stretch, fold
from worker.core.mime.tree import content, text, walk
from worker.core.octets import Octets
from worker.core.types import Paper

LARGE = b"%PDF-1.4\n" + bytes(range(256)) * 200 + b"\n%%EOF\n"
HUGE = b"%PDF-1.4\n" + bytes(range(256)) * 12_000
HEAD = "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"


def lines(octets: bytes, width: int = 76) -> str:
    return re.sub(rf"(.{{{width}}})", r"\1\n", b64encode(octets).decode()).rstrip() + "\n"


def papers(raw: str | bytes) -> list[Paper]:
    return list(parsed(raw).papers)


def only(raw: str | bytes) -> Octets:
    [paper] = papers(raw)
    return paper.content


def decoded_by_the_library(raw: str) -> list[object]:
    return [part.get_payload(decode=True) for part in message_from_bytes(raw.encode()).walk()]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("width", [60, 64, 72, 76, 996])
@pytest.mark.parametrize("octets", [LARGE, LARGE[:-1], LARGE[:-2], HUGE, LARGE[: 57 * 300]])
def test_a_large_file_is_decoded_where_it_is_read(octets: bytes, width: int, line_end: str) -> None:
    found = only((TOP + multipart(plain("va"), HEAD + lines(octets, width))).replace("\n", line_end))
    assert isinstance(found, Stretch)
    assert len(found) == len(octets)
    assert found[:] == octets
    assert papers(TOP + multipart(file("a.pdf", octets)))[0].sha256 == Paper("a.pdf", octets).sha256


@settings(max_examples=200, deadline=None)
@given(st.slices(len(LARGE)).filter(lambda where: where.step in (None, 1)))
def test_every_slice_of_it_is_that_of_the_bytes(where: slice) -> None:
    assert only(TOP + multipart(file("a.pdf", LARGE)))[where] == LARGE[where]


def test_a_file_without_a_blank_line_before_the_boundary_is_whole() -> None:
    whole = LARGE[: 57 * 300]
    assert only(TOP + multipart(HEAD + lines(whole).rstrip()))[:] == whole


@pytest.mark.parametrize("width", [61, 75, 77])
def test_lines_of_an_odd_length_are_decoded_at_once(width: int) -> None:
    assert only(TOP + multipart(HEAD + lines(LARGE, width))) == LARGE


@pytest.mark.parametrize(
    "written",
    [
        lines(LARGE, 76) + lines(LARGE, 64),
        "¡aquí: 1!\n" + lines(LARGE),
        lines(LARGE) + "-- \nfin\n",
        lines(LARGE[:30_000]) + "A" * 3_000 + "\n",
        lines(LARGE[:30_000]).replace("\n", "\n\n", 3),
    ],
    ids=["two files", "8-bit words before", "words after", "a long rest", "blank lines"],
)
def test_what_is_no_plain_file_is_decoded_as_the_library_does(written: str) -> None:
    raw = TOP + multipart(HEAD.replace(";", "; charset*=utf-16'es'x;") + written)
    assert only(raw)[:] == decoded_by_the_library(raw)[1]


def test_a_file_cut_off_in_the_middle_of_a_character_is_read_as_far_as_it_goes() -> None:
    for cut in range(1, 5):
        found = only(TOP + multipart(HEAD + lines(LARGE).rstrip()[:-cut]))
        assert LARGE.startswith(found[:])
        assert len(found) > len(LARGE) - 5


@pytest.mark.parametrize("encoding", ["7bit", "quoted-printable", "8bit", "no such thing"])
def test_text_that_looks_like_base64_is_left_as_it_is(encoding: str) -> None:
    letter = f"Hola\n{'q' * 76}\n" * 2 + (f"{'r' * 76}\n") * 400
    head = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n"
    for written in (letter + "adiós\n", letter, letter.rstrip()):
        [_, part] = walk(tree(TOP + multipart(head + written)))
        assert text(part) == written


def test_a_long_text_in_base64_is_read() -> None:
    letter = "Adjunto mi constancia, señorita.\n" * 2_000
    encoded = encodebytes(letter.encode()).decode()
    raw = f"{TOP}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{encoded}"
    assert text(tree(raw)) == letter


def test_files_of_a_mail_whose_boundary_is_not_declared_are_found() -> None:
    raw = TOP + multipart(plain("va"), file("a.pdf", LARGE)).replace('; boundary="b"', "")
    assert only(raw)[:] == LARGE


@pytest.mark.parametrize("kind", ["message/rfc822", "application/octet-stream"])
def test_files_of_a_forwarded_mail_in_base64_are_decoded_twice(kind: str) -> None:
    inner = (TOP + multipart(plain("va"), file("a.pdf", LARGE))).encode()
    found = only(TOP + multipart(file("correo.eml", inner, kind)))
    assert isinstance(found, Stretch)
    assert found[:] == LARGE


def test_files_of_a_forwarded_mail_as_it_is_are_decoded_once() -> None:
    inner = TOP + multipart(plain("va"), file("a.pdf", LARGE), boundary="inner")
    found = only(TOP + multipart(f"Content-Type: message/rfc822\n\n{inner}"))
    assert found[:] == LARGE


def test_several_files_are_told_apart() -> None:
    each = [LARGE + bytes([number]) * number for number in range(1, 6)]
    raw = TOP + multipart(*(file(f"{number}.pdf", octets) for number, octets in enumerate(each)))
    assert [paper.content[:] for paper in papers(raw)] == each


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([b"QUJD" * 19 + b"\r\n", b"QUJD" * 19 + b"\n", b"QQ==\n", b"--b\n", b"x" * 2_000])))
def test_whatever_is_taken_out_can_be_put_back(parts: list[bytes]) -> None:
    raw = b"".join(part * 700 for part in parts)
    folded = fold(raw)
    assert folded.unfolded(folded.text) == raw
    assert not raw or len(folded.text) <= len(raw)


def test_a_line_longer_than_a_look_does_not_matter() -> None:
    raw = b"A" * 3_000_000 + b"\n" + lines(LARGE).encode() + b"B" * 3_000_000
    folded = fold(raw)
    assert len(folded.stretches) == 1
    assert folded.unfolded(folded.text) == raw


def test_content_of_a_container_is_nothing() -> None:
    assert content(tree(TOP + multipart(plain("va")))) == b""
