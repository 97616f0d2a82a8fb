"""Fires when an account begins: made, signed up for, or entered by a person."""

from collections.abc import Sequence

from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Profile

NAMES = ("Account Created", "Signed Up", "Customer Created")


class AccountStarted(Trigger, frozen=True):
    """Once for an account: only the first of these events counts, and a colleague who signs up at a customer known
    from an import begins nothing. Somebody who only identified themselves has not signed up.
    """

    key = "account_started"
    label = "Account starts"
    label_vi = "Tài khoản bắt đầu"
    icon = "building"

    @override
    def listens(self) -> Sequence[str]:
        return NAMES

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        if event.name not in NAMES or any(before.counts.get(name) for name in NAMES):
            return False
        is_known = before.latest_at is not None and not before.is_hidden
        is_imported = is_known and before.started_at is None and not before.is_guest
        return not (event.name == "Signed Up" and is_imported)

    @override
    def summary(self, language: str = "en") -> str:
        return "Một tài khoản bắt đầu" if language == "vi" else "An account starts"
