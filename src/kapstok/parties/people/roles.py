"""What each role may, in one line, for who gives it. A test holds these lines against the table of rights."""

from collections.abc import Mapping

from kapstok.core.access import Role

MAY: Mapping[Role, str] = {
    Role.PROGRAMME_MANAGER: "Leidt het programma: verandert het plan, legt besluiten vast en nodigt mensen uit.",
    Role.POLICY_OFFICER: "Verandert het plan en legt overleg en besluiten vast. Nodigt geen mensen uit.",
    Role.CONTROLLER: "Ziet alles, ook het concept, en plaatst opmerkingen. Verandert verder niets.",
    Role.AUDITOR: "Ziet alles, ook het concept en wie wat deed. Verandert niets.",
    Role.SCHOOL: "Ziet het programma, reageert, en houdt de eigen gegevens en het eigen werkplan bij.",
    Role.PROVIDER: "Ziet het programma, reageert, en houdt de eigen gegevens en het eigen werkplan bij.",
    Role.ADMINISTRATOR: "Nodigt mensen uit en beëindigt hun toegang. Werkt niet mee aan het plan.",
}
