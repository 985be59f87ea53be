"""Settings come from the environment only. `NAME_FILE` may name a file that holds the value (for secrets)."""

import os
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit


class SettingError(Exception):
    """A setting in the environment cannot be used; the message says which and what was expected."""


def text(name: str, default: str = "") -> str:
    if file := os.environ.get(f"{name}_FILE"):
        try:
            return Path(file).read_text("utf-8").strip()
        except OSError as error:
            raise SettingError(f"{name}_FILE wijst naar {file}, maar dat bestand is niet te lezen") from error
    return os.environ.get(name, default)


def flag(name: str) -> bool:
    match text(name, "0").strip().lower():
        case "1" | "true" | "yes" | "on":
            return True
        case "" | "0" | "false" | "no" | "off":
            return False
        case other:
            raise SettingError(f"{name} is “{other}”; verwacht 1 of 0")


def words(name: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def day(name: str) -> date | None:
    value = text(name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise SettingError(f"{name} is “{value}”; verwacht een datum zoals 2024-02-01") from error


def whole_number(name: str, default: int) -> int:
    value = text(name).strip()
    if value and not (value.isascii() and value.isdigit() and 0 < len(value) < 6 and int(value)):
        raise SettingError(f"{name} is “{value}”; verwacht een heel getal boven 0")
    return int(value) if value else default


def folder(name: str) -> Path | None:
    value = text(name)
    return Path(value) if value else None


def database(name: str) -> dict[str, str]:
    """Django's connection fields from a PostgreSQL URL; a host that is a folder (a socket) is percent-encoded."""
    value = text(name)
    if not value:
        return {}
    url = urlsplit(value)
    if url.query:
        raise SettingError(f"{name}: wat achter het vraagteken staat, leest Kapstok niet; zet PGSSLMODE in de omgeving")
    if url.scheme not in {"postgres", "postgresql"} or not url.path.strip("/"):
        raise SettingError(f"{name}: verwacht postgresql://gebruiker:wachtwoord@server/databasenaam")
    return {
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": _host(url.netloc) or (url.hostname or ""),
        "PORT": str(url.port or ""),
    }


def _host(netloc: str) -> str:
    """A host written with %: a folder with a socket. `hostname` lower-cases, which breaks a folder's name."""
    host = netloc.rpartition("@")[2]
    return unquote(host.partition(":")[0]) if "%" in host else ""


def mail(name: str) -> dict[str, Any]:
    """Django's mail settings from smtp://user:password@server:587 (STARTTLS) or smtps://…:465; else to the console.

    Without a user there is no STARTTLS either: that is a mail server on the machine itself.
    """
    value = text(name)
    if not value:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    url = urlsplit(value)
    secure = url.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": _mail_port(name, url) or (465 if secure else 587),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": not secure and bool(url.username),
        "EMAIL_TIMEOUT": 20,
    }


def _mail_port(name: str, url: SplitResult) -> int | None:
    """The port in the address, if it has one; refuses an address that says what would not be done."""
    try:
        port = url.port
    except ValueError:
        port = -1
    if url.scheme not in {"smtp", "smtps"} or not url.hostname or port == -1 or url.path.strip("/") or url.query:
        raise SettingError(f"{name}: verwacht smtp://gebruiker:wachtwoord@server:587 of smtps://…:465")
    return port
