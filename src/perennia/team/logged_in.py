"""A member's logins as they see them: where from, by which browser, since when; each can be ended."""

from collections.abc import Collection
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from perennia.core.error import NotFound
from perennia.team.logins import digest
from perennia.team.models import ApiKey, Login, Member

_SEEN_EVERY = timedelta(minutes=5)


class NoLogin(NotFound):
    """There is no such login; it may have ended."""

    code = "no_login"


def note(member: Member, cookie: str, origin: str, agent: str, was: str | None = None) -> None:
    """Notes a new login, or under `was` that one goes on with another cookie."""
    if was is not None and Login.objects.filter(member=member, digest=digest(was)).update(digest=digest(cookie)):
        return
    Login.objects.create(member=member, digest=digest(cookie), origin=origin[:64], agent=agent[:300])


def seen(cookie: str) -> None:
    """Notes that it is in use, at most once in five minutes."""
    Login.objects.filter(digest=digest(cookie), seen_at__lt=Now() - _SEEN_EVERY).update(seen_at=Now())


def of(member: Member) -> list[Login]:
    """Those that are still good, the latest used first. Others of theirs are forgotten."""
    rows = list(Login.objects.filter(member=member).order_by("-seen_at", "-id"))
    kept = Session.objects.filter(session_key__in=[row.digest for row in rows], expire_date__gt=Now())
    alive = {row.session_key: row for row in kept}
    good = [row for row in rows if _is_of(member, alive.get(row.digest))]
    Login.objects.filter(member=member).exclude(pk__in=[row.pk for row in good]).delete()
    return good


def end(member: Member, id_: int) -> None:
    """Ends one login at once. Raises NoLogin."""
    row = Login.objects.filter(member=member, pk=id_).first()
    if row is None:
        raise NoLogin
    Session.objects.filter(session_key=row.digest).delete()
    row.delete()


def standing(
    logins: Collection[tuple[int, int, str]], keys: Collection[int]
) -> tuple[set[tuple[int, int, str]], set[int]]:
    """Which of these (member, round, digest of the cookie), and which API keys, are still good: two statements or fewer."""
    good: set[tuple[int, int, str]] = set()
    if logins:
        rounds = dict(
            Member.objects.filter(pk__in={one[0] for one in logins}, is_active=True).values_list("pk", "login_round")
        )
        kept = set(
            Session.objects.filter(session_key__in={one[2] for one in logins}).values_list("session_key", flat=True)
        )
        good = {one for one in logins if rounds.get(one[0]) == one[1] and one[2] in kept}
    left = set(ApiKey.objects.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    return good, left


def _is_of(member: Member, row: Session | None) -> bool:
    """Whether the session opens anything: a new password or round has closed it otherwise."""
    return row is not None and row.get_decoded().get("_auth_user_hash") == member.get_session_auth_hash()
