"""Empties tables between tests: only those with rows, for emptying an empty one takes as long as a full one.

After each test that commits, the database is as the migrations left it: not only the tables of the models, as with
Django's own flush, but the engine's too, the rows the migrations wrote, the sources and the clock. So no test finds what
another one left, in whatever order they run.
"""

from collections.abc import Iterable
from typing import LiteralString, Protocol

# Making these again after each test took longer than most tests; no test changes them.
STAY = {"django_content_type", "auth_permission"}
# Rows the migrations wrote into the models' tables stand here too, to be put back.
KEPT = "as_migrated"
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
_PUT_BACK: LiteralString = """
do $$
declare
    one text;
begin
    for one in select relname from pg_class where relnamespace = 'as_migrated'::regnamespace and relkind = 'r' loop
        execute format('insert into %I select * from as_migrated.%I on conflict do nothing', one, one);
    end loop;
    delete from ingest_source where id > 100;
    update host_clock set ahead = '0' where ahead <> '0';
end $$
"""
_tables: list[str] = []


class Executes(Protocol):
    """A cursor of Django's, or a connection of the engine's."""

    def execute(self, query: LiteralString, params: list[str] | None = None, /) -> object: ...


def empty(where: Executes, tables: str) -> None:
    """Empties these tables, named as `a, b, c`, and what refers to them."""
    where.execute("select set_config('perennia.tables', %s, false)", [tables])
    where.execute(_EMPTY)


def remember() -> None:
    """Notes what the migrations left, before the first test: which tables have rows, and those of the models."""
    from django.db import connection

    models = set(connection.introspection.django_table_names(only_existing=False)) - STAY
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class"
            " where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition"
        )
        there = {str(name) for (name,) in cursor.fetchall()}
        written = set(_with_rows(cursor, there))
        cursor.execute(f"drop schema if exists {KEPT} cascade")
        cursor.execute(f"create schema {KEPT}")
        for name in written & models:
            cursor.execute(f'create table {KEPT}."{name}" as table public."{name}"')
    _tables[:] = sorted((there - written) | (there & models))


def empty_all(*_: object) -> None:
    """Leaves what the migrations left, and nobody remembered who was there: neither here nor in a server beside."""
    from django.db import connection

    from perennia.ingest import recall

    recall.memory.forget()
    with connection.cursor() as cursor:
        cursor.execute("update ingest_epoch set number = number + 1 where exists (select from ingest_key)")
        empty(cursor, ", ".join(_tables))
        cursor.execute(_PUT_BACK)


def _with_rows(cursor: object, names: Iterable[str]) -> list[str]:
    found = []
    for name in names:
        cursor.execute(f'select exists (select from "{name}")')  # type: ignore[attr-defined]  # Django's own
        if cursor.fetchone()[0]:  # type: ignore[attr-defined]
            found.append(name)
    return found
