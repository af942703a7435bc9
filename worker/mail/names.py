"""Folder names: ours, with `/` between the levels, and the server's, with its own separator and prefix."""

from __future__ import annotations

from dataclasses import dataclass

from worker.mail.base import InboxError


@dataclass(frozen=True, slots=True)
class FolderNames:
    """How one server spells folder names, from its NAMESPACE (RFC 2342): `INBOX.` and `.`, or `` and `/`."""

    prefix: str = ""
    separator: str = "/"

    def to_server(self, name: str) -> str:
        """Our name as the server spells it.

        Raises:
            InboxError: permanent; a level holds the server's separator.
        """
        if name.upper() == "INBOX":
            return "INBOX"
        levels = name.split("/")
        if self.separator != "/" and any(self.separator in level for level in levels):
            raise InboxError(True, f"La carpeta «{name}» lleva «{self.separator}», que este servidor no permite.")
        return self.prefix + self.separator.join(levels)

    def from_server(self, name: str) -> str | None:
        """The server's name as we spell it; None where we have no name for it."""
        if name.upper() == "INBOX":
            return "INBOX"
        if not name.startswith(self.prefix) or (self.separator != "/" and "/" in name):
            return None
        return "/".join(name.removeprefix(self.prefix).split(self.separator))
