"""What people change: events of kind `person`, and the effects they mean."""

from collections.abc import Iterator

from perennia.core.effect import AddTag, Assign, Effect, LeaveStage, MoveStage, RemoveTag, SetField
from perennia.core.event import Event, Properties
from perennia.core.profile import CONTACT, CUSTOMER, Profile
from perennia.core.standing import Standing

TAG_ADDED = "Tag Added By Hand"
TAG_REMOVED = "Tag Removed By Hand"
STAGE_SET = "Stage Set By Hand"
STAGE_LEFT = "Stage Left By Hand"  # one of several
FIELD_SET = "Field Set By Hand"
OWNER_SET = "Owner Set By Hand"
NOTE_WRITTEN = "Note Written"  # its words are kept apart, so that they can be taken back
FILE_PUT = "File Put"
ENROLLED = "Enrolled By Hand"  # into the workflow it names, as if its trigger had fired
UPGRADED = "Moved To Newest Version By Hand"  # the run of the workflow it names, where its step still stands
NAMES = (
    TAG_ADDED,
    TAG_REMOVED,
    STAGE_SET,
    STAGE_LEFT,
    FIELD_SET,
    OWNER_SET,
    NOTE_WRITTEN,
    FILE_PUT,
    ENROLLED,
    UPGRADED,
)


def effects(event: Event, standing: Standing) -> Iterator[tuple[Effect, Profile]]:
    """The effects of a person's change with the profile they are for: the contact where the event has one."""
    if event.kind != "person":
        return
    said = event.properties
    kind, id_ = (CONTACT, event.contact) if event.contact is not None else (CUSTOMER, standing.id)
    subject = standing.profile(kind, id_)
    match event.name:
        case "Tag Added By Hand":
            yield AddTag(str(said["tag"])), subject
        case "Tag Removed By Hand":
            yield RemoveTag(str(said["tag"])), subject
        case "Stage Set By Hand":
            yield from _move(said, subject)
        case "Stage Left By Hand":
            yield LeaveStage(str(said["pipeline"]), str(said["stage"])), subject
        case "Field Set By Hand":
            value = said.get("value")
            yield SetField(str(said["field"]), value if not isinstance(value, (dict, list)) else None), subject
        case "Owner Set By Hand":
            member = said.get("member")
            # No role: with nobody named, nobody owns it.
            yield Assign(role="", member=member if isinstance(member, int) else None, replace=True), subject


def _move(said: Properties, subject: Profile) -> Iterator[tuple[Effect, Profile]]:
    """Into a stage, or with none out of the pipeline; with `several` beside the others, but for the one it comes `from`.

    Another stage is left before it is entered, since each effect is of the profile as the one before has left it.
    """
    pipeline, stage, before = str(said["pipeline"]), str(said["stage"]), said.get("from")
    is_several = said.get("several") is True
    if is_several and isinstance(before, str) and before != stage:
        yield LeaveStage(pipeline, before), subject
    yield MoveStage(pipeline, stage, is_several), subject
