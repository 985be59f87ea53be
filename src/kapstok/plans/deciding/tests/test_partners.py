"""What partners see of a plan that was not always theirs to see, and how it is shared with them."""

import re
from collections.abc import Callable
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from tests import cast
from tests.signing import seated, signed_in, working

from kapstok.core.access import Actor, RefusedError, Role, Seat, command
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import own_party
from kapstok.parties.models import Contact, Meeting, Municipality, Party
from kapstok.plans import schema
from kapstok.plans.actions import change_plan, load_plan
from kapstok.plans.deciding import forms
from kapstok.plans.deciding.actions import publish, say, take_step
from kapstok.plans.deciding.forms import DecisionForm
from kapstok.plans.models import Comment, Plan, PlanVersion
from kapstok.plans.statuses import Status

pytestmark = pytest.mark.django_db

BY = command("test")
PLAN = "/diemen/werk/plan/npo"
SECRET = "Nog geheim"


class OneAddressRefused(EmailBackend):
    """A mail server that knows one of the mailboxes no more."""

    def send_messages(self, messages: Any) -> int:
        if any("weg@" in address for message in messages for address in message.to):
            raise SMTPRecipientsRefused({})
        return super().send_messages(messages)


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


@pytest.fixture
def manager(diemen: Municipality) -> Client:
    return working(diemen, Role.PROGRAMME_MANAGER)


def named(name: str) -> Callable[[schema.PlanDocument], schema.PlanDocument]:
    def change(plan: schema.PlanDocument) -> schema.PlanDocument:
        return plan.model_copy(update={"measures": (plan.measures[0].model_copy(update={"name": name}),)})

    return change


def taken_back_and_shared_again() -> Plan:
    """Versions: 1 shared, 2 concept with what is still secret, 3 shared without it."""
    row = load_plan(cast.plan(), by=BY, publish=False).plan
    take_step(row.pk, Status.SHARED, by=BY)
    change_plan(row.pk, named(SECRET), by=BY, act="measure changed")
    take_step(row.pk, Status.CONCEPT, by=BY, why="Toch nog niet klaar")
    change_plan(row.pk, named("Voorlezen"), by=BY, act="measure changed")
    take_step(row.pk, Status.SHARED, by=BY)
    return row


def text_of(client: Client, address: str) -> str:
    return client.get(f"{PLAN}/{address}").content.decode()


def test_partners_do_not_read_what_was_kept_while_it_was_a_concept(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        taken_back_and_shared_again()
    partner = working(diemen, Role.PROVIDER)
    for address in ("versies/2/", "versies/2/plan.pdf", "versies/2/plan.xlsx", "versies/3/?met=2"):
        assert partner.get(f"{PLAN}/{address}").status_code == 404, address
        assert manager.get(f"{PLAN}/{address}").status_code == 200, address
    assert SECRET not in text_of(partner, "versies/3/")
    assert "Toch nog niet klaar" not in text_of(partner, "besluiten/")
    assert "Toch nog niet klaar" in text_of(manager, "besluiten/")
    assert partner.get(f"{PLAN}/versies/1/").status_code == 200


def test_partners_do_read_a_concept_that_everybody_can_see(diemen: Municipality) -> None:
    with inside(diemen):
        row = load_plan(cast.plan(), by=BY, publish=False).plan
        publish(row.pk, by=BY)
        take_step(row.pk, Status.SHARED, by=BY)
        assert PlanVersion.objects.get(number=1).status == Status.CONCEPT
    assert working(diemen, Role.SCHOOL).get(f"{PLAN}/versies/1/").status_code == 200


def with_readers(*emails: str) -> list[int]:
    """A concept that names a party, with these contacts; gives their ids."""
    party = schema.Party(key="bieb", name="Bibliotheek")
    load_plan(cast.plan(parties=(party,)), by=BY, publish=False)
    bieb = Party.objects.get(key="bieb")
    return [Contact.objects.create(party=bieb, function=email[:5], email=email).pk for email in emails]


def letter(readers: list[int], **more: str) -> dict[str, Any]:
    return {"subject": "Wat vindt u ervan?", "text": "Lees mee.", "readers": readers, **more}


@pytest.mark.django_db(transaction=True)
def test_sharing_shows_the_mail_first_and_then_sends_it_to_who_was_ticked(
    diemen: Municipality, manager: Client
) -> None:
    with inside(diemen):
        chosen, other = with_readers("lees@bieb.example", "anders@bieb.example")
    preview = manager.post(f"{PLAN}/delen/", letter([chosen]))
    assert (preview.status_code, mail.outbox) == (200, [])
    assert re.findall(r'name="readers" value="([0-9]+)"', preview.content.decode()) == [str(chosen)]
    sent = manager.post(f"{PLAN}/delen/", letter([chosen], doe="verstuur"), follow=True)
    assert [message.to for message in mail.outbox] == [["lees@bieb.example"]]
    assert "1 mail is verstuurd" in sent.content.decode()
    with inside(diemen):
        assert Plan.objects.get().status == Status.SHARED
    assert manager.post(f"{PLAN}/delen/", letter([other + 1000])).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_a_line_end_in_the_subject_makes_no_header(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        chosen = with_readers("lees@bieb.example")
    manager.post(f"{PLAN}/delen/", letter(chosen, subject="Lees mee\r\nBcc: x@y.example", doe="verstuur"))
    [message] = mail.outbox
    assert message.subject == "Lees mee Bcc: x@y.example"
    assert message.recipients() == ["lees@bieb.example"]


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_cannot_be_sent_does_not_keep_the_others_and_is_told(
    diemen: Municipality, manager: Client, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.OneAddressRefused"
    with inside(diemen):
        readers = with_readers("a-weg@bieb.example", "lees@bieb.example")
    said = manager.post(f"{PLAN}/delen/", letter(readers, doe="verstuur"), follow=True)
    assert said.status_code == 200
    assert "1 mail kon niet weg. Het plan is wel gedeeld." in said.content.decode()
    messages: list[EmailMessage] = mail.outbox
    assert [message.to for message in messages] == [["lees@bieb.example"]]


def test_nobody_speaks_for_an_organisation_that_is_not_her_own(diemen: Municipality) -> None:
    person = seated(diemen, Role.CONTROLLER)
    with inside(diemen):
        with_readers()
        row, own, bieb = Plan.objects.get(), own_party(diemen), Party.objects.get(key="bieb")
        by = Actor(by=f"person:{person.pk}", seats=(Seat(Role.CONTROLLER, own.pk),), person=person.pk)
        with pytest.raises(RefusedError, match="namens een organisatie"):
            say(row, about="plan", text="Mooi", party=bieb.pk, by=by)
        assert say(row, about="plan", text="Mooi", party=own.pk, by=by).party_id == own.pk


def test_an_answer_does_not_tell_the_address_of_who_gave_it(diemen: Municipality) -> None:
    nameless = seated(diemen, Role.POLICY_OFFICER, email="vertrouwelijk@diemen.example")
    nameless.name = ""
    nameless.save()
    with inside(diemen):
        row = taken_back_and_shared_again()
        Comment.objects.create(
            plan=row, about="plan", text="Mooi", person=nameless, party=own_party(diemen), answer="Dank",
            answered_by=nameless, answered_at="2024-01-01T00:00Z",
        )  # fmt: skip
    said = text_of(working(diemen, Role.SCHOOL), "reacties/")
    assert "Antwoord van de gemeente" in said
    assert "vertrouwelijk@" not in said


CONTROLLED = {"about": "plan", "text": "Dit klopt niet", "internal": "on"}


def test_what_colleagues_say_of_a_concept_stays_with_them_unless_they_choose_otherwise(
    diemen: Municipality, manager: Client
) -> None:
    with inside(diemen):
        with_readers()
        party = own_party(diemen).pk
    controller, partner = working(diemen, Role.CONTROLLER), working(diemen, Role.SCHOOL)
    assert controller.get(f"{PLAN}/reacties/").context["form"]["internal"].value() is True
    controller.post(f"{PLAN}/reacties/", CONTROLLED | {"party": party})
    controller.post(f"{PLAN}/reacties/", {"about": "plan", "text": "Mooi plan", "party": party})
    manager.post(f"{PLAN}/delen/", letter([], doe="verstuur", show_comments="on"))
    seen = text_of(partner, "reacties/")
    assert "Mooi plan" in seen
    assert "Dit klopt niet" not in seen
    assert 'name="internal"' not in seen
    assert "alleen voor collega" not in seen.lower()
    assert "Alleen voor collega" in text_of(manager, "reacties/")
    assert controller.get(f"{PLAN}/reacties/").context["form"]["internal"].value() is False
    assert partner.get(f"{PLAN}/besluiten/").context["comments"] == 1
    assert manager.get(f"{PLAN}/besluiten/").context["comments"] == 2


def test_the_share_page_says_how_many_comments_partners_would_read_and_keeps_them_unless_she_ticks(
    diemen: Municipality, manager: Client
) -> None:
    with inside(diemen):
        with_readers()
        row, by = Plan.objects.get(), controlling(diemen)
        for about in ("plan", "measure:voorlezen"):
            say(row, about=about, text="Nog eens kijken", party=own_party(diemen).pk, by=by)
    assert "de 2 reacties van collega" in text_of(manager, "delen/")
    manager.post(f"{PLAN}/delen/", letter([], doe="verstuur"))
    assert "Nog eens kijken" not in text_of(working(diemen, Role.SCHOOL), "reacties/")
    with inside(diemen):
        assert Comment.objects.filter(internal=True).count() == 2
        kept = AuditEntry.objects.get(act="comments kept internal").after
        assert kept
        assert sorted(kept["comments"]) == sorted(Comment.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("to", [Status.SHARED, Status.PROPOSED])
@pytest.mark.parametrize("shown", [False, True])
def test_each_step_that_shows_a_concept_to_partners_keeps_what_colleagues_said(
    diemen: Municipality, to: Status, shown: bool
) -> None:
    with inside(diemen):
        with_readers()
        row, by = Plan.objects.get(), controlling(diemen)
        say(row, about="plan", text="Nog eens kijken", party=own_party(diemen).pk, by=by)
        take_step(row.pk, to, show_comments=shown, by=BY)
        assert Comment.objects.get().internal is not shown


def test_what_partners_read_before_stays_as_it_was_when_the_plan_is_shared_again(diemen: Municipality) -> None:
    with inside(diemen):
        with_readers()
        row, by = Plan.objects.get(), controlling(diemen)
        take_step(row.pk, Status.SHARED, by=BY)
        row.refresh_from_db()
        say(row, about="plan", text="Voor iedereen", party=own_party(diemen).pk, by=by)
        take_step(row.pk, Status.CONCEPT, by=BY)
        say(row, about="plan", text="Onder ons", party=own_party(diemen).pk, by=by)
        take_step(row.pk, Status.SHARED, by=BY)
        assert [comment.text for comment in Comment.objects.filter(internal=False)] == ["Voor iedereen"]


def test_a_partner_keeps_nothing_from_her_colleagues_at_the_municipality(diemen: Municipality) -> None:
    person = seated(diemen, Role.SCHOOL)
    with inside(diemen):
        row, own = taken_back_and_shared_again(), own_party(diemen)
        by = Actor(by=f"person:{person.pk}", seats=(Seat(Role.SCHOOL, own.pk),), person=person.pk)
        with pytest.raises(RefusedError):
            say(Plan.objects.get(pk=row.pk), about="plan", text="x", party=own.pk, internal=True, by=by)


def controlling(municipality: Municipality) -> Actor:
    person = seated(municipality, Role.CONTROLLER)
    return Actor(f"person:{person.pk}", (Seat(Role.CONTROLLER, own_party(municipality).pk),), person=person.pk)


def test_the_meetings_to_choose_from_are_the_newest_ones(diemen: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MOST_MEETINGS", 2)
    with inside(diemen):
        held = [Meeting.objects.create(title=str(day), on=f"2024-01-{day:02}") for day in (1, 2, 3)]
        form = DecisionForm(
            {"body": "lea", "on": "2024-01-03", "title": "x", "meeting": held[2].pk}, status=Status.SHARED
        )
        assert form.is_valid(), form.errors
        assert [str(meeting) for meeting in form.fields["meeting"].queryset] == ["3", "2"]  # type: ignore[attr-defined]


def test_a_client_that_is_signed_in_elsewhere_shares_nothing(diemen: Municipality) -> None:
    putten = cast.municipality("Putten", "GM0273")
    with inside(diemen):
        chosen = with_readers("lees@bieb.example")
    with inside(putten):
        load_plan(cast.plan(), by=BY)
    stranger = signed_in(seated(putten, Role.PROGRAMME_MANAGER))
    assert stranger.post(f"{PLAN}/delen/", letter(chosen, doe="verstuur")).status_code == 404
    assert stranger.post("/putten/werk/plan/npo/delen/", letter(chosen)).status_code == 422
