"""The roles a member may have. What each may do stands in one place, `perennia.api.permissions`."""

from django.db import models


class Role(models.TextChoices):
    """What a member is here for; one role each."""

    ADMINISTRATOR = "administrator", "Administrator"
    HEAD_OF_CS = "head_of_cs", "Head of CS"
    CS_OPS = "cs_ops", "CS Ops"
    CS_STAFF = "cs_staff", "CS staff"
    TECHNICAL_STAFF = "technical_staff", "Technical staff"
    VIEWER = "viewer", "Viewer"
