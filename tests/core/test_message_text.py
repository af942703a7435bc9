from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.mails import TOP, file, html, multipart, parsed, plain
from worker.core.mime.bodies import shared_links
from worker.core.mime.html_text import read_html


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p>Uno</p><p>Dos</p>", "Uno\nDos"),
        ("Uno<br>Dos<br><br><br><br>Tres", "Uno\nDos\n\nTres"),
        ("<div>Uno</div><div><br></div><div>Dos</div>", "Uno\n\nDos"),
        ("<table><tr><td>NSS</td><td>1</td></tr><tr><th>a</th></tr></table>", "NSS 1\na"),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("a   b\n c &aacute;&nbsp;&#128512;", "a b c á 😀"),
        ("<style>p{}</style><script>x</script><title>t</title>a<!-- no -->", "a"),
        ("a<div style='DISPLAY : none'>b<p>c</p></div><span hidden>d</span><i style='font-size:0'>e</i>f", "a\nf"),
        ("a<div style='font-size:0.9em'>b</div>", "a\nb"),
        ("a<blockquote>b<p>c</p></blockquote>d", "a\n> b\n> c\nd"),
        ("<blockquote type=cite>b</blockquote>", "> b"),
        ("<blockquote style='margin:0 0 0 40px;border:none'>b</blockquote>", "b"),
        ("<blockquote type=cite style='border:none'>b</blockquote>", "> b"),
        ("<div class='x gmail_quote'>b<br>c</div>", "> b\n> c"),
        ("<pre>a\n  b\n\nc</pre>", "a\nb\n\nc"),
        ("<pre>\n</pre>", ""),
        ("<img src=data:image/png;base64,AAAA>a", "a"),
        ("sin etiquetas", "sin etiquetas"),
        ("", ""),
    ],
)
def test_html_is_read_as_its_reader_sees_it(page: str, said: str) -> None:
    assert read_html(page).text == said


def test_a_picture_written_into_the_page_does_not_use_up_its_length() -> None:
    assert read_html(f'<img src="data:image/png;base64,{"A" * 600_000}"><p>sigue</p>').text == "sigue"


def test_only_links_of_the_writers_own_part_are_seen() -> None:
    page = read_html("<a href=u1>x</a><a>y</a><blockquote><a href=u2>z</a></blockquote><p hidden><a href=u3>w</a></p>")
    assert page.links == ("u1", "")


@given(
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</div>",
                "<br>",
                "<pre>",
                "</p>",
                "<p",
                "<blockquote>",
                "<!--",
                "&",
                "<",
                ">",
                "a",
                "\n",
                "é",
                "</table>",
                "<td>",
            ]
        )
    )
)
def test_any_page_gives_text_of_clean_lines(pieces: list[str]) -> None:
    text = read_html("".join(pieces)).text
    assert text == "\n".join(line.strip() for line in text.split("\n")).strip()


def test_of_alternatives_the_plain_one_is_read_and_html_where_that_says_nothing() -> None:
    both = multipart(html("<b>html</b>"), plain("plano"), kind="alternative")
    empty = multipart(plain(" \n"), html("<b>html</b>"), kind="alternative")
    nothing = multipart(plain(""), html("<br>"), kind="alternative")
    assert [parsed(TOP + raw).text for raw in (both, empty, nothing)] == ["plano", "html", ""]


def test_the_texts_between_attachments_are_joined() -> None:
    assert parsed(TOP + multipart(plain("uno"), file("a.pdf"), html("<p>dos</p>"))).text == "uno\ndos"


def test_an_attached_text_is_not_the_writers_but_the_only_named_one_is() -> None:
    attached = file("nota.txt", b"adjunto", "text/plain")
    named = 'Content-Type: text/plain; name="nota.txt"\n\ncon nombre'
    assert parsed(TOP + multipart(attached, plain("hola"), named)).full_text == "hola"
    assert parsed(TOP + multipart(attached, named)).full_text == "con nombre"


def test_a_forwarded_mail_is_in_the_full_text_only() -> None:
    inner = f"Content-Type: message/rfc822\n\nSubject: x\n{multipart(plain('de otro'), boundary='c')}"
    found = parsed(TOP + multipart(plain("mío"), inner))
    assert (found.text, "de otro" in found.full_text) == ("mío", True)


DRIVE = "https://drive.google.com/file/d/1/view?usp=sharing"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (f"Aquí: {DRIVE}.", (DRIVE,)),
        (f"<{DRIVE}> y otra vez {DRIVE}", (DRIVE,)),
        ("https://1drv.ms/b/x https://itt-my.sharepoint.com/x https://www.dropbox.com/s/x", None),
        ("https://www.imss.gob.mx/x https://dropbox.com.malo.test/x https://box.com", ()),
        ("https://nam.safelinks.protection.outlook.com/?url=https%3A%2F%2Fmega.nz%2Fx&d=1", ("https://mega.nz/x",)),
        ("https://www.google.com/url?q=https://we.tl/t-1&sa=D", ("https://we.tl/t-1",)),
    ],
)
def test_links_to_shared_files_are_found(text: str, links: tuple[str, ...] | None) -> None:
    assert shared_links([text]) == (tuple(text.split()) if links is None else links)


def test_links_are_capped() -> None:
    assert len(shared_links(f"https://we.tl/{number}" for number in range(30))) == 20


def test_links_in_a_quote_are_not_the_writers() -> None:
    assert parsed(f"{TOP}\nhola\n> {DRIVE}").links == ()
