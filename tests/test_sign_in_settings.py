"""The settings of signing in: what is read, and what is refused at the start with a reason."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kapstok import env, sign_in
from kapstok.core.access import Role
from kapstok.env import SettingError
from kapstok.sign_in import GroupSeat

SERVICE = {
    "KAPSTOK_OIDC_ISSUER": "https://login.gemeente.example/",
    "KAPSTOK_OIDC_CLIENT": "kapstok",
    "KAPSTOK_OIDC_SECRET": "geheim",
}


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in SERVICE.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_without_an_issuer_there_is_no_service() -> None:
    assert sign_in.configured() == sign_in.SignIn()
    apps = sign_in.SignIn().settings(demo=False, https=True)["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    assert apps == []


def test_groups_mean_seats(service: pytest.MonkeyPatch) -> None:
    service.setenv("KAPSTOK_OIDC_ROLES", "beleid=diemen:policy_officer, cn=geld=putten:auditor")
    read = sign_in.configured()
    assert read.issuer == "https://login.gemeente.example"
    assert read.seats == (
        GroupSeat("beleid", "diemen", Role.POLICY_OFFICER),
        GroupSeat("cn=geld", "putten", Role.AUDITOR),
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("KAPSTOK_OIDC_SECRET", "", "KAPSTOK_OIDC_SECRET nog niet"),
        ("KAPSTOK_OIDC_ISSUER", "login.gemeente.example", "verwacht een adres"),
        ("KAPSTOK_OIDC_ROLES", "beleid=diemen:koning", "rol “koning” bestaat niet; kies uit: programme_manager, "),
        ("KAPSTOK_OIDC_ROLES", "beleid=diemen", "is geen groep=gemeente:rol"),
        ("KAPSTOK_OIDC_ROLES", "beleid", "is geen groep=gemeente:rol"),
        ("KAPSTOK_OIDC_VOUCHES", "misschien", "KAPSTOK_OIDC_VOUCHES"),
    ],
)
def test_what_would_not_do_what_it_says_is_refused(
    service: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    service.setenv(name, value)
    with pytest.raises(SettingError, match=said):
        sign_in.configured()


def test_a_wrong_setting_is_told_at_the_start_and_not_at_the_first_sign_in(tmp_path: Path) -> None:
    wrong = {**os.environ, **SERVICE, "KAPSTOK_OIDC_ROLES": "beleid=diemen:koning", "KAPSTOK_SECRET_KEY": "x"}
    wrong["DATABASE_URL"] = "postgresql://niemand@localhost/niets"
    started = subprocess.run(
        [sys.executable, "-m", "kapstok.cli", "serve", "--port", "0", "--data", str(tmp_path)],
        env=wrong, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert started.returncode == 2
    assert "rol “koning” bestaat niet" in started.stderr
    assert "Traceback" not in started.stderr


@pytest.mark.parametrize(("value", "https", "expected"), [(None, True, 1), (None, False, 0), ("2", True, 2)])
def test_the_number_of_servers_before_this_one(
    monkeypatch: pytest.MonkeyPatch, value: str | None, https: bool, expected: int
) -> None:
    if value:
        monkeypatch.setenv("KAPSTOK_PROXIES", value)
    assert sign_in.proxies(https) == expected
    monkeypatch.setenv("KAPSTOK_PROXIES", "veel")
    with pytest.raises(SettingError, match="KAPSTOK_PROXIES"):
        sign_in.proxies(https)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://post:p%40ss@mail.example:2525", ("mail.example", 2525, "post", "p@ss", False, True)),
        ("smtp://post:x@mail.example", ("mail.example", 587, "post", "x", False, True)),
        ("smtps://post:x@mail.example", ("mail.example", 465, "post", "x", True, False)),
        ("smtp://localhost:25", ("localhost", 25, "", "", False, False)),
    ],
)
def test_a_mail_server_is_read(monkeypatch: pytest.MonkeyPatch, address: str, expected: tuple[object, ...]) -> None:
    monkeypatch.setenv("KAPSTOK_MAIL_URL", address)
    read = env.mail("KAPSTOK_MAIL_URL")
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(read[f"EMAIL_{name}"] for name in names) == expected


@pytest.mark.parametrize(
    "address",
    ["mail.example", "https://mail.example", "smtp://", "smtp://mail.example:poort", "smtp://mail.example/?tls=1"],
)
def test_a_mail_server_that_cannot_be_read_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("KAPSTOK_MAIL_URL", address)
    with pytest.raises(SettingError, match="KAPSTOK_MAIL_URL"):
        env.mail("KAPSTOK_MAIL_URL")


def test_without_a_mail_server_mails_are_printed() -> None:
    assert env.mail("KAPSTOK_MAIL_URL")["EMAIL_BACKEND"].endswith("console.EmailBackend")
