"""Names of all sources, the built-in ones too."""

from perennia.host.select import select


def names() -> dict[int, str]:
    """The name of every source by its number."""
    return dict(select(_pair, "select id, name from ingest_source", {}))


def _pair(id_: int, name: str) -> tuple[int, str]:
    return id_, name
