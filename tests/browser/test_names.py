"""Names nobody thought of, on every screen that shows names: nothing runs out of its place, and all can be read in full."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.looking import arrive, colours, violations
from tests.browser.product import Product, eventually, items

WORD = ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3)[:200]
NAMES = {
    "word": (WORD, WORD),
    "vietnamese": ("Công ty Cổ phần Thương mại Dịch vụ Xuất nhập khẩu Nguyễn Huỳnh Phương Thảo", "Nguyễn Thị Ngọc Ánh"),
    "arabic": ("شركة النخيل للتجارة والمقاولات العامة المحدودة", "فاطمة بنت عبد الرحمن الزهراني"),
    "emoji": ("🌱🌿 Grün & Söhne 👩‍👩‍👧‍👦 \u202eturned\u202c", "👩🏽‍🚀 Zoë"),
}


@pytest.fixture(scope="module")
def customers(product: Product) -> dict[str, int]:
    """A customer by each name, with a person, a plan, an event and a tag by it too."""
    return {key: _arrived(product, key, *names) for key, names in NAMES.items()}


def _arrived(product: Product, key: str, company: str, person: str) -> int:
    here = {"groupId": f"name-{key}"}
    product.track("group", userId=f"name-{key}", traits={"name": company, "plan": company, "industry": company}, **here)
    product.track("identify", userId=f"name-{key}", context=here, traits={"name": person, "title": company})
    product.track("track", userId=f"name-{key}", event=company, context=here, properties={"note": WORD})
    product.track("track", userId=f"name-{key}", event="Feature Used", context=here,
                  properties={"feature": company, "seconds": 3600})  # fmt: skip

    def found() -> int | None:
        known = items(product.read("/api/customers?sort=-created_at"))
        return next((int(str(one["id"])) for one in known if one["name"] == company and one["score"]), None)

    return eventually(found, f"{key} among the customers")


@pytest.mark.parametrize("size", [(1440, 900), (360, 740)], ids=["wide", "phone"])
def test_no_name_runs_out_of_its_place(
    product: Product, visit: Open, customers: dict[str, int], size: tuple[int, int]
) -> None:
    page = visit("/customers", size=size)
    record = f"/customers/{customers['word']}"
    event = items(product.read(f"/api/events?name={WORD}"))[0]["id"]
    paths = ["/customers", "/events", f"/events?event={event}", record, f"{record}?tab=usage", f"{record}?tab=messages"]
    more = [f"{record}?tab=log", "/workflows/feature_tips?tab=log", "/workflows/feature_tips?tab=enrolments"]
    found: list[str] = []
    for path in [*paths, *more, *(f"/customers/{one}" for one in customers.values())]:
        colours(page, "light")
        arrive(page, path)
        found += violations(page, path)
    colours(page, "dark")
    found += violations(page, f"{record}, dark")
    assert found == []


def test_a_cut_name_is_told_in_full_and_one_from_right_to_left_keeps_its_beginning(
    visit: Open, customers: dict[str, int]
) -> None:
    page = visit(f"/customers?q={WORD[:20]}")
    expect(page.get_by_role("link", name=WORD)).to_have_attribute("title", WORD)
    page.goto(f"/customers/{customers['word']}")
    expect(page.get_by_role("heading", name=WORD, level=1)).to_be_visible()
    page.goto("/customers?sort=-last_seen_at")
    assert _side_of_the_cut(page, NAMES["arabic"][0]) == "plaintext"


def _side_of_the_cut(page: Page, name: str) -> str:
    link = page.get_by_role("link", name=name)
    expect(link).to_be_visible()
    return str(link.evaluate("one => getComputedStyle(one).unicodeBidi"))
