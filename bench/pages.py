"""A page of one municipality among all 342, against the same page of the only one."""

from collections.abc import Callable

from django.test import Client

from bench import country
from bench.timing import Ratio, compare

ADDRESSES = {
    "programme page": "/gemeente-1/",
    "plan page": "/gemeente-1/npo/plan/",
    "budget page": "/gemeente-1/npo/begroting/",
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

    def fetch() -> None:
        for _ in range(PAGES_A_ROUND):
            response = client.get(address)
            assert response.status_code == 200, (address, response.status_code)

    return lambda: country.work_at(database, fetch)
