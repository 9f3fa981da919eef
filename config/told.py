"""How what goes wrong is told on standard error."""

import logging
import re

# What stands in these addresses lets someone in: a link to a report or to a new password, a join code.
SECRETS = re.compile(r"(/rapport/|/adgangskode/ny/|/k/)[^/\s\"'?]+")


class WithoutSecrets(logging.Formatter):
    """A line, and what stands under it, without what in an address lets someone in."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRETS.sub(r"\1…", super().format(record))
