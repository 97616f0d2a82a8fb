"""Marks by which a watcher sees that something changed: short lists that differ whenever what they stand for does."""

from collections.abc import Iterable
from urllib.parse import quote, unquote

from perennia.core import partition
from perennia.host.select import select

Marks = dict[str, list[str]]


def marks(topics: Iterable[str]) -> Marks:
    """The marks of these topics: `events`, `mailbox`, `imports`, `tasks`, `sessions`, `board:<key>`, `customer:<id>`,
    `workflow:<key>`, `draft:<key>`.

    What a topic is of is written as in an address, so that a name may hold a comma.
    """
    wanted = set(topics)
    found: Marks = {topic: [] for topic in wanted}
    customers = [int(topic[9:]) for topic in wanted if topic.startswith("customer:")]
    workflows = [topic[9:] for topic in wanted if topic.startswith("workflow:")]
    drafts = [topic[6:] for topic in wanted if topic.startswith("draft:")]
    boards = [unquote(topic[6:]) for topic in wanted if topic.startswith("board:")]
    rows: list[tuple[str, str]] = []
    if "events" in wanted:
        rows += select(_pair, _EVENTS, {})
    if "imports" in wanted:
        rows += select(_pair, _IMPORTS, {})
    if "mailbox" in wanted:
        rows += select(_pair, _MAILBOX, {})
    if "tasks" in wanted:
        rows += select(_pair, _TASKS, {})
    if "sessions" in wanted:
        rows += select(_pair, _SESSIONS, {})
    members = [int(topic[8:]) for topic in wanted if topic.startswith("notices:")]
    if members:
        rows += select(_pair, _NOTICES, {"ids": members})
    if customers:
        rows += select(_pair, _CUSTOMERS, {"ids": customers, "partitions": [partition.of(id_) for id_ in customers]})
    if workflows:
        rows += select(_pair, _WORKFLOWS, {"keys": workflows})
    if drafts:
        rows += select(_pair, _DRAFTS, {"keys": drafts})
    if boards:
        rows += [(f"board:{quote(key, safe='')}", mark) for key, mark in select(_pair, _BOARDS, {"keys": boards})]
    for topic, mark in rows:
        found.setdefault(topic, []).append(mark)
    return found


def fresh(now: list[str], before: list[str]) -> list[str] | None:
    """What is new, as public ids; None where nothing changed. A mark that is no id (it holds a `=`) only says that."""
    if now == before:
        return None
    known = set(before)
    return [mark for mark in now if mark not in known and "=" not in mark]


def _pair(topic: str, mark: str) -> tuple[str, str]:
    return topic, mark


# The inbox's counter moves with every event that arrives; the newest of history with every one that is worked.
_EVENTS = """
select 'events', 'arrived=' || last_value from inbox_seq
union all
(select 'events', partition || '-' || seq || case when place > 0 then '-' || place else '' end
 from history order by received_at desc, seq desc, place desc limit 60)
union all
(select 'events', 'rejected-' || id from rejected order by received_at desc, id desc limit 20)
union all
select 'events', 'parked=' || count(*) || coalesce(max(since)::text, '') from trouble where is_parked
"""
# A row's version changes with every step of it.
_IMPORTS = "(select 'imports', 'row=' || xmin || ':' || id from imports_import order by made_at desc, id desc limit 50)"
_MAILBOX = """
(select 'mailbox', id::text from messages_mailboxmessage order by id desc limit 20)
union all
select 'mailbox', 'unread=' || count(*) from messages_mailboxmessage where not is_read
"""
_TASKS = "select 'tasks', id || '=' || changed_at from desk_task order by changed_at desc limit 20"
# By the row's version: several changes of one may bear the same moment.
_SESSIONS = "select 'sessions', xmin || '=' || id from bookings_booking order by changed_at desc limit 20"
_NOTICES = """
select 'notices:' || w.id, mark from unnest(%(ids)s::bigint[]) as w(id)
cross join lateral (
    (select 'last=' || n.id from messages_notice n where n.member_id = w.id order by n.at desc, n.id desc limit 1)
    union all
    select 'unread=' || count(*) from (
        select 1 from messages_notice n where n.member_id = w.id and n.is_shown and n.read_at is null limit 1000) u
) as marks(mark)
"""
# A row's version changes with every change of it: one look at the profile says whether anything was worked.
_CUSTOMERS = """
select 'customer:' || w.id, mark
from unnest(%(partitions)s::smallint[], %(ids)s::bigint[]) as w(partition, id)
cross join lateral (
    select 'profile=' || p.xmin from profile p where p.partition = w.partition and p.kind = 0 and p.id = w.id
    union all
    select 'row=' || c.xmin from customers_customer c where c.id = w.id
    union all
    (select h.partition || '-' || h.seq || case when h.place > 0 then '-' || h.place else '' end from history h
     where h.partition = w.partition and h.customer_id = w.id
     order by h.received_at desc, h.seq desc, h.place desc limit 20)
    union all
    select 'log=' || coalesce(max(l.id), 0) from run_log l where l.partition = w.partition and l.customer_id = w.id
    union all
    (select 'message=' || m.id || m.state || m.attempts from message m
     where m.partition = w.partition and m.customer_id = w.id order by m.asked_at desc limit 20)
    union all
    select 'parked=' || t.since from trouble t
    where t.partition = w.partition and t.customer_id = w.id and t.is_parked
) as marks(mark)
"""
_WORKFLOWS = """
select 'workflow:' || w.key, mark
from unnest(%(keys)s::text[]) as w(key)
cross join lateral (
    select 'row=' || r.xmin from workflows_workflow r where r.key = w.key
    union all
    select 'log=' || coalesce(max(l.id), 0) from run_log l where l.workflow = w.key
    union all
    (select 'message=' || m.id || m.state from message m where m.workflow = w.key order by m.asked_at desc limit 10)
) as marks(mark)
"""
# Apart from what the workflow does, so that a busy one does not have its draft read anew each second.
_DRAFTS = """
select 'draft:' || w.key, 'row=' || d.xmin || ':' || d.revision
from workflows_workflow w join workflows_workflowdraft d on d.workflow_id = w.id where w.key = any(%(keys)s)
union all
select 'draft:' || w.key, 'version=' || max(v.number)
from workflows_workflow w join workflows_workflowversion v on v.workflow_id = w.id where w.key = any(%(keys)s) group by w.key
"""
# The stages there are, one after the other along the index, and who came into each last.
_BOARDS = """
with recursive there(pipeline, stage) as (
    select k.key, (select min(s.stage) from stage s where s.pipeline = k.key) from unnest(%(keys)s::text[]) as k(key)
    union all
    select t.pipeline, (select min(s.stage) from stage s where s.pipeline = t.pipeline and s.stage > t.stage)
    from there t where t.stage is not null
)
select t.pipeline, mark from there t
cross join lateral (
    (select t.stage || '=' || s.subject_id || ' ' || s.since from stage s
     where s.pipeline = t.pipeline and s.stage = t.stage order by s.since desc, s.subject_id limit 5)
) as newest(mark)
where t.stage is not null
union all
select l.key, 'layout=' || l.xmin from customers_pipelinelayout l where l.key = any(%(keys)s)
"""
