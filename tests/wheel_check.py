"""Proves the wheel: installed in an environment of its own, without npm, it serves the demo in full dress.

Not part of `make test` (it installs everything anew); `.ci/run` plays it.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest

from tests.places import open_place, servers_on

SETTINGS = ("DATABASE_", "KAPSTOK_", "DJANGO_")
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Installation:
    folder: Path
    environment: dict[str, str]

    def demo(self, data: str) -> subprocess.Popen[str]:
        """`kapstok demo` on this folder, as its user would start it."""
        return subprocess.Popen(
            [self.folder / "venv/bin/kapstok", "demo", "--port", "0", "--data", self.folder / data],
            env=self.environment,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            text=True,
        )


def address_of(process: subprocess.Popen[str]) -> str:
    """Wait for the address that the command names when it answers."""
    assert process.stdout
    for line in process.stdout:
        if match := re.search(r"Kapstok draait op (http://\S+)", line):
            return match[1]
    pytest.fail("the demo stopped before it answered")


class Links(HTMLParser):
    """The addresses of what a page loads: style sheets, scripts and pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = {"link": "href", "script": "src", "img": "src"}.get(tag)
        self.found += [value for key, value in attrs if key == name and value]


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    with open_place() as folder:
        quiet_pip = ["-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([sys.executable, *quiet_pip, "wheel", "--no-deps", "-w", str(folder), str(ROOT)], check=True)
        [wheel] = folder.glob("kapstok-*.whl")
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        bin_only = {"PATH": str(folder / "venv/bin"), "HOME": str(folder)}
        environment = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)} | bin_only
        install = [
            str(folder / "venv/bin/python"),
            *quiet_pip,
            "install",
            "-c",
            str(ROOT / "constraints.txt"),
            str(wheel),
        ]
        subprocess.run(install, check=True, env=environment, cwd=folder)
        yield Installation(folder, environment)


@pytest.fixture(scope="module")
def address(installation: Installation) -> Iterator[str]:
    with installation.demo("data") as process:
        try:
            yield address_of(process)
        finally:
            process.terminate()


def fetch(address: str) -> str:
    """What answers there; a font's bytes may come out garbled, but they come."""
    with urlopen(address, timeout=30) as answer:
        assert answer.status == 200
        content = str(answer.read().decode(errors="replace"))
    assert content, address
    return content


def loaded_by(page: str) -> list[str]:
    links = Links()
    links.feed(fetch(page))
    return [urljoin(page, link) for link in links.found if not link.startswith("data:")]


def with_all_it_names(sheet: str) -> str:
    """A style sheet and the sheets, fonts and pictures that it names, fetched and put together."""
    css = fetch(sheet)
    names = re.findall(r"url\(['\"]?([^'\")]+)", css)
    return css + "".join(
        (with_all_it_names if name.endswith(".css") else fetch)(urljoin(sheet, name))
        for name in names
        if not name.startswith("data:")
    )


@pytest.mark.parametrize("path", ["", "diemen/"])
def test_a_page_and_all_it_loads(address: str, path: str) -> None:
    loaded = loaded_by(address + path)
    assert loaded
    for link in loaded:
        fetch(link)


def test_the_pages_are_styled(address: str) -> None:
    css = "".join(with_all_it_names(link) for link in loaded_by(address) if link.endswith(".css"))
    assert ".utrecht-button" in css
    assert ".utrecht-html" in css
    assert ".voorbeeld-theme" in css


def test_ctrl_c_leaves_no_server(installation: Installation) -> None:
    with installation.demo("other-data") as process:
        address_of(process)
        assert len(servers_on(installation.folder / "other-data")) == 1
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert servers_on(installation.folder / "other-data") == []
