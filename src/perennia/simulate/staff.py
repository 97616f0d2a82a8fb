"""The demo company's own people and what it tells about itself."""

import secrets
from collections.abc import Iterator
from typing import NamedTuple

from perennia.messages.models import Conduct
from perennia.simulate.company import slug
from perennia.team.models import Language, Member, Organisation
from perennia.team.roles import Role

NAME, DOMAIN, ZONE = "Tidewell", "tidewell.example", "Europe/Copenhagen"


class Colleague(NamedTuple):
    """One of the team."""

    name: str
    role: Role
    group: str = ""
    language: Language = Language.ENGLISH


# One for each role; whoever tries the demo signs in as any of them.
TEAM = (
    Colleague("Maren Holt", Role.ADMINISTRATOR),
    Colleague("Daniel Osei", Role.HEAD_OF_CS, "North"),
    Colleague("Ngọc Anh Trịnh", Role.CS_OPS, "South", Language.VIETNAMESE),
    Colleague("Sofia Lindgren", Role.CS_STAFF, "North"),
    Colleague("Piotr Zieliński", Role.TECHNICAL_STAFF),
    Colleague("Leila Haddad", Role.VIEWER),
)
# They own customers too, and nobody signs in as them.
OTHERS = (Colleague("Mateo Cruz", Role.CS_STAFF, "South"), Colleague("Grace Achieng", Role.CS_STAFF, "North"))


class SignIn(NamedTuple):
    """How to sign in as somebody of the team."""

    role: str
    email: str
    password: str
    name: str


def found_organisation() -> None:
    """Names the organisation."""
    Organisation.objects.update_or_create(
        pk=1,
        defaults={
            "name": NAME, "zone": ZONE, "currency": "EUR", "brand_colour": "#1f7a5c",
            "set_up": {"over": "from the beginning"},
            "legal_address": "Tidewell ApS, Havnegade 14, 1058 København K, Denmark",
        },
    )  # fmt: skip


def say_where_links_lead() -> None:
    """What the letters point to: the product the demo company sells."""
    base = f"https://app.{DOMAIN}"
    links = {
        "app": base,
        "billing": f"{base}/billing",
        "guide": f"https://{DOMAIN}/guide",
        "help": f"https://{DOMAIN}/help",
    }
    Conduct.objects.update_or_create(pk=1, defaults={"links": links})


def hire() -> list[SignIn]:
    """Makes the team, with passwords nobody could guess. Gives one sign-in a role."""
    for one in OTHERS:
        _member(one, None)
    return list(_hired())


def owners() -> list[int]:
    """The members who look after customers."""
    return list(Member.objects.filter(role=Role.CS_STAFF, is_active=True).order_by("id").values_list("id", flat=True))


def _hired() -> Iterator[SignIn]:
    for one in TEAM:
        password = secrets.token_urlsafe(9)
        email = _member(one, password)
        yield SignIn(one.role.value, email, password, one.name)


def _member(one: Colleague, password: str | None) -> str:
    email = f"{slug(one.name).replace('-', '.')}@{DOMAIN}"
    Member.objects.create_user(email, password, name=one.name, role=one.role, group=one.group, language=one.language)
    return email
