"""Settings from the environment: what is read, and what is refused with a reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kapstok import env


@pytest.mark.parametrize(
    ("url", "host", "password"),
    [
        ("postgresql://app:geheim@db.example/kapstok", "db.example", "geheim"),
        ("postgresql://app:p%40ss@[::1]:5432/kapstok", "::1", "p@ss"),
        ("postgresql://app:geheim@%2Fsrv%2FSocket/kapstok", "/srv/Socket", "geheim"),
    ],
)
def test_a_database_address_is_read(monkeypatch: pytest.MonkeyPatch, url: str, host: str, password: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    read = env.database("DATABASE_URL")
    assert (read["HOST"], read["PASSWORD"], read["NAME"], read["USER"]) == (host, password, "kapstok", "app")


@pytest.mark.parametrize(
    "url", ["mysql://a:b@c/d", "postgresql://app@server", "postgresql://app:x@server/db?sslmode=verify-full"]
)
def test_an_address_that_would_not_do_what_it_says_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(env.SettingError, match="DATABASE_URL"):
        env.database("DATABASE_URL")


def test_a_secret_can_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("geheim\n")
    monkeypatch.setenv("KAPSTOK_SECRET_KEY_FILE", str(tmp_path / "key"))
    assert env.text("KAPSTOK_SECRET_KEY") == "geheim"
    monkeypatch.setenv("KAPSTOK_SECRET_KEY_FILE", str(tmp_path / "weg"))
    with pytest.raises(env.SettingError, match="KAPSTOK_SECRET_KEY_FILE"):
        env.text("KAPSTOK_SECRET_KEY")


@pytest.mark.parametrize(("value", "known"), [("1", True), ("true", True), ("0", False), ("", False)])
def test_a_switch_is_on_or_off(monkeypatch: pytest.MonkeyPatch, value: str, known: bool) -> None:
    monkeypatch.setenv("KAPSTOK_DEMO", value)
    assert env.flag("KAPSTOK_DEMO") is known


@pytest.mark.parametrize(
    ("name", "read", "value"), [("KAPSTOK_DEMO", env.flag, "ja"), ("KAPSTOK_TODAY", env.day, "1-2-24")]
)
def test_a_value_that_means_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, read: Callable[[str], object], value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(env.SettingError, match=value):
        read(name)
