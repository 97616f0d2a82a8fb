"""Text made comparable for searching: case, width and marks fall away, so that "nguyen" finds "Nguyễn"."""

import unicodedata

_LETTERS = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe"})


def fold_text(text: str) -> str:
    """Lower case without marks, runs of space as one."""
    decomposed = unicodedata.normalize("NFKD", text.replace("\x00", "").casefold().translate(_LETTERS))
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(bare.encode("utf-8", "ignore").decode().split())


def like(text: str) -> str:
    """A LIKE pattern that finds folded text anywhere; one or two letters only at the start of a word."""
    folded = fold_text(text)
    escaped = folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%" if len(folded) > 2 else f"% {escaped}%"
