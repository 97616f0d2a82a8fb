"""What roles of the team are called within a sentence."""

_WORDS = {
    "administrator": ("the administrators", "quản trị viên"),
    "head_of_cs": ("the head of CS", "trưởng CS"),
    "cs_ops": ("CS Ops", "CS Ops"),
    "cs_staff": ("customer success", "nhóm chăm sóc khách hàng"),
    "technical_staff": ("the technical staff", "nhân viên kỹ thuật"),
    "viewer": ("the viewers", "người xem"),
}


def role_in_words(role: str, language: str) -> str:
    """The role as a sentence says it; one that is not known by its key."""
    return _WORDS.get(role, (role.replace("_", " "),) * 2)[language == "vi"]
