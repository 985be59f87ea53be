"""Covering, transfers, years and answers: what each does to the money, and what it refuses."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kapstok.core.access import RefusedError, Role
from kapstok.core.tenancy import inside
from kapstok.grants.eligibility_actions import Given, OvertakenAnswerError, answer, ask, start_register
from kapstok.grants.models import Answerer, EligibilityQuestion, Outcome
from kapstok.ledger.covering import cover_from_line, cover_from_own_means
from kapstok.ledger.drafts import Part
from kapstok.ledger.entering import enter, enter_at_once, take_back
from kapstok.ledger.kinds import DocumentKind
from kapstok.ledger.models import Document, LineBalance, Posting, Year
from kapstok.ledger.running import queries
from kapstok.ledger.running.choices import ways
from kapstok.ledger.running.tests.money import BY, FIRST, SECOND, balance, mandate, stand, to_cover, whole
from kapstok.ledger.tests.builders import draft, entered, grant, line, somebody
from kapstok.ledger.transfers import Move, ask_transfer, outcome
from kapstok.ledger.uncovering import move_off_grant, on_grant, undo_cover
from kapstok.ledger.years import confirm_freeze, keep_for_controller, open_year, prepare_freeze, reopen, withdraw_freeze
from kapstok.parties.models import Municipality
from kapstok.plans.statuses import MandateScope

pytestmark = pytest.mark.django_db
ON = date(2023, 10, 1)


def uncovered() -> Posting:
    return queries.uncovered().get()


def test_what_has_to_be_covered_is_counted_and_the_most_comes_first(diemen: Municipality) -> None:
    with inside(diemen):
        for amount in (31_000, 500, 2_000):
            entered(DocumentKind.INVOICE, ("sport", amount))
        assert [int(one.amount) for one in queries.uncovered()] == [2_000, 1_000, 500]
        assert queries.to_cover() == queries.ToCover(3, Decimal(3_500))
        assert queries.to_cover(year=2022) == queries.ToCover(0, Decimal(0))


def test_each_way_to_cover_says_what_it_leaves(diemen: Municipality) -> None:
    with inside(diemen):
        entered(DocumentKind.INVOICE, ("sport", 42_000))
        found = {way.label: whole(way.free, way.covers, way.left, way.rest) for way in ways(uncovered())}
        assert found == {
            "Taal": [60_000, 12_000, 48_000, 0],
            "Onvoorzien": [10_000, 10_000, 0, 2_000],
            "Eigen middelen van de gemeente": [None, 12_000, None, 0],
        }
        assert [way.covers for way in ways(uncovered(), Decimal(500))] == [500, 500, 500]


def test_covering_a_part_leaves_the_rest_to_be_covered(diemen: Municipality) -> None:
    with inside(diemen):
        entered(DocumentKind.INVOICE, ("sport", 42_000))
        cover_from_line(uncovered(), line("onvoorzien"), why="past", most=Decimal(4_000), by=BY)
        cover_from_own_means(uncovered(), why="de rest", most=Decimal(3_000), by=BY)
        assert (to_cover(), stand("onvoorzien")) == (5_000, [10_000, 0, 4_000])
        assert uncovered().intended == line("sport")


@pytest.mark.parametrize("most", [Decimal(0), Decimal(-1), Decimal("12000.01")])
def test_no_more_is_covered_than_there_is(diemen: Municipality, most: Decimal) -> None:
    with inside(diemen):
        entered(DocumentKind.INVOICE, ("sport", 42_000))
        with pytest.raises(RefusedError, match=r"hooguit €\s12\.000,00"):
            cover_from_own_means(uncovered(), why="te veel", most=most, by=BY)


def test_what_was_given_back_is_covered_by_a_line_that_spent(diemen: Municipality) -> None:
    with inside(diemen):
        entered(DocumentKind.INVOICE, ("taal", 2_000))
        entered(DocumentKind.CREDIT_NOTE, ("sport", -500))
        assert [way.label for way in ways(uncovered())] == ["Taal"]
        cover_from_line(uncovered(), line("taal"), why="was taal", by=BY)
        assert (to_cover(), whole(balance("taal").expense)) == (0, [1_500])


@pytest.mark.parametrize("own", [False, True])
def test_what_was_covered_by_mistake_is_put_back(diemen: Municipality, own: bool) -> None:
    with inside(diemen):
        entered(DocumentKind.INVOICE, ("sport", 42_000))
        if own:
            cover = cover_from_own_means(uncovered(), why="zelf", by=BY)
        else:
            cover = cover_from_line(uncovered(), line("taal"), why="uit taal", by=BY)
        with pytest.raises(RefusedError, match="terug onder ‘te dekken’"):
            take_back(cover, why="fout", by=BY)
        undo_cover(cover, why="verkeerde regel", by=BY)
        assert (to_cover(), whole(balance("taal").expense)) == (12_000, [0])
        assert uncovered().intended == line("sport")
        with pytest.raises(RefusedError, match="al teruggezet"):
            undo_cover(cover, why="nog eens", by=BY)


def asked(amount: int, to: str = "sport", frm: str = "onvoorzien", decision: int | None = None) -> Document:
    moves = [Move(line(to).pk, Decimal(amount))]
    return ask_transfer(frm=line(frm).pk, moves=moves, on=ON, why="meer zwemmen", by=FIRST, decision=decision)


def test_a_transfer_within_the_mandate_waits_for_a_colleague(diemen: Municipality) -> None:
    with inside(diemen):
        mandate()
        found = asked(5_000)
        assert found.description.replace("\xa0", " ") == "€ 5.000,00 van Onvoorzien naar Sport"
        with pytest.raises(RefusedError, match="Een collega"):
            enter(found, by=FIRST)
        enter(found, by=SECOND)
        assert [stand("onvoorzien")[0], stand("sport")[0]] == [5_000, 35_000]


def test_a_transfer_to_several_lines_says_what_each_has_afterwards(diemen: Municipality) -> None:
    with inside(diemen):
        mandate()
        moves = [Move(line("sport").pk, Decimal(1_000)), Move(line("taal").pk, Decimal(500))]
        found = outcome(line("onvoorzien").pk, moves)
        assert [(one.label, *whole(one.free, one.left)) for one in found.effects] == [
            ("Onvoorzien", 10_000, 8_500),
            ("Sport", 30_000, 31_000),
            ("Taal", 60_000, 60_500),
        ]
        assert found.mandate.why.replace("\xa0", " ") == (
            "Dit mag onder mandaat: uit wat nog niet verdeeld is, tot € 5.000,00 (Mandaatbesluit)."
        )


@pytest.mark.parametrize(
    ("amount", "frm", "said"),
    [
        (5_001, "onvoorzien", r"Het mandaat gaat tot €\s5\.000,00"),
        (10_001, "onvoorzien", r"“Onvoorzien” heeft nog €\s10\.000,00 vrij"),
        (1_000, "taal", "In de mandaattabel staat niet"),
        (1_000, "sport", "Kies een andere regel"),
        (0, "onvoorzien", "boven € 0"),
    ],
)
def test_a_transfer_that_may_not_be_is_refused(diemen: Municipality, amount: int, frm: str, said: str) -> None:
    with inside(diemen):
        mandate()
        before = Document.objects.count()
        with pytest.raises(RefusedError, match=said):
            asked(amount, frm=frm)
        assert Document.objects.count() == before


def test_budget_that_was_promised_cannot_be_moved(diemen: Municipality) -> None:
    with inside(diemen):
        mandate(MandateScope.BETWEEN_THEMES, None)
        entered(DocumentKind.ORDER, ("taal", 59_000))
        with pytest.raises(RefusedError, match=r"nog €\s1\.000,00 vrij"):
            asked(1_001, frm="taal")


def test_a_year_is_frozen_by_two_people(diemen: Municipality) -> None:
    with inside(diemen):
        entered(DocumentKind.INVOICE, ("taal", 1_000))
        with pytest.raises(RefusedError, match="Eerst bereidt"):
            confirm_freeze(2023, by=SECOND)
        prepare_freeze(2023, by=FIRST)
        assert Year.objects.get(year=2023).state == "controller"
        with pytest.raises(RefusedError, match="zelf voorbereid"):
            confirm_freeze(2023, by=FIRST)
        confirm_freeze(2023, by=SECOND)
        with pytest.raises(RefusedError, match="afgesloten en blijft dat"):
            reopen(2023, why="toch", by=FIRST)
        with pytest.raises(RefusedError, match="afgesloten en blijft dat"):
            prepare_freeze(2023, by=FIRST)
        with pytest.raises(RefusedError, match="afgesloten en blijft dat"):
            withdraw_freeze(2023, why="toch", by=FIRST)


def test_a_year_with_something_to_cover_stays_open(diemen: Municipality) -> None:
    with inside(diemen):
        prepare_freeze(2023, by=FIRST)
        entered(DocumentKind.INVOICE, ("sport", 30_001))
        with pytest.raises(RefusedError, match=r"1 kost moet nog gedekt worden, samen €\s1,00"):
            confirm_freeze(2023, by=SECOND)
        cover_from_own_means(uncovered(), why="zelf", by=BY)
        confirm_freeze(2023, by=SECOND)


def test_what_comes_after_a_freeze_is_a_correction_in_a_later_year(diemen: Municipality) -> None:
    with inside(diemen):
        prepare_freeze(2023, by=FIRST)
        confirm_freeze(2023, by=SECOND)
        keep_for_controller(2024, why="jaarwerk", by=FIRST)
        entered(DocumentKind.INVOICE, ("taal", 1_000), delivered=date(2023, 12, 31))
        found = Posting.objects.get(kind="expense")
        assert (found.year, found.corrects_year, found.delivered.year) == (2024, 2023, 2023)  # a command may
        officer = somebody(3, Role.POLICY_OFFICER)
        entered(DocumentKind.INVOICE, ("taal", 500), delivered=date(2023, 12, 31), by=officer)
        assert Posting.objects.latest("id").year == 2025


def test_a_year_reopens_with_a_reason(diemen: Municipality) -> None:
    with inside(diemen):
        prepare_freeze(2023, by=FIRST)
        with pytest.raises(RefusedError, match="waarom"):
            reopen(2023, why=" ", by=FIRST)
        reopen(2023, why="nog een factuur", by=FIRST)
        row = Year.objects.get(year=2023)
        assert (row.state, row.prepared_by) == ("open", "")


def test_a_new_year_is_opened_once(diemen: Municipality) -> None:
    with inside(diemen):
        last = Year.objects.latest("year").year
        open_year(last + 1, by=FIRST)
        for wrong in (last + 1, 1999):
            with pytest.raises(RefusedError):
                open_year(wrong, by=FIRST)


def test_the_register_starts_with_the_budget_and_only_once(diemen: Municipality) -> None:
    with inside(diemen):
        found = dict(EligibilityQuestion.objects.values_list("cost_type", "outcome"))
        assert found == {
            "culturele-activiteiten": "eligible",
            "glasvezel": "not_eligible",
            "groen-schoolplein": "unclear",
            "jongerencoach-op-vo-en-mbo": "conditional",
            "logopedist-op-school": "unclear",
            "materiaal-zoals-chromebooks-muziekinstrumenten-en-boeken-voor-de-bibliotheek": "unclear",
            "vervoer-bij-programma-s-na-schooltijd": "unclear",
        }
        EligibilityQuestion.objects.filter(cost_type="glasvezel").update(outcome="eligible")
        assert start_register(grant(), by=BY) == 0
        assert EligibilityQuestion.objects.get(cost_type="glasvezel").outcome == "eligible"


def question(cost_type: str = "groen-schoolplein") -> EligibilityQuestion:
    return EligibilityQuestion.objects.get(cost_type=cost_type)


NO = Given(outcome=Outcome.NOT_ELIGIBLE, answered_by=Answerer.ACCOUNTANT, answered_on=date(2024, 1, 10))


def test_an_answer_says_by_whom_and_when_and_is_given_on_what_one_saw(diemen: Municipality) -> None:
    with inside(diemen):
        for wrong in (
            Given(outcome=Outcome.ELIGIBLE),
            Given(outcome=Outcome.CONDITIONAL, answered_by=Answerer.MINISTRY, answered_on=ON),
        ):
            with pytest.raises(RefusedError):
                answer(question(), wrong, version=1, by=BY)
        answer(question(), NO, version=1, by=BY)
        with pytest.raises(OvertakenAnswerError):
            answer(question(), NO, version=1, by=BY)


def test_another_question_is_asked_once(diemen: Municipality) -> None:
    with inside(diemen):
        row = ask(grant(), name="Zwembad huren", question="Mag dit?", by=BY)
        assert row.cost_type == "zwembad-huren"
        with pytest.raises(RefusedError, match="al een vraag"):
            ask(grant(), name="zwembad  huren", question="Mag dit?", by=BY)


def test_what_the_grant_turns_out_not_to_pay_moves_all_at_once(diemen: Municipality) -> None:
    with inside(diemen):
        for amount in (700, 300):
            part = Part(line=line("sport").pk, amount=Decimal(amount), cost_type="groen-schoolplein")
            enter_at_once(replace(draft(DocumentKind.INVOICE, ("sport", amount)), parts=(part,)), by=BY)
        with pytest.raises(RefusedError, match="niet ‘mag niet’"):
            move_off_grant(question(), why="", by=BY)
        answer(question(), NO, version=1, by=BY)
        assert on_grant(question()).count() == 2
        assert move_off_grant(question(), why="accountant", by=BY) == 2
        assert (whole(balance("sport").expense), to_cover(), queries.to_cover().count) == ([0], 1_000, 2)
        assert {one.uncovered for one in queries.uncovered()} == {"not_eligible"}
        with pytest.raises(RefusedError, match="mag dit niet betalen"):
            cover_from_line(queries.uncovered()[0], line("taal"), why="toch", by=BY)
        with pytest.raises(RefusedError, match="niets meer"):
            move_off_grant(question(), why="", by=BY)
        assert LineBalance.objects.get(line=line("sport")).free == 30_000
