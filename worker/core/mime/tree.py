"""Opens the bytes of a mail as a tree of parts, and reads single parts.

Every limit that keeps hostile mail from costing minutes or gigabytes stands here, so that the modules that
walk the tree need none. Nothing here raises, whatever the bytes are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from copy import copy
from email import message_from_bytes
from email.message import Message as Mime
from email.policy import Compat32
from typing import Any

from worker.core.file_names import shown_name
from worker.core.mime.folding import Folded, fold
from worker.core.mime.headers import decoded
from worker.core.octets import Octets

_CONTAINERS = 100
_BOUNDARIES = 5_000
_EFFORT = 20_000_000
_MIME_HEADER_CHARS = 4_000
_HEADER_CHARS = 50_000

_CONTAINER = re.compile(rb"(?:^|[\r\n])content-type[ \t]*:\s*(?:multipart|message)/", re.IGNORECASE)
_DELIMITER = re.compile(rb"^--([^\s\"]{1,70})[ \t]*\r?\n(?=content-)", re.MULTILINE | re.IGNORECASE)
# Codecs that are quadratic, or that no mail program writes a body in.
_NO_CHARSET = frozenset({"punycode", "idna", "undefined", "unicode_escape", "raw_unicode_escape"})
# Of a part that stands by itself.
_WHOLE = Folded(b"", "", ())


class _Tame(Compat32):
    """The standard library's lenient policy, with header values that are text and that its own parsers can stand.

    `folded` is the mail that a part belongs to.
    """

    folded: Folded

    def __init__(self, folded: Folded) -> None:
        super().__init__()
        # Policies let nobody set what they do not know.
        object.__setattr__(self, "folded", folded)

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, kept = super().header_source_parse(sourcelines)
        if not name.lower().startswith("content-"):
            return name, _eight_bit(kept[:_HEADER_CHARS])
        value = _eight_bit(kept[:_MIME_HEADER_CHARS])
        return name, value if _has_sound_parameters(value) else value.replace("*", "")


def open_mime(raw: Octets) -> Mime | str:
    """The tree of a mail, or the reason in Spanish why there is none (empty, no headers, nested too deep)."""
    folded = fold(raw)
    body = folded.text.lstrip(b"\xef\xbb\xbf\r\n")
    if not body.strip():
        return "el correo está vacío"
    containers = len(_CONTAINER.findall(body))
    delimiters = body.count(b"\n--") + body.count(b"\r--")
    # A part that declares no boundary is put together again.
    lines = body.count(b"\n") + body.count(b"\r") + sum(each.lines for each in folded.stretches)
    if containers > _CONTAINERS or delimiters > _BOUNDARIES or containers * lines > _EFFORT:
        return "el correo tiene demasiadas partes, una dentro de otra"
    tree = message_from_bytes(body, policy=_Tame(folded))
    for part in tree.walk():
        _mend(part)
    return tree if len(tree) else "el correo no tiene encabezados"


def children(part: Mime) -> Sequence[Mime]:
    """The parts directly inside; empty for a leaf."""
    return [child for child in part.get_payload() if isinstance(child, Mime)] if part.is_multipart() else ()


def walk(part: Mime) -> Iterator[Mime]:
    """The part and all parts inside, in order; forwarded mails are not entered."""
    yield part
    if not is_mail(part):
        for child in children(part):
            yield from walk(child)


def is_mail(part: Mime) -> bool:
    """Whether the part declares itself a whole mail."""
    return part.get_content_type() in {"message/rfc822", "message/global"}


def forwarded(part: Mime) -> Mime | None:
    """The mail inside a message/rfc822 part or an attached .eml, decoded where a program encoded it, or None."""
    named = not part.is_multipart() and file_name(part).lower().endswith(".eml")
    if not is_mail(part) and not named:
        return None
    inner = list(children(part))
    if inner and len(inner[0]):
        return inner[0]
    opened = open_mime(_decoded_as(part, inner[0].get_payload()) if inner else content(part))
    return None if isinstance(opened, str) else opened


def content(part: Mime) -> Octets:
    """A leaf's bytes with its transfer encoding undone as far as it can be; of a container, nothing.

    A large file is decoded anew for each slice.
    """
    payload, folded = part.get_payload(decode=True), _folded(part)
    if not isinstance(payload, bytes):
        return b""
    if folded.lacks(payload):
        return folded.unfolded(payload)
    written = _written(part) if folded.stretches else b""
    if not folded.lacks(written):
        return payload
    return folded.file(written) or _decoded_as(part, folded.unfolded(written).decode())


def text(part: Mime) -> str:
    """A leaf's text in its declared charset, else UTF-8 or Windows-1252; line ends all alike, no control characters."""
    octets = content(part)[:]
    for charset in _charsets(part):
        try:
            return _plain(octets.decode(charset))
        except (LookupError, ValueError):
            continue
    return _plain(octets.decode("cp1252", "replace"))


def file_name(part: Mime) -> str:
    """The name that the mail gives the file, decoded and fit to be shown; empty if it gives none."""
    return shown_name(decoded((part.get_filename() or "")[:_MIME_HEADER_CHARS]))


def _eight_bit(value: str) -> str:
    """The undeclared 8-bit bytes of a header, which the library keeps as surrogates, as UTF-8 or else Windows-1252."""
    octets = value.encode("utf-8", "surrogateescape")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("cp1252", "replace")


def _has_sound_parameters(value: str) -> bool:
    # RFC 2231 continuations that contradict each other, or name an odd charset, make the library raise.
    probe = Mime()
    probe["Content-Type"] = value
    probe["Content-Disposition"] = value
    try:
        probe.get_boundary(), probe.get_filename(), probe.get_content_charset()
    except (TypeError, ValueError):
        return False
    return True


def _mend(part: Mime) -> None:
    """Give a multipart that was not split, since its boundary is not or wrongly declared, the parts that it shows."""
    if part.get_content_maintype() != "multipart" or part.is_multipart():
        return
    octets = fold(content(part))
    found = _DELIMITER.search(octets.text)
    if found:
        head = b'Content-Type: multipart/mixed; boundary="' + found[1] + b'"\n\n'
        part.set_payload(message_from_bytes(head + octets.text, policy=_Tame(octets)).get_payload())


def _folded(part: Mime) -> Folded:
    return part.policy.folded if isinstance(part.policy, _Tame) else _WHOLE


def _written(part: Mime) -> bytes:
    """A leaf as it stands in the mail, with a question mark for what is not ASCII."""
    bare = copy(part)
    # The library would take the text for one in the charset that is named here.
    del bare["content-type"]
    return str(bare.get_payload()).encode("ascii", "replace")


def _decoded_as(outer: Mime, written: Any) -> Octets:
    shell = Mime(policy=outer.policy)
    shell["Content-Transfer-Encoding"] = str(outer.get("content-transfer-encoding", ""))
    shell.set_payload(written)
    return content(shell)


def _charsets(part: Mime) -> tuple[str, ...]:
    try:
        name = codecs.lookup(part.get_content_charset("utf-8")).name
    except (LookupError, ValueError):
        return ("utf-8",)
    # What says Latin-1 or ASCII is often UTF-8, and if not then Windows-1252; the reverse mistake is not made.
    return ("utf-8",) if name in _NO_CHARSET | {"ascii", "iso8859-1", "cp1252"} else (name, "utf-8")


def _plain(text: str) -> str:
    lines = re.sub(r"\r\n?|[\x85\u2028\u2029\x0b\x0c]", "\n", text).replace("\xa0", " ")
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060\ufeff]", "", lines)
