"""The real servers that tests run against, in one place to import from."""

from tests.dovecot import HOST, DovecotServer, Stored, free_ports, make_certificate
from tests.sink import SmtpSink

__all__ = ["HOST", "DovecotServer", "SmtpSink", "Stored", "free_ports", "make_certificate"]
