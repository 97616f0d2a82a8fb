"""What the posts of a program of one's own mean: kept in versions, tried on real posts before."""

import msgspec
from django.http import HttpRequest

from perennia.api import needs
from perennia.api.integration_shapes import (
    ConnectionMapping,
    MappingIn,
    MappingPreview,
    MappingSample,
    MappingVersion,
    PreviewEvent,
    PreviewFault,
    PreviewIn,
    PreviewPost,
    RuleShape,
)
from perennia.api.integrations import MANAGE, router
from perennia.api.refusals import said
from perennia.api.shapes import Id
from perennia.core import mapped
from perennia.core.mapped import Fault, Mapping, Read
from perennia.host import clock
from perennia.ingest.mapping import PLAN
from perennia.integrations import connect, mean, queries, take
from perennia.integrations.models import Connection
from perennia.team.models import Member


@router.get("/{int:connection_id}/mapping", auth=MANAGE, response=ConnectionMapping)
def read(request: HttpRequest, connection_id: Id) -> ConnectionMapping:
    """What its posts mean now, the versions before, and the latest posts to say it by."""
    return _out(connect.find(connection_id))


@router.put("/{int:connection_id}/mapping", auth=MANAGE, response=ConnectionMapping)
def keep(request: HttpRequest, connection_id: Id, given: MappingIn) -> ConnectionMapping:
    """Keeps a new version, from the next post on."""
    mean.keep(connection_id, _mapping(given), needs.caller(request).member, clock.now())
    return _out(connect.find(connection_id))


@router.post("/{int:connection_id}/mapping/preview", auth=MANAGE, response=MappingPreview)
def preview(request: HttpRequest, connection_id: Id, given: PreviewIn) -> MappingPreview:
    """What these rules would make of posts that are kept; stores nothing."""
    faults, posts = mean.preview(connect.find(connection_id), _mapping(given), given.posts)
    language = needs.language(request)
    return MappingPreview(
        faults=_faults(faults, language), posts=[_tried(id_, found, language) for id_, found in posts]
    )


def _mapping(given: MappingIn) -> Mapping:
    return msgspec.convert({"rules": given.model_dump()["rules"]}, Mapping)


def _out(row: Connection) -> ConnectionMapping:
    content = mapped.read(take.mapping_of(row))
    kept = mean.versions(row)
    names = dict(Member.objects.filter(pk__in=[one.made_by for one in kept if one.made_by]).values_list("pk", "name"))
    versions = [
        MappingVersion(version=one.version, made_at=one.made_at, made_by=names.get(one.made_by or 0)) for one in kept
    ]
    samples = [
        MappingSample.model_validate(
            {"id": one.pk, "at": one.at, "state": one.state, "body": bytes(one.body).decode("utf-8", "replace")}
        )
        for one in queries.samples(row)
    ]
    rules = [RuleShape.model_validate(one) for one in msgspec.to_builtins(content)["rules"]]
    version = kept[0].version if kept else 0
    return ConnectionMapping(version=version, rules=rules, versions=versions, samples=samples, events=sorted(PLAN))


def _tried(post: int, found: Read, language: str) -> PreviewPost:
    made = found.told.happenings[0] if found.told.happenings else None
    event = PreviewEvent(
        name=made.name, user=made.who.user, group=made.who.group, email=made.who.email, at=made.at,
        properties=made.properties, traits=made.traits, group_traits=made.group_traits,
    ) if made is not None else None  # fmt: skip
    passed = found.rule is not None and made is None
    return PreviewPost(
        post=post, rule=found.rule, is_passed=passed, event=event, faults=_faults(found.faults, language)
    )


def _faults(faults: list[Fault] | tuple[Fault, ...], language: str) -> list[PreviewFault]:
    return [PreviewFault(field=one.field, message=said(one.message, language)) for one in faults]
