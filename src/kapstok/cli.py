"""The command line. Each command is a function here that loads what it needs: `kapstok check` never loads Django."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Never

from kapstok import __version__
from kapstok.errors import UserError

CANNOT = 2  # exit code: what was asked could not be done
READ_ENOUGH = 141  # as a shell says of a program that was stopped by SIGPIPE

DUTCH = {
    "usage:": "gebruik:",
    "positional arguments:": "onderdelen:",
    "options:": "opties:",
    "argument ": "",
    "invalid choice:": "bestaat niet:",
    "choose from": "kies uit",
    "the following arguments are required:": "dit ontbreekt:",
    "unrecognized arguments:": "onbekend:",
    "expected one argument": "hier hoort een waarde achter",
    "one of the arguments": "geef een van deze:",
    " is required": "",
    "not allowed with argument": "kan niet samen met",
}


@dataclass(frozen=True, slots=True)
class Command:
    """`add` adds the command's own arguments, `run` does it and returns the exit code."""

    name: str
    explanation: str
    add: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """argparse, in Dutch."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings, add_help=False)  # type: ignore[arg-type]
        self.add_argument("-h", "--help", action="help", help="toon deze uitleg")

    def format_help(self) -> str:
        return in_dutch(super().format_help())

    def error(self, message: str) -> Never:
        self.exit(CANNOT, in_dutch(f"{self.format_usage()}{self.prog}: {message}\n"))


def in_dutch(text: str) -> str:
    for english, dutch in DUTCH.items():
        text = text.replace(english, dutch)
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = parser().parse_args(arguments)
    command: Command = chosen.chosen_command
    try:
        code = command.run(chosen)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        print("Gestopt.", file=sys.stderr)
        return 130
    except UserError as error:
        print(f"kapstok {command.name}: {error}", file=sys.stderr)
        return CANNOT
    except BrokenPipeError:  # whoever read along has seen enough, as in `kapstok check plan.toml | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READ_ENOUGH
    except Exception as error:
        if os.environ.get("KAPSTOK_DEBUG") == "1":
            raise
        print(f"kapstok {command.name}: onverwachte fout: {error}", file=sys.stderr)
        print("Zet KAPSTOK_DEBUG=1 om te zien waar het misging.", file=sys.stderr)
        return CANNOT


def parser() -> argparse.ArgumentParser:
    top = Parser(prog="kapstok", description="Van specifieke uitkering tot verantwoording.")
    top.add_argument("--version", action="version", version=__version__, help="toon de versie")
    choices = top.add_subparsers(title="opdrachten", metavar="OPDRACHT", required=True, parser_class=Parser)
    for command in COMMANDS:
        own = choices.add_parser(command.name, help=command.explanation, description=command.explanation)
        command.add(own)
        own.set_defaults(chosen_command=command)
    return top


# demo and serve


def demo(chosen: argparse.Namespace) -> int:
    from kapstok import serving

    serving.demo(serving.Place("demo", chosen.host, chosen.port, chosen.data))
    return 0


def serve(chosen: argparse.Namespace) -> int:
    from kapstok import serving

    serving.serve(serving.Place("serve", chosen.host, chosen.port, chosen.data))
    return 0


def add_place(own: argparse.ArgumentParser) -> None:
    own.add_argument(
        "--host", metavar="ADRES", default="127.0.0.1", help="adres om op te luisteren (gewoonlijk 127.0.0.1)"
    )
    own.add_argument("--port", metavar="POORT", type=port, default=8000, help="poort (gewoonlijk 8000)")
    add_data(own)


def add_data(own: argparse.ArgumentParser) -> None:
    own.add_argument("--data", type=Path, metavar="MAP", help="map voor de database en de bestanden")


def port(text: str) -> int:
    """0 means: any port that is free."""
    if not (text.isascii() and text.isdigit() and int(text) <= 65_535):
        raise argparse.ArgumentTypeError(f"“{text}” is geen poort; verwacht een getal van 0 tot en met 65535")
    return int(text)


# check


def check(chosen: argparse.Namespace) -> int:
    from kapstok import env
    from kapstok.plans import check_command
    from kapstok.plans.mapping.command import Columns

    columns = Columns(chosen.map, chosen.save_map, chosen.regulation)
    return check_command.run(chosen.plan, chosen.as_of, chosen.json, env.folder("KAPSTOK_REGULATIONS"), columns)


def add_check(own: argparse.ArgumentParser) -> None:
    own.add_argument("plan", type=Path, metavar="PLAN", help="planbestand (.xlsx of .toml), of uw eigen werkmap")
    own.add_argument("--map", type=Path, metavar="BESTAND", help="waar alles staat in uw eigen werkmap")
    own.add_argument("--save-map", type=Path, metavar="BESTAND", help="bewaar waar alles staat, voor de volgende keer")
    own.add_argument("--regulation", default="npo", metavar="REGELING", help="de regeling ervan (gewoonlijk npo)")
    own.add_argument("--as-of", type=day, metavar="DATUM", help="reken na op deze dag (gewoonlijk die van het plan)")
    own.add_argument("--json", action="store_true", help="toon de bevindingen als JSON")


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is geen datum; verwacht bijvoorbeeld 2024-02-01") from None


# template


def template(chosen: argparse.Namespace) -> int:
    from kapstok import env
    from kapstok.plans import template_command

    print(template_command.run(chosen.xlsx, chosen.regulation, env.folder("KAPSTOK_REGULATIONS")))
    return 0


def add_template(own: argparse.ArgumentParser) -> None:
    own.add_argument("what", choices=["plan"], metavar="plan", help="waarvoor u een lege werkmap wilt")
    own.add_argument("--xlsx", type=Path, required=True, metavar="BESTAND", help="schrijf het als werkmap (Excel)")
    own.add_argument("--regulation", default="npo", metavar="REGELING", help="welke regeling betaalt (gewoonlijk npo)")


# migrate


def migrate(chosen: argparse.Namespace) -> int:
    from kapstok.opening import opened, update_tables

    with opened(chosen.data):
        update_tables()
    print("De tabellen zijn bijgewerkt.")
    return 0


# municipality, load, export


def in_database(chosen: argparse.Namespace, act: Callable[[Any], str]) -> int:
    """Open the database and print what `act` says, given the module with the commands."""
    from kapstok.opening import ready

    with ready(chosen.data):
        from kapstok import commands

        print(act(commands))
    return 0


def municipality(chosen: argparse.Namespace) -> int:
    return in_database(chosen, lambda commands: commands.municipality(chosen.municipality, chosen.name, chosen.cbs))


def add_municipality(own: argparse.ArgumentParser) -> None:
    own.add_argument("municipality", metavar="GEMEENTE", help="haar adres op de website, zoals stichtse-vecht")
    own.add_argument("--name", required=True, metavar="NAAM", help="haar naam, zoals “Stichtse Vecht”")
    own.add_argument("--cbs", required=True, metavar="CODE", help="gemeentecode van het CBS, zoals GM1904")
    add_data(own)


def invite(chosen: argparse.Namespace) -> int:
    return in_database(
        chosen, lambda commands: commands.invite(chosen.municipality, chosen.email, chosen.role, chosen.name)
    )


def add_invite(own: argparse.ArgumentParser) -> None:
    own.add_argument("municipality", metavar="GEMEENTE", help="haar adres op de website, zoals diemen")
    own.add_argument("email", metavar="E-MAILADRES", help="waarmee diegene inlogt")
    own.add_argument("--role", metavar="ROL", default="programme_manager", help="gewoonlijk programme_manager")
    own.add_argument("--name", metavar="NAAM", default="", help="zoals collega's die persoon noemen")
    add_data(own)


def reset_second_factor(chosen: argparse.Namespace) -> int:
    return in_database(chosen, lambda commands: commands.reset_second_factor(chosen.email))


def add_reset_second_factor(own: argparse.ArgumentParser) -> None:
    own.add_argument("email", metavar="E-MAILADRES", help="waarmee diegene inlogt")
    add_data(own)


def award(chosen: argparse.Namespace) -> int:
    return in_database(
        chosen,
        lambda commands: commands.award(chosen.municipality, chosen.regulation, chosen.amount, chosen.source),
    )


def add_award(own: argparse.ArgumentParser) -> None:
    own.add_argument("municipality", metavar="GEMEENTE", help="haar adres op de website, zoals diemen")
    own.add_argument("regulation", metavar="REGELING", help="de regeling, zoals npo")
    own.add_argument("amount", metavar="BEDRAG", help="wat het Rijk toekende, zoals 314.800")
    own.add_argument(
        "--source", default="", metavar="TEKST", help="waar het bedrag staat, zoals het nummer van de brief"
    )
    add_data(own)


def load(chosen: argparse.Namespace) -> int:
    return in_database(chosen, lambda commands: commands.load(chosen.municipality, chosen.plan))


def add_load(own: argparse.ArgumentParser) -> None:
    own.add_argument("municipality", metavar="GEMEENTE", help="haar adres op de website, zoals diemen")
    own.add_argument("plan", type=Path, metavar="PLAN", help="planbestand")
    add_data(own)


FORMS = {
    "xlsx": "schrijf het als werkmap (Excel)",
    "toml": "schrijf het als planbestand in tekst",
    "pdf": "schrijf het als document om te lezen en te sturen",
    "docx": "schrijf het als document om te bewerken (Word)",
}


def export(chosen: argparse.Namespace) -> int:
    form, path = next((form, getattr(chosen, form)) for form in FORMS if getattr(chosen, form))
    return in_database(chosen, lambda commands: commands.export(chosen.municipality, form, path, chosen.plan))


def add_export(own: argparse.ArgumentParser) -> None:
    own.add_argument("municipality", metavar="GEMEENTE", help="haar adres op de website, zoals diemen")
    own.add_argument("what", choices=["plan"], metavar="plan", help="wat u wilt hebben")
    form = own.add_mutually_exclusive_group(required=True)
    for name, explanation in FORMS.items():
        form.add_argument(f"--{name}", type=Path, metavar="BESTAND", help=explanation)
    own.add_argument("--plan", default="", metavar="SLUG", help="welk plan, als er meer zijn")
    add_data(own)


def digest(chosen: argparse.Namespace) -> int:
    return in_database(chosen, lambda commands: commands.digest(dry_run=chosen.dry_run))


def add_digest(own: argparse.ArgumentParser) -> None:
    own.add_argument("--dry-run", action="store_true", help="laat alleen zien wie een mail zou krijgen")
    add_data(own)


def verify(chosen: argparse.Namespace) -> int:
    return in_database(chosen, lambda commands: commands.verify())


def backup(chosen: argparse.Namespace) -> int:
    from kapstok.opening import opened

    with opened(chosen.data):
        from kapstok import keeping

        size = keeping.backup(chosen.file, _evidence(chosen.data))
    print(f"De back-up staat in {chosen.file} ({size / 1e6:.1f} MB). Bewaar de sleutel KAPSTOK_SECRET_KEY apart.")
    return 0


def restore(chosen: argparse.Namespace) -> int:
    from kapstok.opening import opened

    with opened(chosen.data):
        from kapstok import commands, keeping

        keeping.restore(chosen.file, _evidence(chosen.data))
        print(f"De back-up is teruggezet. {commands.verify()}")
    return 0


def _evidence(data: Path | None) -> Path:
    from kapstok.embedded import data_folder

    return data_folder(data) / "files"


def add_backup(own: argparse.ArgumentParser) -> None:
    own.add_argument("file", type=Path, metavar="BESTAND", help="waar de back-up staat of komt, zoals kapstok.tar")
    add_data(own)


COMMANDS = (
    Command("demo", "start Kapstok met voorbeeldgemeenten", add_place, demo),
    Command("serve", "start Kapstok", add_place, serve),
    Command("check", "reken een planbestand na, zonder database", add_check, check),
    Command("template", "maak een lege werkmap om een plan in te vullen", add_template, template),
    Command("municipality", "voeg een gemeente toe, of verander haar naam of code", add_municipality, municipality),
    Command("invite", "geef iemand toegang tot een gemeente", add_invite, invite),
    Command(
        "reset-second-factor",
        "haal de tweede stap weg van wie telefoon en noodcodes kwijt is",
        add_reset_second_factor,
        reset_second_factor,
    ),
    Command("award", "leg vast wat het Rijk aan een gemeente toekende", add_award, award),
    Command("load", "zet een planbestand in een gemeente", add_load, load),
    Command("export", "schrijf het plan van een gemeente naar een bestand", add_export, export),
    Command("digest", "mail iedereen wat er wacht, ten hoogste één keer per dag", add_digest, digest),
    Command("backup", "schrijf de database en de bewijsstukken naar één bestand", add_backup, backup),
    Command("restore", "zet een back-up terug in een lege database", add_backup, restore),
    Command("verify", "tel alles op uit de boekingen en zeg wat afwijkt", add_data, verify),
    Command("migrate", "werk de tabellen van de database bij", add_data, migrate),
)


if __name__ == "__main__":
    sys.exit(main())
