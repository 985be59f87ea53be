"""thin"""

from datetime import date
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.ledger.models import Document, Posting, LineBalance
from kapstok.ledger.tests.builders import programme, line
from kapstok.parties.models import Party
from kapstok.plans.models import Measure
from tests.signing import working

pytestmark = pytest.mark.django_db


def test_thin():
    here = programme()
    client = working(here, Role.CONTROLLER)
    with inside(here):
        Party.objects.create(
            key="bieb", name="Bibliotheek", sort_key="bibliotheek", kind="organisation", sector="library"
        )
        m = Measure.objects.get(key="voorlezen").pk
        s = line("taal").source_id
    r = client.get("/diemen/werk/geld/stukken/nieuw/invoice/")
    assert r.status_code == 200, r.status_code
    form = {
        "party": "Bibliotheek",
        "reference": "2023-1",
        "on": "2023-09-01",
        "delivered": "2023-08-31",
        "net": "1.000",
        "vat_rate": "21",
        "rows": "1",
        "deel-0-place": f"m{m}",
        "deel-0-source": s,
        "act": "look",
    }
    r = client.post("/diemen/werk/geld/stukken/nieuw/invoice/", form)
    open("/tmp/look.html", "wb").write(r.content)
    assert r.status_code == 200
    assert "1.210,00" in r.content.decode()
    form |= {"act": "book", "evidence": SimpleUploadedFile("f.pdf", b"%PDF-1.7 x")}
    r = client.post("/diemen/werk/geld/stukken/nieuw/invoice/", form)
    assert r.status_code == 302, r.content.decode()[:6000]
    r = client.get(r["Location"])
    open("/tmp/doc.html", "wb").write(r.content)
    assert r.status_code == 200
    with inside(here):
        assert LineBalance.objects.get(line=line("taal")).expense == 1210
    for p in ("stukken/", "akkoord/", "stukken/stukken.xlsx", "bewijs/1/"):
        r = client.get(f"/diemen/werk/geld/{p}")
        print(p, r.status_code, dict(r.headers))
