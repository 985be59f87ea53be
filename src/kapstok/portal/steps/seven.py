"""The seven steps: what belongs to each, where it is done, and what is said while it is missing. Pure.

After the “Stappenplan samenhang corona-steunpakketten jeugd” of the Nederlands Jeugdinstituut: its steps, our words.
"""

from kapstok.portal.steps.rules import Facts, Part, PlanCounts, Step

SOURCE = "Nederlands Jeugdinstituut (NJi), Stappenplan samenhang corona-steunpakketten jeugd, juni 2021"
SOURCE_URL = "https://www.nji.nl/coronavirus/stappenplan-samenhang-corona-steunpakketten-jeugd"


def seven_steps(facts: Facts) -> tuple[Step, ...]:
    plan = facts.plan or PlanCounts()
    return (
        _urgency(facts, plan),
        _organised(facts),
        _understood(facts),
        _results(plan),
        _approach(plan),
        _monitoring(facts, plan),
        _carried_out(facts),
    )


def _urgency(facts: Facts, plan: PlanCounts) -> Step:
    talks = facts.held or plan.consultations
    parts = (
        Part(
            "gesprekken met het veld",
            talks,
            place="meetings",
            missing="Plan een eerste overleg met scholen en partners.",
        ),
        Part("doelen die u deelt", plan.goals, place="plan", missing="Schrijf in het plan op waar u samen heen wilt."),
        Part(
            "sectoren die meepraten",
            plan.sectors,
            least=3,
            place="participants",
            missing="Nodig ook zorg, welzijn of kinderopvang uit.",
        ),
    )
    return Step(1, "Zoek wat u samen dringend vindt", "Waarom is dit nu nodig, en vindt iedereen dat?", parts)


def _organised(facts: Facts) -> Step:
    parts = (
        Part(
            "bijeenkomsten van de LEA",
            facts.lea_meetings,
            place="meetings",
            missing="Plan de LEA: daar is draagvlak nodig.",
        ),
        Part(
            "afspraken wie mag besluiten",
            facts.mandate,
            place="mandate",
            missing="Vul de mandaattabel in.",
            inside=True,
        ),
        Part(
            "partners met een contact",
            facts.reachable,
            of=facts.parties,
            place="partners",
            missing="Vul de contacten aan.",
            inside=True,
        ),
        Part("afspraken om samen te werken", facts.cooperation, place="agreements", missing="Leg vast wie wat doet."),
    )
    return Step(2, "Spreek af wie meedoet en wie besluit", "Wie praat mee, wie adviseert en wie beslist?", parts)


def _understood(facts: Facts) -> Step:
    parts = (
        Part(
            "overleggen met een verslag",
            facts.reported,
            place="meetings",
            missing="Schrijf bij een overleg op wat u zag en wat u ervan vindt.",
        ),
        Part(
            "afspraken om gegevens te delen",
            facts.data_sharing,
            place="agreements",
            missing="Leg vast welke gegevens u deelt en hoe lang.",
        ),
    )
    note = (
        "Kapstok heeft nog geen plek voor cijfers. Leg in een overleg vast welke u bekeek en wat u er samen uit haalt."
    )
    return Step(
        3, "Verzamel gegevens en lees ze samen", "Hoe gaat het met de kinderen, en hoe verklaren we dat?", parts, note
    )


def _results(plan: PlanCounts) -> Step:
    with_goal = sum(theme.goal for theme in plan.themes)
    parts = (
        Part(
            "thema's met een doel",
            with_goal,
            of=len(plan.themes),
            place="plan",
            missing="Schrijf per thema op wat er beter moet gaan.",
        ),
        Part(
            "maatregelen met een resultaat",
            plan.results,
            of=plan.measures,
            place="plan",
            missing="Schrijf op wat er straks anders is.",
        ),
        Part(
            "maatregelen met een indicator",
            plan.indicators,
            of=plan.measures,
            place="plan",
            missing="Kies waaraan u dat ziet.",
        ),
        Part(
            "maatregelen met een doelgroep",
            plan.target_groups,
            of=plan.measures,
            place="plan",
            missing="Schrijf op voor wie het is.",
        ),
    )
    return Step(4, "Schrijf op wat er beter moet gaan", "Wat merken kinderen en ouders straks?", parts)


def _approach(plan: PlanCounts) -> Step:
    parts = (
        Part(
            "maatregelen met een bestedingsdoel",
            plan.purposes,
            of=plan.measures,
            place="plan",
            missing="Kies per maatregel het doel uit de regeling.",
        ),
        Part(
            "maatregelen met een trekker",
            plan.leads,
            of=plan.measures,
            place="plan",
            missing="Kies per maatregel wie haar trekt.",
        ),
        Part(
            "maatregelen met geld",
            plan.costed,
            of=plan.measures,
            place="budget",
            missing="Raam wat elke maatregel kost.",
        ),
    )
    return Step(5, "Kies wat daarbij past", "Wat gaat u doen, wie trekt het en wat kost het?", parts)


def _monitoring(facts: Facts, plan: PlanCounts) -> Step:
    parts = (
        Part(
            "momenten om te meten in de planning",
            plan.monitored,
            place="plan",
            missing="Zet in de planning wanneer u meet.",
        ),
        Part(
            "overleggen die gepland staan",
            facts.coming,
            place="meetings",
            missing="Plan wanneer u de uitkomsten bespreekt.",
        ),
    )
    return Step(6, "Spreek af hoe u meet en bijstuurt", "Wanneer kijkt u of het werkt, en met wie?", parts)


def _carried_out(facts: Facts) -> Step:
    parts = (
        Part(
            "besluiten die vastliggen",
            facts.decisions,
            place="decisions",
            missing="Leg het besluit van het college of de raad vast.",
        ),
        Part(
            "werkplannen die zijn ingevuld",
            facts.given,
            of=facts.asked,
            place="workplans",
            missing="Vraag elke uitvoerder, en bel wie nog niet invulde.",
        ),
        Part(
            "stappen die klaar zijn",
            facts.work_done,
            of=facts.work_steps,
            place="workplans",
            missing="Bespreek wat nog niet klaar is.",
        ),
    )
    return Step(7, "Voer het plan uit", "Wie doet wat, en loopt het zoals afgesproken?", parts)
