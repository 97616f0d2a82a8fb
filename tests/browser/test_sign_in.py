"""Signing in: a wrong password says so, the right one lands in the app."""

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.product import Product


def test_a_wrong_password_says_so_and_the_right_one_lands_in_the_app(product: Product, visit: Open) -> None:
    page = visit("/customers", role="nobody")
    expect(page.get_by_role("heading", name="Sign in to Perennia")).to_be_visible()
    person = product.people["administrator"]
    page.get_by_label("E-mail").fill(person["email"])
    page.get_by_label("Password", exact=True).fill("certainly not this")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("This e-mail and password do not belong together.")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(person["password"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Customers", exact=True)).to_be_visible()
