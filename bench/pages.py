"""A page of one municipality among all 342, against the same page of the only one."""

from collections.abc import Callable

from django.test import Client
from tests.signing import seated, signed_in

from bench import country
from bench.timing import Ratio, compare
from kapstok.core.access import Role
from kapstok.parties.models import Municipality

ADDRESSES = {
    "programme page": "/gemeente-1/",
    "plan page": "/gemeente-1/npo/plan/",
    "budget page": "/gemeente-1/npo/begroting/",
    "workspace home": "/gemeente-1/werk/",
    "measure edit": "/gemeente-1/werk/plan/npo/maatregel/maatregel-1/",
}
PAGES_A_ROUND = 5


def ratios() -> list[Ratio]:
    return [
        compare(
            f"{name}, 342 municipalities / 1",
            _pages(country.ALL, address),
            _pages(country.ONE, address),
            goal=1.1,
        )
        for name, address in ADDRESSES.items()
    ]


def _pages(database: str, address: str) -> Callable[[], None]:
    client = Client(headers={"host": "localhost"})
    if "/werk/" in address:
        country.work_at(database, lambda: _sign_in(client))

    def fetch() -> None:
        for _ in range(PAGES_A_ROUND):
            response = client.get(address)
            assert response.status_code == 200, (address, response.status_code)

    return lambda: country.work_at(database, fetch)


def _sign_in(client: Client) -> None:
    first = Municipality.objects.get(slug="gemeente-1")
    signed_in(seated(first, Role.PROGRAMME_MANAGER), client)
