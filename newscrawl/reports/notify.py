"""Tell somebody that a run went wrong: a webhook, an e-mail, or both, as the environment says.

Addresses and passwords come from the environment only: settings and arguments are shown in logs and process lists.
"""

import json
import logging
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from newscrawl.net import logs
from newscrawl.urls import is_web

logger = logging.getLogger(__name__)

WEBHOOK = "NEWSCRAWL_WEBHOOK"  # http or https address that takes JSON by POST
MAIL_TO = "NEWSCRAWL_MAIL_TO"  # who gets an e-mail; several with commas
MAIL_FROM = "NEWSCRAWL_MAIL_FROM"
SMTP_HOST = "NEWSCRAWL_SMTP_HOST"  # host or host:port, localhost:25 by default
SMTP_USER = "NEWSCRAWL_SMTP_USER"  # with a user, STARTTLS is required
SMTP_PASSWORD = "NEWSCRAWL_SMTP_PASSWORD"  # noqa: S105 - the name of a variable

_TIMEOUT_SECONDS = 10  # of a mail server or a web hook (chosen by hand)
_SMTP = 25  # port, RFC 5321
_SUBMISSION = 587  # port, RFC 6409


def notify(subject: str, record: Mapping[str, Any], environment: Mapping[str, str]) -> None:
    """Send ``record`` where ``environment`` says; what cannot be sent is a warning in the log and no more."""
    logs.keep_secret(environment.get(name, "") for name in (WEBHOOK, SMTP_PASSWORD))
    if environment.get(WEBHOOK):
        try:
            _post(environment[WEBHOOK], {"text": subject, **record})
        except (URLError, OSError, ValueError) as error:
            logger.warning("the webhook could not be told: %s", error)
    if environment.get(MAIL_TO):
        try:
            _mail(subject, record, environment)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            logger.warning("the e-mail could not be sent: %s", error)


def _post(url: str, record: Mapping[str, Any]) -> None:
    if not is_web(url):
        raise ValueError(f"{WEBHOOK} is no http or https address")
    body = json.dumps(record, ensure_ascii=False).encode()
    request = Request(url, data=body, headers={"Content-Type": "application/json"}, method="POST")  # noqa: S310 - checked
    with urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310
        answer.read(1)


def _mail(subject: str, record: Mapping[str, Any], environment: Mapping[str, str]) -> None:
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())[:200]
    message["To"] = environment[MAIL_TO]
    message["From"] = environment.get(MAIL_FROM, "newscrawl@localhost")
    message.set_content(f"{subject}\n\n{json.dumps(record, ensure_ascii=False, indent=2)}\n")
    user = environment.get(SMTP_USER)
    host, _, port = environment.get(SMTP_HOST, "localhost").partition(":")
    with smtplib.SMTP(host, int(port or (_SUBMISSION if user else _SMTP)), timeout=_TIMEOUT_SECONDS) as server:
        if user:
            server.starttls(context=ssl.create_default_context())
            server.login(user, environment.get(SMTP_PASSWORD, ""))
        server.send_message(message)
