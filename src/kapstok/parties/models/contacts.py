"""Contacts (a role with a mailbox), meetings, what was agreed there, and who has to do what."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kapstok.core.tenancy import TenantModel, tenant
from kapstok.parties.kinds import AGREEMENT_KIND_LABELS, OUTCOME_LABELS


class Contact(TenantModel):
    """Who speaks for a party: a role with a mailbox and a stand-in. `person` is set once somebody signs in as it."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, db_constraint=False, related_name="+")
    function = models.CharField(max_length=100)
    email = models.EmailField()
    phone = models.CharField(max_length=30, blank=True)
    stand_in = models.ForeignKey(
        "self", on_delete=models.PROTECT, db_constraint=False, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["party__sort_key", "function", "id"]
        constraints: ClassVar = [
            *tenant("parties_contact", "party", "stand_in"),
            models.UniqueConstraint(
                fields=["municipality", "party", "email", "function"],
                condition=models.Q(ended_on=None),
                name="parties_contact_once",
            ),
        ]

    def __str__(self) -> str:
        return self.function

    def party_ids(self) -> tuple[int, ...]:
        return (self.party_id,)


class Meeting(TenantModel):
    """A meeting or a round of questions, held or planned. `group` is the body that met: the LEA, a working group."""

    title = models.CharField(max_length=200)
    group = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    on = models.DateField()
    until = models.DateField(null=True)
    precision = models.CharField(max_length=10, default="day", choices=[("day", "dag"), ("month", "maand")])
    at = models.TimeField(null=True)
    ends_at = models.TimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, blank=True, choices=[(k.value, v) for k, v in OUTCOME_LABELS.items()])
    outcome_text = models.TextField(blank=True)
    organiser = models.ForeignKey(Contact, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+")
    sectors = ArrayField(models.CharField(max_length=30), default=list)
    cancelled = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [
            *tenant("parties_meeting", "group", "organiser"),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("on")), name="parties_meeting_days"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("at")), name="parties_meeting_times"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "-on", "-id"], name="parties_meeting_newest")]

    def __str__(self) -> str:
        return self.title

    def party_ids(self) -> tuple[int, ...]:
        """Who were asked; a group's meeting is also its own."""
        asked = (attendance.party_id for attendance in self.attendances.all())
        return (*asked, self.group_id) if self.group_id else tuple(asked)


class Attendance(TenantModel):
    """A party that was asked to a meeting, and whether it came; `present` is empty before the meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, db_constraint=False, related_name="attendances")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, db_constraint=False, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+")
    present = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            *tenant("parties_attendance", "meeting", "party", "contact"),
            models.UniqueConstraint(fields=["meeting", "party"], name="parties_attendance_once"),
        ]

    def __str__(self) -> str:
        return str(self.party_id)


class Topic(TenantModel):
    """What was on the agenda, and what came of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, db_constraint=False, related_name="topics")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, blank=True, choices=[(k.value, v) for k, v in OUTCOME_LABELS.items()])

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [*tenant("parties_topic", "meeting")]

    def __str__(self) -> str:
        return self.title


class ActionPoint(TenantModel):
    """Something that somebody promised to do, with an owner and a day."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="action_points"
    )
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(Contact, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    due = models.DateField()
    done_on = models.DateField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["due", "id"]
        constraints: ClassVar = [*tenant("parties_actionpoint", "meeting", "owner")]
        indexes: ClassVar = [models.Index(fields=["municipality", "due"], name="parties_actionpoint_due")]

    def __str__(self) -> str:
        return self.what

    def party_ids(self) -> tuple[int, ...]:
        return (self.owner.party_id,)


class Agreement(TenantModel):
    """What parties agreed with each other for a time: sharing data, working together."""

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=[(k.value, v) for k, v in AGREEMENT_KIND_LABELS.items()])
    starts = models.DateField()
    ends = models.DateField(null=True)
    text = models.TextField(blank=True)
    where = models.CharField(max_length=200, blank=True, help_text="Waar het ondertekende stuk ligt")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["ends", "title", "id"]
        constraints: ClassVar = [
            *tenant("parties_agreement", "meeting"),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("starts")), name="parties_agreement_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def party_ids(self) -> tuple[int, ...]:
        return tuple(signature.party_id for signature in self.signed.all())


class AgreementParty(TenantModel):
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, db_constraint=False, related_name="signed")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, db_constraint=False, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *tenant("parties_agreementparty", "agreement", "party"),
            models.UniqueConstraint(fields=["agreement", "party"], name="parties_agreementparty_once"),
        ]

    def __str__(self) -> str:
        return str(self.party_id)
