"""What people type into a form, as it is kept: nothing in it that cannot be seen."""


def line(text: str, longest: int | None = None) -> str:
    """In one line, cut at `longest` characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:longest]


def lines(text: str, longest: int | None = None) -> str:
    """With its line breaks, cut at `longest` characters."""
    plain = "".join(sign for sign in text.replace("\r\n", "\n") if sign.isprintable() or sign == "\n")
    return plain.strip()[:longest]
