"""What must be true of the engine's tables before anything runs."""

import pytest
from django.db import connection

from perennia.host.refusal import Refusal
from perennia.workflows import ready


@pytest.mark.django_db
@pytest.mark.number("A10")
def test_another_number_of_partitions_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("update engine_constant set value = '128' where name = 'partitions'")
    with pytest.raises(Refusal, match="over 128 partitions, this program over 256"):
        ready.check()


@pytest.mark.django_db(transaction=True)
def test_shipped_workflows_are_installed_once_internal_ones_on() -> None:
    from perennia.workflows.models import Workflow

    first, second = ready.prepare(), ready.prepare()
    assert second == 0
    assert first == Workflow.objects.count()
    for workflow in Workflow.objects.prefetch_related("versions"):
        audience = workflow.versions.get().definition["audience"]
        assert workflow.is_on == (audience == "internal_notification")


@pytest.mark.django_db(transaction=True)
def test_a_workflow_that_can_no_longer_be_read_says_why_until_it_can() -> None:
    from perennia.workflows.models import Workflow, WorkflowVersion

    ready.prepare()
    version = WorkflowVersion.objects.get(workflow__key="payment_failed_team")
    sound = version.definition
    version.definition = {**sound, "trigger": {"key": "of_a_plug_in_that_is_gone"}}
    version.save()
    ready.prepare()
    assert "of_a_plug_in_that_is_gone" in Workflow.objects.get(key="payment_failed_team").trouble
    assert Workflow.objects.exclude(trouble="").count() == 1
    version.definition = sound
    version.save()
    ready.prepare()
    assert not Workflow.objects.exclude(trouble="").exists()
