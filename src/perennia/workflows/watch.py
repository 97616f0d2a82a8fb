"""Sees to it that dates a workflow begins to wait for are kept for everybody: a timer each, judged in its turn."""

import logging

import msgspec
from django.db import connection

from perennia.core.error import Invalid
from perennia.core.partition import PARTITIONS
from perennia.core.segment import ANEW
from perennia.core.workflow import Definition, compile_plan
from perennia.host import jobs
from perennia.ingest import wake
from perennia.workflows.models import Workflow
from perennia.workflows.recount import ALL, CONTACTS, CUSTOMERS, HEAD, SETTINGS

logger = logging.getLogger(__name__)

JOB = "watch"


def ask(workflow: Workflow) -> None:
    """Asks for it where its newest version waits for a date."""
    if _kinds(workflow):
        jobs.ask(JOB, workflow.pk)


def watch(workflow: int) -> bool:
    """One timer for everybody of the kind; one that finds nothing to change changes nothing. Nothing is left over."""
    row = Workflow.objects.filter(pk=workflow).first()
    with connection.cursor() as cursor:
        cursor.execute(SETTINGS)
        now, _ = cursor.fetchone()
        for kind in _kinds(row) if row is not None else ():
            whom = (CONTACTS if kind else CUSTOMERS).format("true")
            for partition in range(PARTITIONS):
                cursor.execute(HEAD + whom + ALL, [now, ANEW, partition])
    wake.workers()
    return False


def given_up(workflow: int, reason: str) -> None:
    """Dates set from then on are kept all the same; switching the workflow off and on asks again."""
    logger.error("The dates of workflow %s could not be looked through: %s", workflow, reason)


def _kinds(workflow: Workflow) -> set[int]:
    newest = workflow.versions.order_by("-number").first()
    if newest is None:
        return set()
    try:
        plan = compile_plan(msgspec.convert(newest.definition, Definition), newest.pk)
    except (Invalid, msgspec.ValidationError):
        return set()
    return {plan.subject for one in (plan.trigger, *plan.listening()) if one.watches(plan.subject) is not None}
