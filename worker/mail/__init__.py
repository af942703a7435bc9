"""The mail servers: IMAP to fetch and file, SMTP to send. Nothing of their libraries leaves this package."""
