"""The commands that need the database; `cli` opens it for them.

Each gives the line to print, or raises CommandError.
"""

from decimal import Decimal
from pathlib import Path
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.validators import validate_email
from django.urls import reverse

from kapstok.core import access
from kapstok.core.access import ROLE_LABELS, RefusedError, Role
from kapstok.core.clock import moment, today
from kapstok.core.money import format_euro, parse_amount
from kapstok.core.tenancy import inside
from kapstok.errors import UserError
from kapstok.grants.regulation import regulations
from kapstok.ledger.verifying import differences
from kapstok.parties.actions import add_municipality
from kapstok.parties.inviting import invite as give_access
from kapstok.parties.inviting import own_party
from kapstok.parties.mailing import send_digest
from kapstok.parties.models import Municipality, Person
from kapstok.parties.resetting import reset_second_step, tell_of_reset
from kapstok.plans.actions import Loaded, load_plan, register_award_for_plans
from kapstok.plans.documents import plan_docx, plan_pdf
from kapstok.plans.files import plan_as_toml, read_plan
from kapstok.plans.queries import plans_of_municipality
from kapstok.plans.reading import Reading, read_working
from kapstok.plans.schema import PlanDocument
from kapstok.plans.workbook.write import plan_as_xlsx
from kapstok.portal.workspace.digest import digests, letter


class CommandError(UserError):
    """The command could not do what was asked; the message says why and what to do."""


def municipality(slug: str, name: str, cbs_code: str) -> str:
    """Add a municipality."""
    try:
        added = add_municipality(slug=slug, name=name, cbs_code=cbs_code.upper(), by="kapstok municipality")
    except RefusedError as error:
        raise CommandError(str(error)) from error
    return f"Gemeente {added.name} staat klaar op /{added.slug}/"


def invite(slug: str, email: str, role: str, name: str) -> str:
    """Give somebody a seat on behalf of the municipality itself: how the very first person gets in."""
    if role not in list(Role):
        raise CommandError(f"rol “{role}” bestaat niet; kies uit: {', '.join(Role)}")
    try:
        validate_email(email)
    except ValidationError as error:
        raise CommandError(f"“{email}” is geen e-mailadres") from error
    municipality = _municipality(slug)
    with inside(municipality):
        try:
            seat = give_access(
                email=email,
                role=Role(role),
                party=own_party(municipality),
                name=name,
                by=access.command("kapstok invite"),
            )
        except RefusedError as error:
            raise CommandError(str(error)) from error
    return (
        f"{seat.person.email} is nu {ROLE_LABELS[Role(role)]} van {municipality.name}, en logt in op "
        f"{reverse('account_login')} met een code die per mail komt. Er is geen uitnodiging verstuurd."
    )


def reset_second_factor(email: str) -> str:
    """Let somebody in again who lost her phone and her spare codes; she sets up a new second step herself."""
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        raise CommandError(f"“{email}” kent Kapstok niet")
    try:
        reset_second_step(person, by=access.command("kapstok reset-second-factor"))
    except RefusedError as error:
        raise CommandError(str(error)) from error
    done = f"De tweede stap van {person.email} is weg, en elke sessie is gestopt."
    try:
        tell_of_reset(person)
    except (OSError, SMTPException) as error:
        return f"{done} De mail hierover kon niet worden verstuurd ({error}): vertel het zelf."
    return f"{done} Er ging een mail uit die dat vertelt."


def load(slug: str, path: Path) -> str:
    """Load a plan file; raises PlanFileError with everything that is wrong in it, and then loads nothing."""
    document = read_plan(path)
    with inside(_municipality(slug)):
        loaded = load_plan(document, by="kapstok load", why=path.name)
    note = _other_award(slug, document, loaded) + _named_here(loaded)
    if not loaded.changed:
        return f"“{document.title}” stond er al precies zo; er is niets veranderd.{note}"
    return f"“{document.title}” is {'geladen' if loaded.created else 'vervangen'}: /{slug}/{document.slug}/{note}"


def _other_award(slug: str, document: PlanDocument, loaded: Loaded) -> str:
    if loaded.other_award is None:
        return ""
    amount = document.grant_source.amount
    named = "noemt geen bedrag" if amount is None else f"noemt {format_euro(amount)}"
    return (
        f"\nLet op: toegekend is {format_euro(loaded.other_award)}, en dit plan {named}. Is de toekenning veranderd? "
        f"kapstok award {slug} {document.regulation} BEDRAG"
    )


def _named_here(loaded: Loaded) -> str:
    if not loaded.named_here:
        return ""
    names = ", ".join(f"“{here}” (in het plan: {there})" for there, here in loaded.named_here.items())
    return f"\nDeze organisaties houden de naam die ze hier hebben: {names}."


def award(slug: str, regulation: str, amount: str, source: str) -> str:
    """Register what the state awarded."""
    known = regulations(settings.KAPSTOK_REGULATIONS)
    if regulation not in known:
        raise CommandError(f"regeling “{regulation}” is niet bekend; kies uit: {', '.join(known)}")
    try:
        read_amount = parse_amount(amount)
    except ValueError as error:
        raise CommandError(str(error)) from error
    if read_amount.is_range or read_amount.about or read_amount.low < 0:
        raise CommandError(f"“{amount}” is geen toegekend bedrag; noem één bedrag, zoals 314.800 of 503.997,35")
    with inside(_municipality(slug)):
        grant = register_award_for_plans(
            regulation=regulation, award=read_amount.low, source=source, by="kapstok award"
        )
    return f"Toegekend uit {known[regulation].name}: {format_euro(grant.provisional_award or Decimal(0))}"


def export(slug: str, form: str, path: Path, plan: str = "") -> str:
    """Write a municipality's plan to a file, in one of FORMS; `plan` is its slug when there is more than one."""
    municipality = _municipality(slug)
    with inside(municipality):
        plans = list(plans_of_municipality())
        chosen = [row for row in plans if plan in ("", row.slug)]
        if len(chosen) != 1:
            raise CommandError(_which_plan(slug, plan, [row.slug for row in plans]))
        reading = read_working(chosen[0], municipality)
    try:
        path.write_bytes(FORMS[form](reading))
    except OSError as error:
        raise CommandError(f"{path} kan niet worden geschreven: {error.strerror}") from error
    return f"“{reading.plan.title}” staat in {path}"


def _as_toml(reading: Reading) -> bytes:
    return plan_as_toml(reading.plan).encode()


def _as_xlsx(reading: Reading) -> bytes:
    return plan_as_xlsx(reading.plan, reading.regulation, made_on=today())


def _as_pdf(reading: Reading) -> bytes:
    return plan_pdf(
        reading.plan, reading.regulation, reading.award, None, municipality=reading.municipality, made_on=today()
    )


def _as_docx(reading: Reading) -> bytes:
    return plan_docx(
        reading.plan, reading.regulation, reading.award, None, municipality=reading.municipality, made_on=today()
    )


def digest(*, dry_run: bool = False) -> str:
    """Mail each person what waits for her and what changed; with `dry_run` only tell who would get one."""
    if not dry_run and not settings.KAPSTOK_ADDRESS.startswith(("http://", "https://")):
        raise CommandError("zet KAPSTOK_ADDRESS op het adres van uw Kapstok, zoals https://kapstok.gemeente.nl")
    found = digests(today(), moment())
    if dry_run:
        told = [
            f"{one.person.email}: {one.waiting} {'wacht' if one.waiting == 1 else 'wachten'}, {one.changes} veranderd"
            for one in found
        ]
        return "\n".join([*told, f"{len(found)} mails; er is niets verstuurd."])
    sent, failed = 0, list[str]()
    with get_connection() as mail:
        for one in found:
            try:
                sent += send_digest(one.person, letter(one, settings.KAPSTOK_ADDRESS, today()), now=moment(), mail=mail)
            except (OSError, SMTPException) as error:
                failed.append(f"{one.person.email}: {error}")
    if failed:
        raise CommandError("\n".join([f"{sent} mails verstuurd, {len(failed)} niet:", *failed]))
    return f"{sent} mails verstuurd."


def verify() -> str:
    """Add the ledger up again; CommandError names everything that differs."""
    found = differences()
    if found:
        raise CommandError("\n".join(["dit klopt niet:", *map(str, found)]))
    return "Alle saldi kloppen met de boekingen."


FORMS = {"toml": _as_toml, "xlsx": _as_xlsx, "pdf": _as_pdf, "docx": _as_docx}


def _municipality(slug: str) -> Municipality:
    found = Municipality.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(
            f"gemeente “{slug}” is niet bekend. Voeg haar eerst toe, bijvoorbeeld: "
            f'kapstok municipality {slug} --name "{slug.title()}" --cbs GM0000'
        )
    return found


def _which_plan(slug: str, plan: str, known: list[str]) -> str:
    if not known:
        return f"gemeente “{slug}” heeft nog geen plan. Laad er een met: kapstok load {slug} plan.toml"
    asked = f"plan “{plan}” is er niet" if plan else "er is meer dan één plan"
    return f"{asked}; kies met --plan uit: {', '.join(known)}"
