"""A row with what hangs on it as one plain value, for the history."""

from typing import Any

from kapstok.parties.models import Agreement, Meeting

MEETING_FIELDS = (
    "title", "group", "on", "until", "precision", "at", "ends_at", "place", "organiser", "sectors", "cancelled",
    "text", "outcome", "outcome_text",
)  # fmt: skip
AGREEMENT_FIELDS = ("title", "kind", "starts", "ends", "text", "where", "meeting")


def of_meeting(meeting: Meeting) -> dict[str, Any]:
    """As it stands in the database now, with the parties asked, topics and action points."""
    return {
        **Meeting.objects.filter(pk=meeting.pk).values(*MEETING_FIELDS).get(),
        "attendances": list(meeting.attendances.order_by("party").values("party", "present")),
        "topics": list(meeting.topics.order_by("position", "pk").values("id", "title", "text", "outcome")),
        "action_points": list(meeting.action_points.order_by("pk").values("id", "what", "owner", "due")),
    }


def of_agreement(agreement: Agreement) -> dict[str, Any]:
    return {
        **Agreement.objects.filter(pk=agreement.pk).values(*AGREEMENT_FIELDS).get(),
        "parties": list(agreement.signed.order_by("party").values_list("party", flat=True)),
    }


def difference(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of both only what is not the same."""
    changed = [key for key in after if before.get(key) != after[key]]
    return {key: before.get(key) for key in changed}, {key: after[key] for key in changed}
