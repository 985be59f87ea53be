"""All of the country in one Kapstok: a page of one municipality costs what it cost when she was alone."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import cast

ADDRESSES = [
    "/",
    "/gemeente-1/",
    "/gemeente-1/npo/plan/",
    "/gemeente-1/npo/thema/thema-0/",
    "/gemeente-1/npo/maatregel/maatregel-0/",
    "/gemeente-1/npo/begroting/",
    "/gemeente-1/npo/wie-doet-mee/",
    "/gemeente-1/npo/regeling/",
]
MOST_QUERIES, MOST_BYTES = 19, 100 * 1024


def cost(client: Client, address: str) -> tuple[int, int]:
    """How many queries and bytes the page takes."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(queries), len(response.content)


@pytest.mark.django_db(transaction=True)  # as in production: no savepoint around the request
def test_pages_cost_the_same_at_342_municipalities(client: Client) -> None:
    cast.country(1)
    alone = {address: cost(client, address)[0] for address in ADDRESSES}
    cast.country(cast.MUNICIPALITIES, first=2)
    for address in ADDRESSES:
        queries, size = cost(client, address)
        assert (address, queries) == (address, alone[address])
        assert queries <= MOST_QUERIES, address
        assert size <= MOST_BYTES, address
