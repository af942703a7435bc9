"""Moving a mail between folders, with whatever the server has for it, so that trying again does no harm.

The one invariant: a mail is removed from its place only when the server holds it in the target folder.
"""

from __future__ import annotations

import imaplib
import re
from collections.abc import Callable

from worker.core.cases import Place
from worker.mail.line import Line, Selected

_DELETED = b"\\Deleted"
_NEWEST = 200
_MESSAGE_ID = re.compile(rb"^message-id:[ \t]*(?:\r?\n[ \t]+)?([^\r\n]*)", re.IGNORECASE | re.MULTILINE)


def ensure_folder(line: Line, folder: str) -> None:
    """Create the folder where it is missing and subscribe to it; asked once per connection."""
    if folder in line.known_folders or folder == "INBOX":
        return
    name = line.names.to_server(folder)
    if not line.exists(folder):
        line.client.create_folder(name)
    line.client.subscribe_folder(name)
    line.known_folders.add(folder)


def move(line: Line, place: Place, folder: str, mark: str) -> Place | None:
    """See `Inbox.move`. Without MOVE, what an earlier try has copied (mark and headers tell) is not copied again."""
    ensure_folder(line, folder)
    selected = line.at(place, writable=True)
    item = line.item(place.uid, "FLAGS", "BODY.PEEK[HEADER]") if selected else None
    if selected is None or item is None:
        return _newest(line, folder, bool, mark)
    if place.folder == folder:
        return place
    flags, header = frozenset(item[b"FLAGS"]), item.get(b"BODY[HEADER]") or b""
    if mark.encode() in flags and not line.can("MOVE"):
        copied = _copy_of(line, header, folder, mark)
        line.select(place.folder, writable=True)
        if copied:
            _remove(line, place.uid)
            return copied
    if _DELETED in flags:
        return None
    _set_mark(line, selected, place.uid, mark)
    return _send(line, place.uid, folder) or _copy_of(line, header, folder, mark) or _copy_of(line, header, folder)


def _send(line: Line, uid: int, folder: str) -> Place | None:
    """Move a mail of the open folder; its new place where the server tells it (COPYUID)."""
    line.take_code("COPYUID")
    if line.can("MOVE"):
        line.client.move([uid], line.names.to_server(folder))
        return _copied_to(line, folder)
    line.client.copy([uid], line.names.to_server(folder))
    copied = _copied_to(line, folder)
    _remove(line, uid)
    return copied


def _set_mark(line: Line, selected: Selected, uid: int, mark: str) -> None:
    """Mark a mail where the server cannot move it at once and tell its new place; best effort, no move depends on it.

    Not always, because a server lists every keyword that a folder ever had at each SELECT, to each mail program,
    and some keep no more than a hundred.
    """
    if not selected.keeps(mark) or (line.can("MOVE") and line.can("UIDPLUS")):
        return
    try:
        line.client.add_flags([uid], mark.encode(), silent=True)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return


def _copied_to(line: Line, folder: str) -> Place | None:
    r"""The new place from `COPYUID <uidvalidity> <old> <new>` (RFC 4315), or None where the server sent none."""
    code = line.take_code("COPYUID")
    return place_of_code(code, folder) if code else None


def place_of_code(code: bytes, folder: str) -> Place:
    """The place that the argument of COPYUID or APPENDUID tells: UIDVALIDITY first, the one new UID last."""
    fields = code.split()
    return Place(folder, int(fields[0]), int(fields[-1].split(b":")[0]))


def _remove(line: Line, uid: int) -> None:
    r"""Expunge one mail and no other.

    A server without UIDPLUS can only expunge every mail that is flagged \Deleted: where a person has flagged others,
    ours stays flagged beside them, and goes when they do.
    """
    line.client.add_flags([uid], _DELETED, silent=True)
    if line.can("UIDPLUS"):
        line.client.uid_expunge([uid])
    elif line.search("DELETED") == [uid]:
        line.client.expunge()


def find(line: Line, folder: str, mark: str, message_id: str | None) -> Place | None:
    """See `Inbox.find`."""
    if not line.exists(folder):
        return None
    wanted = _bare((message_id or "").encode("utf-8", "surrogateescape"))
    place = _newest(line, folder, bool, mark)
    return place or (_newest(line, folder, lambda header: _message_id(header) == wanted) if wanted else None)


def _copy_of(line: Line, header: bytes, folder: str, mark: str | None = None) -> Place | None:
    """The newest mail with the same header block, among those with the mark or all; a mark alone proves too little."""
    return _newest(line, folder, lambda other: other == header, mark)


def _newest(line: Line, folder: str, wanted: Callable[[bytes], bool], mark: str | None = None) -> Place | None:
    """The newest mail, with the mark or any, whose header block is wanted; what was moved just now is among the newest.

    What is flagged as deleted counts as gone.
    """
    selected = line.select(folder)
    uids = line.search("UNDELETED", *(["KEYWORD", mark] if mark else []))[-_NEWEST:]
    headers = line.client.fetch(uids, ["BODY.PEEK[HEADER]"])
    for uid in reversed(uids):
        if wanted(headers.get(uid, {}).get(b"BODY[HEADER]") or b""):
            return Place(folder, selected.uidvalidity, uid)
    return None


def _message_id(header: bytes) -> bytes:
    found = _MESSAGE_ID.search(header)
    return _bare(found[1]) if found else b""


def _bare(message_id: bytes) -> bytes:
    return message_id.strip(b" \t<>")
