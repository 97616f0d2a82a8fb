"""Every screen there is, read from the web app's own routes, with an address to open it at and who may."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from playwright.sync_api import APIRequestContext

from tests import posted
from tests.browser.product import ROOT, Product

ROUTES = ROOT / "web" / "src" / "routes" / "_app"
NEEDS = re.compile(r'only\("([a-z_.]+)"')
BOARD = "User Login Activity"


class Screen(NamedTuple):
    """One route: where it opens, and the permission it asks for, if any."""

    route: str
    address: str
    needs: str | None


def screens(known: dict[str, str]) -> list[Screen]:
    """All of them behind the sign-in. A route with a parameter nobody knows a value of fails here."""
    found = []
    for file in sorted(ROUTES.rglob("*.tsx")):
        source = file.read_text()
        if "component:" in source and not file.with_suffix("").is_dir():
            needs = NEEDS.search(source)
            found.append(Screen(_route(file), _address(_route(file), known), needs[1] if needs else None))
    assert len(found) > 30, "The routes lie elsewhere by now."
    return found


def examples(product: Product, administrator: APIRequestContext) -> dict[str, str]:
    """An address for each route with parameters; what is below it has it too."""
    customer = product.first("/api/customers?sort=-score")["id"]
    text = product.first("/api/texts")
    workflow = text["workflow"]
    assert isinstance(workflow, dict)
    here = same_origin(administrator, product)
    file = administrator.post(
        "/api/imports?kind=customers&name=harbours.csv",
        data=b"Account ID,Company\r\nh-1,Harbour\r\n",
        headers={"Content-Type": "application/octet-stream", **here},
    )
    assert file.ok, file.text()
    # The shipped ones speak of money, which some may not see.
    condition = {"field": "customer.score", "op": "at_least", "value": 100}
    segment = administrator.post(
        "/api/segments", data={"name": f"Busy harbours {file.json()['id']}", "condition": condition}, headers=here
    )
    assert segment.ok, segment.text()
    connection = _a_connection(administrator, here)
    guidance = administrator.post("/api/guidance", data={"kind": "checklist", "name": "To be looked at"}, headers=here)
    assert guidance.ok, guidance.text()
    return {
        "/settings/integrations/$id": f"/settings/integrations/{connection}",
        "/customers/$id": f"/customers/{customer}",
        "/pipelines/$key": f"/pipelines/{quote(BOARD)}",
        "/segments/$key": f"/segments/{segment.json()['key']}",
        "/guidance/$id": f"/guidance/{guidance.json()['id']}",
        "/workflows/$key": "/workflows/check_ins",
        "/settings/import/$id": f"/settings/import/{file.json()['id']}",
        "/settings/texts/$workflow/$name": f"/settings/texts/{workflow['key']}/{text['name']}",
    }


def _a_connection(administrator: APIRequestContext, here: dict[str, str]) -> int:
    """A program of one's own that has posted once, and an open request form."""
    for row in administrator.get("/api/integrations").json()["items"]:
        if row["name"] == "Shop":
            return int(row["id"])
    made = administrator.post("/api/integrations", data={"kind": "signed_webhook", "name": "Shop"}, headers=here).json()
    body = posted.as_bytes(
        {"type": "order.paid", "buyer": {"id": "u-1", "mail": "buyer@harbour.example"}, "total": 12900}
    )
    signed = posted.standard_headers(made["secret"], body, datetime.now(UTC))
    path = made["address"][made["address"].index("/hooks/") :]
    sent = administrator.post(path, data=body, headers={"Content-Type": "application/json", **signed})
    assert sent.ok, sent.text()
    form = {
        "slug": "help",
        "title": "What can we do for you?",
        "topics": ["Reports"],
        "questions": [{"label": "Which team?"}],
    }
    assert administrator.post("/api/request-forms", data=form, headers=here).status in (201, 409)
    return int(made["id"])


def same_origin(context: APIRequestContext, product: Product) -> dict[str, str]:
    """What a browser sends along with a change."""
    cookies = context.storage_state()["cookies"]
    return {
        "Origin": product.url,
        "X-CSRFToken": next((one["value"] for one in cookies if one["name"] == "csrftoken"), ""),
    }


def _route(file: Path) -> str:
    parts = file.relative_to(ROUTES).with_suffix("").as_posix().replace(".", "/")
    return "/" + parts.removesuffix("/index")


def _address(route: str, known: dict[str, str]) -> str:
    start = max((one for one in known if route == one or route.startswith(f"{one}/")), key=len, default="")
    address = known.get(start, "") + route.removeprefix(start)
    assert "$" not in address, f"Nobody knows an address for {route}: name one in tests/browser/screens.py"
    return address
