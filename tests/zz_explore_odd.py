import re
from urllib.parse import quote

import pytest
from django.urls import reverse

from kapstok.core.access import Role
from tests.signing import signed_in
from tests.test_access import TABLE, undone
from tests.world import people, world

pytestmark = pytest.mark.django_db
ODD = ["\0", "9"*5000, "9223372036854775808", "99999999999", "-1", "²", "é🙈'\"<b>\r\nX: y", "", "1"*18]
PARAMS = ["pagina","met","over","wordt","verbetert","groep","overleg","plan","maatregel","per","van","stand","voor","na","vanaf","zoek","sector","soort","mist","next","bevindingen","verder","email","table","by","since","until","wat","wie","soort","organisatie","kind","name"]
def go(client, method, url, data=None):
    client.raise_request_exception = False
    with undone():
        r = getattr(client, method)(url, data or {})
    if r.status_code >= 500:
        exc = r.exc_info
        import traceback
        tb = traceback.extract_tb(exc[2]) if exc else []
        mine=[f for f in tb if "kapstok" in f.filename]
        last = mine[-1] if mine else None
        return f"{exc[0].__name__}: {str(exc[1])[:100]} at {last.filename.split('kapstok/')[-1] if last else ''}:{last.lineno if last else ''}"
@pytest.mark.parametrize("role", [Role.PROGRAMME_MANAGER, Role.PROVIDER])
def test_x(role):
    here = world()
    client = signed_in(people(here)[role])
    bad = {}
    def note(res, what):
        if res: bad.setdefault(res, what)
    for name, line in TABLE.items():
        url = reverse(name, kwargs={"municipality": "diemen", **line.of(here, here.own)})
        fields=set()
        with undone():
            client.raise_request_exception=False
            r = client.get(url)
            if not r.streaming and "html" in r.get("Content-Type",""):
                fields = set(re.findall(r'name="([^"]+)"', r.content.decode()))-{"viewport","csrfmiddlewaretoken","htmx-config"}
        for odd in ODD:
            note(go(client,"get",url+"?"+"&".join(f"{p}={quote(odd)}" for p in PARAMS)), ("GET all", name, odd[:20]))
            for p in PARAMS if role==Role.PROGRAMME_MANAGER else ():
                if p in {"pagina","met","verbetert","groep","overleg","plan","maatregel","voor","na","vanaf"}:
                    note(go(client,"get",url+f"?{p}={quote(odd)}"), ("GET", name, p, odd[:20]))
            note(go(client,"post",url,dict.fromkeys(fields, odd)), ("POST all", name, odd[:20]))
        segs = url.strip("/").split("/")
        for i in range(2,len(segs)):
            for odd in ["%00","%0a","9"*30,"9"*5000,"%C3%A9","%ff","-1","a b"]:
                u="/"+"/".join(segs[:i]+[odd]+segs[i+1:])+("/" if url.endswith("/") else "")
                note(go(client,"get",u),("PATH",name,odd[:10]))
                if odd in("%00","9"*30): note(go(client,"post",u),("PATHPOST",name,odd[:10]))
        for m in ("put","delete","patch","options","head"):
            note(go(client,m,url),(m,name))
    print("\n".join(f"{k} <- {v}" for k,v in bad.items()))
    assert not bad
