"""The pipelines customers and contacts move along, and moving one by hand."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from perennia.api import needs, record
from perennia.api.board_shapes import NewPipeline, PipelineChange, PipelineOut, Pipelines, Stages, WantedStage, pipeline
from perennia.api.changes import ANSWERS, WRITE, Answer, Stage, may_change, one_change
from perennia.api.customer_shapes import ContactOut
from perennia.api.customers import router as customers
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.shapes import Accepted, Id
from perennia.core import by_hand as words
from perennia.core.error import Conflict, Invalid, NotFound
from perennia.customers import boards, lay_out, queries
from perennia.customers.boards import Board
from perennia.customers.lay_out import Wanted
from perennia.customers.models import Contact
from perennia.host import clock
from perennia.workflows import by_hand
from perennia.workflows.names_stage import naming

router = Router()
ContactAnswer = Status[ContactOut | Accepted]
EDIT = Needs(Permission.PIPELINE_EDIT)


class NoContact(NotFound):
    """There is no contact with this number at this customer. It may have been joined to another."""

    code = "no_contact"


class StageInUse(Conflict):
    """A workflow that is on names this stage. Change it or switch it off before you archive the stage."""

    code = "stage_in_use"


class Move(Stage):
    """A stage to stand in; in a pipeline of several, instead of the one it comes `from`, else beside the others."""

    from_: str | None = Field(None, alias="from", max_length=200)


@router.get("", auth=Needs(Permission.CUSTOMER_READ), response=Pipelines)
def listing(request: HttpRequest, archived: bool = False) -> Pipelines:
    """The pipelines of customers and of contacts. Those of billing only for who may see revenue."""
    sees_revenue = needs.caller(request).can(Permission.REVENUE_READ)
    shown = [
        each for each in boards.every() if (sees_revenue or not each.is_revenue) and (archived or not each.is_archived)
    ]
    return Pipelines(items=[pipeline(each) for each in shown])


@router.post("", auth=EDIT, response={201: PipelineOut})
def add(request: HttpRequest, given: NewPipeline) -> Status[PipelineOut]:
    """Makes a pipeline of one's own."""
    return Status(201, pipeline(lay_out.create(given.name, given.subject, _wanted(given.stages))))


@router.patch("/{pipeline_key}", auth=EDIT, response=PipelineOut)
def change(request: HttpRequest, pipeline_key: str, given: PipelineChange) -> PipelineOut:
    """Names a pipeline, puts it away or brings it back, or gives it another place among all."""
    said = given.model_dump(exclude_none=True)
    return pipeline(lay_out.change(pipeline_key, **said))


@router.put("/{pipeline_key}/stages", auth=EDIT, response=PipelineOut)
def set_stages(request: HttpRequest, pipeline_key: str, given: Stages) -> PipelineOut:
    """Sets all stages at once: their order, names and colours. Cards of archived ones move where it says."""
    board = boards.find(pipeline_key)
    for place, stage in enumerate(given.stages):
        was = board.column(stage.key or "")
        if stage.is_archived and was is not None and not was.is_archived:
            _check_unused(board, was.key, place, needs.language(request))
    name = needs.caller(request).name
    return pipeline(lay_out.set_stages(pipeline_key, _wanted(given.stages), clock.now(), name))


@customers.put("/{int:customer_id}/stages/{pipeline}", auth=WRITE, response=ANSWERS)
def set_stage(request: HttpRequest, customer_id: Id, pipeline: str, given: Stage) -> Answer:
    """Puts the customer into a stage of a pipeline of customers."""
    check("customer", pipeline, given.stage)
    return one_change(request, customer_id, words.STAGE_SET, {"pipeline": pipeline, "stage": given.stage})


@customers.delete("/{int:customer_id}/stages/{pipeline}", auth=WRITE, response=ANSWERS)
def leave_pipeline(request: HttpRequest, customer_id: Id, pipeline: str) -> Answer:
    """Takes the customer out of a pipeline: it stands in none of its stages."""
    _find("customer", pipeline)
    return one_change(request, customer_id, words.STAGE_SET, {"pipeline": pipeline, "stage": ""})


@customers.put(
    "/{int:customer_id}/contacts/{int:contact_id}/stages/{pipeline}",
    auth=WRITE,
    response={200: ContactOut, 202: Accepted},
)
def set_contact_stage(
    request: HttpRequest, customer_id: Id, contact_id: Id, pipeline: str, given: Move
) -> ContactAnswer:
    """Puts a contact into a stage of a pipeline of contacts."""
    board = check("contact", pipeline, given.stage)
    said: dict[str, Any] = {"pipeline": pipeline, "stage": given.stage}
    if board.has_several:
        said |= {"several": True, **({"from": given.from_} if given.from_ else {})}
    return _contact_change(request, customer_id, contact_id, words.STAGE_SET, said)


@customers.delete(
    "/{int:customer_id}/contacts/{int:contact_id}/stages/{pipeline}",
    auth=WRITE,
    response={200: ContactOut, 202: Accepted},
)
def leave_stage(request: HttpRequest, customer_id: Id, contact_id: Id, pipeline: str, stage: str) -> ContactAnswer:
    """Takes a contact out of a stage of a pipeline, and so out of a pipeline where one stands in one stage."""
    if not _find("contact", pipeline).has_several:
        return _contact_change(request, customer_id, contact_id, words.STAGE_SET, {"pipeline": pipeline, "stage": ""})
    said = {"pipeline": pipeline, "stage": stage[:200]}
    return _contact_change(request, customer_id, contact_id, words.STAGE_LEFT, said)


def _contact_change(
    request: HttpRequest, customer_id: int, contact_id: int, name: str, said: dict[str, Any]
) -> ContactAnswer:
    caller = needs.caller(request)
    may_change(caller, queries.customer(customer_id))
    contact_of(customer_id, contact_id)
    seq = by_hand.change(customer_id, name, said, by=caller.name, contact=contact_id)
    if not by_hand.is_done(customer_id, [seq]):
        return ContactAnswer(202, Accepted())
    return ContactAnswer(200, record.contacts([contact_of(customer_id, contact_id)])[0])


def _wanted(stages: list[WantedStage]) -> list[Wanted]:
    return [Wanted(each.name, each.key, each.tone, each.is_archived, each.moves_to) for each in stages]


def contact_of(customer_id: int, contact_id: int) -> Contact:
    """The contact at this customer. Raises NoContact."""
    found = Contact.objects.filter(pk=contact_id, customer_id=customer_id).first()
    if found is None:
        raise NoContact
    return found


def _find(subject: str, key: str) -> Board:
    """Raises Invalid with what there is instead."""
    known = [board for board in boards.every() if board.subject == subject and not board.is_archived]
    found = next((board for board in known if board.key == key), None)
    if found is None:
        options = ", ".join(board.key for board in known)
        raise Invalid(f"There is no pipeline of {subject}s called {key[:100]}. There are: {options}.", field="pipeline")
    return found


def check(subject: str, key: str, stage: str) -> Board:
    """The pipeline, where it has the stage. Raises Invalid with what there is instead."""
    board = _find(subject, key)
    # In one of several stages each feature is a stage, whether or not somebody laid it out.
    if not board.has_several and stage not in {column.key for column in board.shown}:
        there = ", ".join(column.key for column in board.shown)
        raise Invalid(f"{board.name} has these stages: {there}.", field="body.stage")
    return board


def _check_unused(board: Board, stage: str, place: int, language: str) -> None:
    found = naming(board.key, stage)
    if found:
        which = ", ".join(f"“{title.name(language)}”" for title in found)
        raise StageInUse(
            f"Workflows that are on name this stage: {which}. Change them or switch them off before you archive it.",
            field=f"body.stages.{place}.is_archived",
        )
