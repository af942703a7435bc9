"""Files within files: what they hold is read in its order, each page knows where it lay, and nothing takes for ever."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.engines.drawn import LINES, NSS, document, encoded, pages_of, picture, saved, text_of, word
from tests.engines.packed import attribute, docx, locked, mail, odt, paragraph, shown, table, winmail, zipped
from worker.core.types import Defect, Evidence, Page, Unreadable
from worker.engines import tesseract
from worker.engines.base import Limits
from worker.engines.crop import crop
from worker.engines.opening import open_sheets
from worker.engines.recognise import recognise

LIMITS = Limits(max_bytes=20_000_000, max_pages=10, max_entries=12, max_unpacked=5_000_000)
PDF = document(LINES)
SMALL = encoded(picture(lines=()), "PNG")


def read(content: bytes) -> tuple[Page, ...]:
    return pages_of(recognise(content, LIMITS))


def paths(content: bytes) -> list[tuple[int, str]]:
    found = open_sheets(content, LIMITS)
    assert not isinstance(found, Unreadable), found
    return [(sheet.number, sheet.path) for sheet in found]


def defect(content: bytes) -> Unreadable:
    found = open_sheets(content, LIMITS)
    assert isinstance(found, Unreadable), found
    return found


def with_password() -> bytes:
    with pikepdf.open(BytesIO(PDF)) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(owner="dueña", user="secreto"))


@pytest.mark.parametrize("pack", [zipped, mail, winmail], ids=["zip", "eml", "winmail.dat"])
def test_all_files_are_read_in_order_and_each_page_knows_its_own(pack: object) -> None:
    assert callable(pack)
    packed = pack({"dos hojas.pdf": document(LINES, LINES[:1] * 9), "uno.pdf": PDF})
    pages = read(packed)
    assert [(page.number, page.path) for page in pages] == [(1, "dos hojas.pdf"), (2, "dos hojas.pdf"), (3, "uno.pdf")]
    assert NSS in text_of(pages[0])
    assert NSS in text_of(pages[2])


def test_paths_lead_through_all_containers() -> None:
    deep = zipped({"fotos/correo.eml": mail({"winmail.dat": winmail({"Mi constancia.pdf": PDF})})})
    assert paths(deep) == [(1, "correo.eml › winmail.dat › Mi constancia.pdf")]


def test_one_more_within_each_other_is_not_opened() -> None:
    deep = zipped({"c.zip": zipped({"b.zip": zipped({"a.zip": zipped({"x.pdf": PDF})})})})
    assert defect(deep).defect is Defect.TAMANO
    assert paths(zipped({"n.zip": deep, "uno.pdf": PDF})) == [(1, "uno.pdf")]


def test_a_mail_without_a_mails_name_is_opened() -> None:
    assert paths(mail({"documento": mail({"uno.pdf": PDF})})) == [(1, "documento › uno.pdf")]


def test_what_cannot_be_read_does_not_hide_the_rest() -> None:
    packed = zipped({"a.pdf": with_password(), "b.pdf": b"%PDF-1.7 nada", "c.mp4": b"\0\0\0\x18ftypisom", "d.pdf": PDF})
    assert paths(packed) == [(1, "d.pdf")]


@pytest.mark.parametrize(
    ("files", "telling"),
    [
        ({"a.txt": b"hola", "b.pdf": with_password(), "c.pdf": b"%PDF-1.7 nada"}, Defect.PROTEGIDO),
        ({"a.txt": b"hola", "c.pdf": b"%PDF-1.7 nada"}, Defect.DANADO),
        ({"a.txt": b"hola", "vacio": b""}, Defect.FORMATO),
        ({"carpeta/": b"", "__MACOSX/._a.pdf": PDF, "x/Thumbs.db": b"x"}, Defect.VACIO),
        ({}, Defect.VACIO),
    ],
)
def test_where_nothing_can_be_read_the_most_telling_reason_stands(files: dict[str, bytes], telling: Defect) -> None:
    assert defect(zipped(files)).defect is telling


def test_an_archive_with_a_password_is_protected() -> None:
    assert defect(locked(zipped({"uno.pdf": PDF}))).defect is Defect.PROTEGIDO


def test_a_broken_entry_does_not_hide_the_next() -> None:
    packed = bytearray(zipped({"a.pdf": PDF[::-1], "b.pdf": PDF}))
    packed[60:70] = b"\xff" * 10
    assert paths(bytes(packed)) == [(1, "b.pdf")]


def test_an_archive_without_its_end_is_damaged() -> None:
    assert defect(zipped({"a.pdf": PDF})[:-30]).defect is Defect.DANADO


def test_names_are_only_shown() -> None:
    names = ["../../etc/a.pdf", "C:\\fotos\\b.pdf", "c\u202efdp.exe", "d\0e\n.pdf", f"{'n' * 4000}.pdf", "x › y.pdf"]
    shown_paths = [path for _, path in paths(zipped(dict.fromkeys(names, PDF)))]
    assert shown_paths[:3] == ["a.pdf", "b.pdf", "cfdp.exe"]
    assert all(len(path) <= 120 and path.isprintable() and "›" not in path for path in shown_paths)
    assert shown_paths[4].endswith("n.pdf")


def test_a_link_in_an_archive_is_a_text_and_leads_nowhere() -> None:
    link = zipfile.ZipInfo("constancia.pdf")
    link.external_attr = 0o120777 << 16
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert defect(out.getvalue()).defect is Defect.FORMATO


def test_too_many_entries_are_too_many_through_all_levels() -> None:
    six = zipped({f"{number}.png": SMALL for number in range(6)})
    assert defect(zipped({"a.zip": six, "b.zip": six})) == Unreadable(Defect.TAMANO, "trae demasiados archivos")
    assert defect(zipped({f"{number}": b"" for number in range(25_000)})).defect is Defect.TAMANO


def test_what_swells_beyond_the_budget_is_refused_while_it_is_unpacked() -> None:
    bomb = zipped({"a.bin": bytes(3_000_000)})
    assert defect(zipped({"uno.pdf": PDF, "a.zip": bomb, "b.zip": bomb})) == Unreadable(
        Defect.TAMANO, "ocupa demasiado al descomprimirse"
    )


def test_pages_are_counted_through_all_files() -> None:
    five = document(*[LINES] * 5)
    assert defect(zipped({"a.pdf": five, "b.pdf": five, "c.pdf": five})).detail == "15 páginas; se leen hasta 10"


def test_the_attachments_of_a_winmail_cut_short_are_read_as_far_as_they_came() -> None:
    whole = winmail({"uno.pdf": PDF, "dos.pdf": PDF})
    assert paths(whole[: len(whole) - 200])[0] == (1, "uno.pdf")
    assert defect(whole[:4] + attribute(1, 7, b"x")).defect is Defect.VACIO


def test_texts_of_a_word_document_are_words_in_their_lines_and_columns() -> None:
    body = paragraph(LINES[0]) + table(("Nombre", "NSS"), ("FULANA DE TAL EJEMPLO", NSS)) + paragraph("Vigente:\tSÍ")
    (page,) = read(docx(body))
    assert (page.engine, page.number, page.path) == ("docx", 1, "")
    boxes = {word.text: word.box for word in page.words}
    assert boxes["NSS"].left == boxes[NSS].left > boxes["EJEMPLO"].right
    assert boxes["NSS"].bottom < boxes[NSS].top < boxes["Vigente:"].top == boxes["SÍ"].top
    assert boxes["CONSTANCIA"].bottom < boxes["NSS"].top
    assert all(0 <= edge <= 1 for box in boxes.values() for edge in (box.left, box.top, box.right, box.bottom))


def test_what_a_reader_of_a_word_document_does_not_see_is_not_read() -> None:
    hidden = paragraph("OCULTO", "<w:rPr><w:vanish/></w:rPr>") + paragraph(
        "BLANCO", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
    )
    struck = f"<w:p><w:del><w:r><w:delText>BORRADO</w:delText></w:r></w:del></w:p>{paragraph('se ve')}"
    assert text_of(read(docx(hidden + struck))[0]) == "se ve"


def test_pictures_of_a_word_document_are_its_pages() -> None:
    pictures = {"image1.png": encoded(picture(), "PNG"), "image2.emf": b"\x01\0\0\0" + bytes(60)}
    body = paragraph("Mi constancia de vigencia") + shown("rId1") + shown("rId1") + shown("rId2") + shown("rId9")
    assert paths(docx(body, pictures)) == [(1, "")]
    assert NSS in text_of(read(docx(body, pictures))[0])
    assert paths(docx(paragraph(f"Mi NSS: {NSS}") + shown("rId1"), pictures)) == [(1, ""), (2, "")]


def test_nothing_outside_a_word_document_is_touched() -> None:
    doctype = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY f "hola ">]>'
    outside = '<Relationship Id="rId7" Type="x" Target="http://ejemplo.test/a.png" TargetMode="External"/>'
    content = docx(
        "<w:p><w:r><w:t>uno &e; &f; dos</w:t></w:r></w:p>" + shown("rId7"), doctype=doctype, relations=outside
    )
    assert text_of(read(content)[0]) == "uno"


@pytest.mark.parametrize("body", ["<w:p>", "", "<w:p/>"], ids=["torn", "empty", "blank"])
def test_a_word_document_without_anything_says_so(body: str) -> None:
    assert defect(docx(body)).defect is (Defect.DANADO if body == "<w:p>" else Defect.VACIO)


def test_a_long_word_document_has_pages() -> None:
    numbers = [page.number for page in read(docx(paragraph("una línea") * 120))]
    assert numbers == [1, 2, 3]
    assert defect(docx(paragraph("una línea") * 2_000)).defect is Defect.TAMANO


def test_a_libreoffice_document_is_read() -> None:
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("NSS", NSS))
    body = (
        '<text:h>CONSTANCIA DE<text:s text:c="2"/>VIGENCIA</text:h>'
        "<text:p>Vigente:<text:tab/><text:span>SI</text:span></text:p>"
        f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
        '<text:p><draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame></text:p>'
    )
    content = odt(body, {"a.png": encoded(picture(), "PNG")})
    assert text_of(read(content)[0]) == f"CONSTANCIA DE VIGENCIA Vigente: SI NSS {NSS}"
    assert [number for number, _ in paths(content)] == [1, 2]


def test_a_typed_page_can_be_shown() -> None:
    sheets = open_sheets(docx(paragraph(LINES[0]) + paragraph(f"ÑANDÚ {NSS}")), LIMITS)
    assert not isinstance(sheets, Unreadable)
    shown_page = sheets[0].picture(1_000_000)
    assert shown_page.width * shown_page.height == pytest.approx(1_000_000, rel=0.01)
    for box in (each.box for each in sheets[0].written):
        left, right = box.left * shown_page.width, box.right * shown_page.width
        top, bottom = box.top * shown_page.height, box.bottom * shown_page.height
        assert min(shown_page.crop((int(left), int(top), int(right), int(bottom))).tobytes()) < 128


@pytest.mark.parametrize(
    "content",
    [zipped({"a.png": SMALL, "b.zip": zipped({"c.pdf": PDF})}), docx(paragraph(LINES[0]) + paragraph(f"NSS: {NSS}"))],
    ids=["zip", "docx"],
)
def test_the_crop_of_a_value_is_found_again(content: bytes) -> None:
    page = read(content)[-1]
    evidence = Evidence(page.number, word(page, NSS).box, page.engine, NSS, turn=page.turn)
    cut = crop(content, evidence, LIMITS)
    assert isinstance(cut, bytes)
    assert [found.text for found in tesseract.words_of_block(Image.open(BytesIO(cut)))] == [NSS]


MUTABLE = [
    zipped({"uno.pdf": PDF, "dos.png": SMALL}),
    mail({"uno.pdf": PDF}),
    winmail({"uno.pdf": PDF, "dos.png": SMALL}),
    docx(paragraph(LINES[0]) + table(("a", "b")) + shown("rId1"), {"a.png": SMALL}),
    odt("<text:p>hola</text:p>"),
    encoded(picture(), "WEBP"),
    encoded(picture(), "AVIF"),
    encoded(picture(), "GIF"),
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(MUTABLE), st.data())
def test_flattening_never_raises(content: bytes, data: st.DataObject) -> None:
    mutated = bytearray(content[: data.draw(st.integers(1, len(content)))])
    for _ in range(data.draw(st.integers(0, 8))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    found = open_sheets(bytes(mutated), LIMITS)
    assert isinstance(found, (tuple, Unreadable))
