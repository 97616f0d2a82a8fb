"""Comings and goings of every day: events that lists leave out unless one asks for them.

Who logs in every other day moves to "Active" and back, by the rules of the Login Activity pipeline. Each is kept and counts, and
each would push what matters off the screen.
"""

from perennia.customers.pipelines import PIPELINES

DAY_WITHOUT_LOGIN = "Inactive For 1 Day"


def sql(row: str) -> str:
    """A clause that is true of a row of history (its alias) that is everyday; built of constants alone."""
    said = f"{row}.body->'properties'->>"
    moves = [
        f"({said}'pipeline' = {_text(each.name)} and {said}'to' in ({_texts(each.everyday)}) "
        f"and {said}'from' in ({_texts(each.everyday)}))"
        for each in PIPELINES if each.everyday
    ]  # fmt: skip
    moved = f"{row}.name = 'Stage Moved' and ({' or '.join(moves)})"
    return f"({row}.name = {_text(DAY_WITHOUT_LOGIN)} or coalesce({moved}, false))"


def _texts(texts: tuple[str, ...]) -> str:
    return ", ".join(_text(text) for text in texts)


def _text(text: str) -> str:
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"
