"""The first administrator, made on screen: only while there is none, by a code that stands in the terminal."""

import hashlib
import hmac
import secrets

from django.db import connection, transaction

from perennia.core.error import Conflict, Denied
from perennia.team import members
from perennia.team.models import Member, Organisation, SetUpCode
from perennia.team.roles import Role

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another
_LOCK = 7_317_001  # one at a time, on every server of the deployment


class SetUpOver(Conflict):
    """This Perennia is set up already. Sign in, or ask an administrator to invite you."""

    code = "set_up_over"


class WrongCode(Denied):
    """This is not the code that stands in the terminal where Perennia was started. The last one shown is the one that counts."""

    code = "wrong_set_up_code"


def is_open() -> bool:
    """Whether nobody could administer this deployment yet."""
    return not Member.objects.filter(role=Role.ADMINISTRATOR).exists()


def new_code() -> str | None:
    """A code to show in the terminal, in place of the one before; None when there is an administrator."""
    if not is_open():
        return None
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    SetUpCode.objects.update_or_create(pk=1, defaults={"digest": _digest(code)})
    return code


@transaction.atomic
def claim(code: str, name: str, email: str, password: str, organisation: str) -> Member:
    """Makes the first administrator and names the organisation. Raises SetUpOver, WrongCode, Invalid."""
    with connection.cursor() as cursor:
        # Two who claim at once: the second finds an administrator.
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
    if not is_open():
        raise SetUpOver
    row = SetUpCode.objects.filter(pk=1).first()
    if row is None or not hmac.compare_digest(bytes(row.digest), _digest(code)):
        raise WrongCode(field="body.code")
    member = members.add(email, name, Role.ADMINISTRATOR, password)
    Organisation.objects.update_or_create(pk=1, defaults={"name": organisation})
    row.delete()
    return member


def _digest(code: str) -> bytes:
    plain = "".join(code.lower().split()).replace("-", "")
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).digest()
