"""Empties tables between tests: only those with rows, for emptying an empty one takes as long as a full one."""

from collections.abc import Iterable
from typing import LiteralString, Protocol

# The migrations write these rows; making them again after each test took longer than most tests.
OF_THE_MIGRATIONS = {"django_content_type", "auth_permission"}
_EMPTY: LiteralString = """
do $$
declare
    one text;
    has_rows boolean;
    filled text[] := '{}';
begin
    foreach one in array regexp_split_to_array(current_setting('perennia.tables'), '[, ]+') loop
        execute format('select exists (select from %I)', one) into has_rows;
        if has_rows then filled := filled || quote_ident(one); end if;
    end loop;
    if filled <> '{}' then execute 'truncate ' || array_to_string(filled, ', ') || ' cascade'; end if;
end $$
"""


class Executes(Protocol):
    """A cursor of Django's, or a connection of the engine's."""

    def execute(self, query: LiteralString, params: list[str] | None = None, /) -> object: ...


def empty(where: Executes, tables: str) -> None:
    """Empties these tables, named as `a, b, c`, and what refers to them."""
    where.execute("select set_config('perennia.tables', %s, false)", [tables])
    where.execute(_EMPTY)


def empty_models(*_: object) -> None:
    """What Django's flush does after a test that commits: leaves nothing in the tables of the models."""
    from django.db import connection

    with connection.cursor() as cursor:
        empty(cursor, ", ".join(_tables(connection.introspection.django_table_names(only_existing=False))))


def _tables(names: Iterable[str]) -> list[str]:
    return sorted(set(names) - OF_THE_MIGRATIONS)
