"""A whole import on screen: a real file is sent, mapped, checked, taken in, looked at and taken back."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.looking import AXE, colours, violations

LONG = 60_000  # milliseconds: the demo's engine does other things too


def a_file(folder: Path) -> Path:
    """Two hundred customers, three of whom cannot be taken."""
    rows = [
        f"imp-{number};Công ty Nhập khẩu {number};{'many' if number % 80 == 7 else number};31/12/2027;Hà Nội"
        for number in range(200)
    ]
    file = folder / "customers of the old CRM.csv"
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(["Account ID;Company name;Employees;Renewal;City", *rows]).encode())
    return file


def looked_at(page: Page, where: str) -> None:
    """In both schemes, wide and narrow, nothing hinders anybody."""
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        colours(page, scheme)
        assert violations(page, where) == []
    colours(page, "light")
    page.set_viewport_size({"width": 390, "height": 844})
    assert violations(page, f"{where}, phone") == []
    page.set_viewport_size({"width": 1440, "height": 900})


def test_a_file_goes_in_is_looked_at_and_is_taken_back(visit: Open, tmp_path: Path) -> None:
    page = visit("/settings/import")
    page.get_by_role("button", name="Import a file").first.click()
    page.get_by_label("CSV file").set_input_files(a_file(tmp_path))
    page.get_by_role("button", name="Send the file").click()

    expect(page.get_by_label("Between cells")).to_have_value(";")
    expect(page.get_by_label("Company name is")).to_have_value("name")
    expect(page.get_by_label("Renewal is")).to_have_value("renews_at")
    expect(page.get_by_label("Name of the field from City")).to_have_value("City")
    looked_at(page, "columns")
    page.get_by_role("button", name="Check the file").press("Enter")

    start = page.get_by_role("button", name="Take in 197 rows")
    expect(start).to_be_visible(timeout=LONG)
    expect(page.get_by_role("table", name="Refused rows")).to_contain_text("Employees is no number: many")
    expect(page.get_by_role("table", name="First rows")).to_contain_text("Công ty Nhập khẩu 1")
    page.get_by_role("switch").press("Space")
    expect(page.get_by_role("alert")).to_contain_text("messages may go out")
    page.get_by_role("switch").press("Space")
    looked_at(page, "checked")
    start.press("Enter")

    expect(page.get_by_text("The file has come in")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("definition").filter(has_text=re.compile("^197$")).first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download them").click()
    assert b"imp-7;" not in (raw := download.value.path().read_bytes())
    assert "Employees is no number: many" in raw.decode("utf-8-sig")
    looked_at(page, "done")

    page.get_by_role("link", name="See the customers").click()
    page.get_by_label("Search customers").fill("Nhap khau 42")
    expect(page.get_by_role("row").filter(has_text="Công ty Nhập khẩu 42")).to_be_visible()
    page.go_back()
    page.goto("/settings/import")
    page.get_by_role("link", name="customers of the old CRM.csv").first.click()
    page.get_by_role("button", name="Take it back").press("Enter")
    expect(page.get_by_text("The import was taken back")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("definition").filter(has_text=re.compile("^197$")).first).to_be_visible()


def test_who_may_not_import_is_not_offered_it(visit: Open) -> None:
    page = visit("/settings/you", role="viewer")
    expect(page.get_by_role("navigation", name="Settings")).to_be_visible()
    expect(page.get_by_role("link", name="Import", exact=True)).to_have_count(0)


def test_a_list_leaves_as_a_file_with_its_filters(visit: Open) -> None:
    page = visit("/customers?sort=name")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="CSV, for a spreadsheet").click()
    assert re.fullmatch(r"customers-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    lines = download.value.path().read_bytes().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("id,name,kind")
    assert len(lines) > 20
