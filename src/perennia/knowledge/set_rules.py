"""Changes what holds for all guidance; each change is noted."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from perennia.knowledge import live
from perennia.knowledge.models import GuidanceRules
from perennia.team import setting_log
from perennia.team.models import Member

FIELDS = ("per_session", "per_day", "scheme", "corner", "has_button", "needs_signature", "key_round")


@transaction.atomic
def set_rules(said: Mapping[str, object], by: Member | None, at: datetime) -> GuidanceRules:
    """Changes what is said and leaves the rest."""
    GuidanceRules.objects.get_or_create(pk=1)
    row = GuidanceRules.objects.select_for_update().get(pk=1)
    was = {name: getattr(row, name) for name in said if name in FIELDS}
    for name in was:
        setattr(row, name, said[name])
    row.save()
    setting_log.note(by, at, "guidance", was, {name: said[name] for name in was})
    transaction.on_commit(live.forget)
    return row
