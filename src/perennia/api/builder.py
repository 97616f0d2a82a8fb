"""What one builds workflows from: the entries of the catalogue with their forms, and what their fields choose from."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from perennia.api import needs
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.segment_shapes import FieldsOut, OperatorOut, SegmentField
from perennia.api.shapes import Given
from perennia.core import form
from perennia.core.catalogue import Action, ConditionEntry, Entry, Trigger, discover
from perennia.core.channel import Channel, of_medium
from perennia.core.form_words import choice
from perennia.core.step import STEP_KINDS
from perennia.customers import field_catalogue
from perennia.messages.context import NAMES
from perennia.messages.models import ChannelSetting
from perennia.sessions import queries as sessions
from perennia.team.models import Member
from perennia.team.roles import Role
from perennia.webhooks.models import Endpoint
from perennia.workflows import choices

router = Router()
READ = Needs(Permission.WORKFLOW_READ)
Form = Annotated[
    dict[str, Any], Field(description="A JSON schema, flat, in the reader's words; `widget` says what draws it.")
]


class BlockOut(Schema):
    """Something one may choose, with the form of its parameters."""

    key: str
    label: str
    lang: str | None = Field(None, description="The language of its label where a package has none in the reader's.")
    about: str
    icon: str
    form: Form


class Blocks(Schema):
    """Everything one may choose. `flow`: the steps that are no action."""

    triggers: list[BlockOut]
    conditions: list[BlockOut]
    actions: list[BlockOut]
    flow: list[BlockOut]


class Choice(Schema):
    """A value, and what it is called."""

    value: str
    label: str


class StageChoice(Choice):
    """A stage of a pipeline."""

    pipeline: str


class SegmentChoice(Choice):
    """A segment, and of whom it is."""

    subject: Literal["customer", "contact"]


class Choices(Schema):
    """What pickers offer; a value that is not among them may be written where the field takes any text."""

    pipelines: list[Choice]
    stages: list[StageChoice]
    tags: list[str]
    features: list[str]
    traits: list[str]
    events: list[str]
    segments: list[SegmentChoice]
    roles: list[Choice]
    members: list[Choice]
    contact_roles: list[Choice]
    channels: list[Choice]
    places: list[Choice] = Field(description="Channels of the team, each place by itself, as a notice names them.")
    endpoints: list[Choice]
    sessions: list[Choice]
    workflows: list[Choice]
    names: list[str] = Field(description="What the words of a message may name.")


class AboutWhom(Given):
    """Whom the workflow is about."""

    subject: Literal["customer", "contact"] = "contact"


@router.get("/entries", auth=READ, response=Blocks)
def entries(request: HttpRequest) -> Blocks:
    """Triggers, conditions, actions and the steps that are none, each with its form. Retired ones are left out."""
    language = needs.language(request)
    return Blocks(
        triggers=_entries(discover(Trigger).values(), language),
        conditions=_entries(discover(ConditionEntry).values(), language),
        actions=_entries(discover(Action).values(), language),
        flow=[
            BlockOut(
                key=kind.key, label=kind.label_vi if language == "vi" else kind.label,
                about=kind.about_vi if language == "vi" else kind.about, icon=kind.icon, form=form.of_step(kind, language),
            )
            for kind in STEP_KINDS.values()
        ],
    )  # fmt: skip


@router.get("/choices", auth=READ, response=Choices)
def offered(request: HttpRequest) -> Choices:
    """What the fields of the forms choose from."""
    language = needs.language(request)
    found = choices.known(language)
    return Choices(
        pipelines=[Choice(value=one.key, label=one.name) for one in found.boards],
        stages=[
            StageChoice(value=stage.key, label=stage.name, pipeline=one.key)
            for one in found.boards
            for stage in one.shown
        ],
        tags=found.tags,
        features=found.features,
        traits=found.traits,
        events=found.events,
        segments=[SegmentChoice(value=s.key, label=s.name, subject=s.subject) for s in found.segments],
        roles=[Choice(value=one.value, label=str(one.label)) for one in Role],
        members=[
            Choice(value=str(one.pk), label=one.name) for one in Member.objects.filter(is_active=True).order_by("name")
        ],
        contact_roles=[Choice(value=role, label=words[language == "vi"]) for role, words in _CONTACT_ROLES.items()],
        channels=[Choice(value=one, label=_called(one, language)) for one in _media() + _further()],
        places=[Choice(value=f"channel:{one}", label=_called(one, language)) for one in [*_of_team(), *_further()]],
        endpoints=[Choice(value=str(one.pk), label=one.name) for one in Endpoint.objects.order_by("name")],
        sessions=[Choice(value=one.slug, label=one.said("title", language)) for one in sessions.open_types()],
        workflows=[Choice(value=title.key, label=title.name(language)) for title in found.workflows],
        names=list(NAMES),
    )


@router.get("/fields", auth=READ, response=FieldsOut)
def fields(request: HttpRequest, about: Query[AboutWhom]) -> FieldsOut:
    """What a condition of a workflow may ask: of the customer, of the contact where it is about one, of the event."""
    language = needs.language(request)
    found = choices.fields(about.subject, language)
    return FieldsOut(items=[_asked(one) for one in found])


def _asked(one: field_catalogue.Asked) -> SegmentField:
    said = [OperatorOut(op=o.op, before=o.before, after=o.after, widget=o.widget) for o in one.operators]
    return SegmentField(
        field=one.field, label=one.label, group=one.group, shape=one.shape, choices=one.choices, called=one.called,
        operators=said,
    )  # fmt: skip


def _entries(found: Iterable[type[Entry]], language: str) -> list[BlockOut]:
    shown = sorted({one for one in found if not one.retired}, key=lambda one: one.called(language))
    return [
        BlockOut(
            key=one.key, label=one.called(language), lang=one.lang(language),
            about="" if language == "vi" else form.about(one), icon=one.icon,
            form=form.of_entry(one, language),
        )
        for one in shown
    ]  # fmt: skip


def _media() -> list[str]:
    """What a step names: each way to reach somebody once, whoever provides it; e-mail first."""
    found = {one.medium or one.key for one in discover(Channel).values() if not one.retired}
    return sorted(found, key=lambda one: (one != "email", one))


def _of_team() -> list[str]:
    return [one for one in _media() if (entry := of_medium(one)) is not None and entry.audience == "team"]


def _further() -> list[str]:
    """Places of the team set up under a name of their own; members' own are theirs alone."""
    named = ChannelSetting.objects.filter(channel__contains=":").exclude(channel__contains=":@")
    return sorted(named.values_list("channel", flat=True))


def _called(channel: str, language: str) -> str:
    medium, _, which = channel.partition(":")
    return f"{choice(medium, language)}: {which}" if which else choice(medium, language)


_CONTACT_ROLES = {
    "primary": ("The main contact", "Người liên hệ chính"),
    "billing": ("The billing contact", "Người phụ trách thanh toán"),
    "champion": ("The champion", "Người ủng hộ"),
    "sponsor": ("The sponsor", "Người bảo trợ"),
}
