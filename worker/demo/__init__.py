"""The demo: local mail servers and the mails of made-up students."""
