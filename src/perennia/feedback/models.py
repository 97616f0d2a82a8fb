"""Answers given by a letter's own link. Feedback of every kind lies in the history, see `queries`."""

from django.db import models
from typing_extensions import override


class Answer(models.Model):
    """What was answered to one letter; one letter is answered once."""

    message = models.UUIDField(primary_key=True)
    survey = models.CharField(max_length=12)
    level = models.CharField(max_length=12)
    nps = models.SmallIntegerField(null=True)
    answered_at = models.DateTimeField()

    @override
    def __str__(self) -> str:
        return f"{self.survey}: {self.level}"
