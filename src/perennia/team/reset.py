"""A lost password: a link by mail that works once, for two hours, and tells nobody who is a member here."""

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction

from perennia.core.error import NotFound
from perennia.team import members
from perennia.team.models import Member, fold_address

HOURS = 2  # PASSWORD_RESET_TIMEOUT in the settings


class DeadReset(NotFound):
    """This link was used already, or has ended. Ask for a new one on the sign-in page."""

    code = "dead_link"


def ask(email: str) -> tuple[Member, str] | None:
    """The member of an address with a token for them; None where nobody here has it."""
    member = Member.objects.filter(email_folded=fold_address(email), is_active=True).first()
    # Made in either case, so that the time taken tells little.
    token = default_token_generator.make_token(member or Member(pk=0, email=email))
    return (member, f"{member.pk}-{token}") if member is not None else None


@transaction.atomic
def renew(token: str, password: str) -> Member:
    """Gives them the new password and ends all their logins. Raises DeadReset, Invalid."""
    id_, _, rest = token.partition("-")
    found = Member.objects.select_for_update().filter(pk=int(id_), is_active=True) if _is_number(id_) else None
    member = found.first() if found is not None else None
    if member is None or not default_token_generator.check_token(member, rest):
        raise DeadReset
    return members.change(member.pk, {}, password)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
