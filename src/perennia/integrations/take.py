"""Takes in one post: believed or not, stored before it is answered, and worked once however often it comes."""

from datetime import datetime
from hashlib import blake2b

from django.db import transaction
from django.db.models import F
from msgspec.structs import replace

from perennia.core.error import Invalid, PerenniaError
from perennia.core.source import Happening, NotBelieved, Post, Source, Told, word
from perennia.ingest.receive import NotStored
from perennia.integrations import connect, known, sessions, subscriptions
from perennia.integrations.connect import NoConnection
from perennia.integrations.known import NobodyYet
from perennia.integrations.models import Connection, Meaning, Received
from perennia.integrations.put import put
from perennia.integrations.queries import NoPost
from perennia.integrations.whose import Call, named

LARGEST = 256 * 1024  # bytes of a post
MOST_REFUSED = 100  # refused posts that are shown, of one connection

KNOWN = ("Whom it is about is known already.", "Đã biết bài này nói về ai.")


class TooLarge(PerenniaError):
    """The post is too large. Send at most 256 KB."""

    code = "too_large"
    status = 413


def take(address: str, post: Post) -> Received:
    """Raises NoConnection, TooLarge, NotBelieved, and NotStored where it has to be sent again."""
    row = Connection.objects.filter(address=address).first()
    if row is None:
        raise NoConnection
    if len(post.body) > LARGEST:
        refuse(row, post, TooLarge())
        raise TooLarge
    entry = connect.entry_of(row, mapping_of(row))
    try:
        known_as = entry.believe(post, connect.secrets_of(row, post.at))
    except Invalid as wrong:  # signed, and no JSON: there is nothing to know it by but its bytes
        known_as, reason = blake2b(post.body, digest_size=16).hexdigest(), wrong.detail
        return _kept_once(row, entry, post, known_as, reason)
    except NotBelieved as wrong:
        refuse(row, post, wrong)
        raise
    return _kept_once(row, entry, post, known_as or blake2b(post.body, digest_size=16).hexdigest())


def _kept_once(row: Connection, entry: Source, post: Post, known_as: str, reason: str = "") -> Received:
    """Keeps and works it in one transaction: what is answered with 200 is there, and is there once."""
    with transaction.atomic():
        kept, is_new = Received.objects.get_or_create(
            connection=row, known_as=known_as[:200],
            defaults={"at": post.at, "state": "unclear", "reason": reason, "size": len(post.body), "body": post.body},
        )  # fmt: skip
        if is_new and not reason:
            _worked_with_all(row, entry, kept, post.at)
        elif not is_new:
            kept.times += 1
            kept.save(update_fields=["times"])
        Connection.objects.filter(pk=row.pk).update(received_at=post.at, refused=0)
    return kept


def again(row: Connection, post_id: int, now: datetime) -> Received:
    """Works a kept post once more, by the mapping and settings of now. What it told before is not told twice, and what
    has become the past while it waited starts nothing. Raises NoPost.
    """
    with transaction.atomic():
        kept = Received.objects.select_for_update().filter(connection=row, pk=post_id).first()
        if kept is None:
            raise NoPost
        if kept.state == "refused":
            raise Invalid("A refused post is not kept; the other side has to send it again.")
        _worked_with_all(row, connect.entry_of(row, mapping_of(row)), kept, now, is_by_hand=True)
    return kept


def mapping_of(row: Connection) -> str:
    """What its posts mean now; empty while nobody said."""
    latest = Meaning.objects.filter(connection=row).order_by("-version").values_list("content", flat=True).first()
    return latest or ""


def refuse(row: Connection, post: Post, wrong: PerenniaError) -> None:
    """Notes a post that was not believed, without its body: anybody may have sent it."""
    Connection.objects.filter(pk=row.pk).update(refused_at=post.at, refused=F("refused") + 1)
    Received.objects.create(
        connection=row, at=post.at, state="refused", reason=wrong.detail, type=wrong.code, size=len(post.body)
    )
    shown = Received.objects.filter(connection=row, state="refused").order_by("-at", "-pk")
    if oldest := shown.values_list("pk", flat=True)[MOST_REFUSED : MOST_REFUSED + 50]:
        Received.objects.filter(pk__in=list(oldest)).delete()


def _worked_with_all(
    row: Connection, entry: Source, kept: Received, now: datetime, *, is_by_hand: bool = False
) -> None:
    """Works it, and then what waited for the word it brings."""
    if not row.is_active and not is_by_hand:
        kept.state, kept.reason = "waiting", "The connection rests."
        kept.save(update_fields=["state", "reason"])
        return
    keys = _worked(row, entry, kept, now, is_first=True)
    for one in known.waiting(row, keys) if keys else ():
        _worked(row, entry, one, now)


def _worked(row: Connection, entry: Source, kept: Received, now: datetime, *, is_first: bool = False) -> set[str]:
    """Gives by what the other side names those it is about, where it could be worked."""
    keys: set[str] = set()
    kept.waits_for = ""
    try:
        told = entry.read(Post({}, bytes(kept.body), kept.at))
        kept.type = told.type[:200] or kept.type
        if is_first:  # outside what may be undone: undone, the lock would fall before it is kept that this post waits
            known.alone(row, known.keys_of(told))
        with transaction.atomic():
            _store(row, kept, told, now)
        keys = known.keys_of(told)
    except NotStored:
        raise
    except Invalid as wrong:
        kept.state, kept.reason = "unclear", wrong.detail
        kept.waits_for = wrong.key[:500] if isinstance(wrong, NobodyYet) else ""
    kept.save(update_fields=["type", "state", "reason", "events", "waits_for"])
    return keys


def _store(row: Connection, kept: Received, told: Told, now: datetime) -> None:
    """Makes events of what it tells, received `now`. Raises NotStored, Invalid."""
    calls: list[Call] = []
    shown: list[str] = []
    why = told.passed
    if told.about is not None:
        known.learn(row, told.about, kept.at)
    for happening in told.happenings:
        happening = replace(happening, who=known.placed(row, happening.who))
        known.learn(row, happening.who, kept.at)
        one = subscriptions.as_one(row, happening, kept.at)
        made = _calls(row, kept, one)
        calls += made
        shown += [one.name or "Identify"] if made else []
        why = why if made else KNOWN
    for appointment in told.appointments:
        went = sessions.go_on(row, appointment, kept.at)
        calls, shown, why = calls + went.calls, shown + went.names, went.why
    if calls:
        put(row, calls, now)
    kept.events, kept.reason = shown, "" if shown else "\n".join(why).strip()
    kept.state = "done" if shown else "passed" if told.fits else "kept"


def _calls(row: Connection, kept: Received, one: Happening) -> list[Call]:
    """The calls of the tracking protocol that say it, those about who they are before it."""
    who = named(row.kind, one.who)
    if not (who.user or who.group):
        raise Invalid("The post names nobody who could be known by it.")
    key = one.key or kept.known_as or str(kept.pk)
    at = (one.at or kept.at).isoformat()
    calls = [_with_id({**who.call(), **call}, f"{key}:w{n}") for n, call in enumerate(who.before)]
    if one.traits and who.user:
        calls.append(_with_id(who.call(type="identify", traits=one.traits), f"{key}:i"))
    if one.group_traits and who.group:
        calls.append(_with_id(who.call(type="group", groupId=who.group, traits=one.group_traits), f"{key}:g"))
    if one.name:
        calls.append(_with_id(who.call(type="track", event=one.name, properties=one.properties), key))
    return [{**call, "timestamp": at} for call in calls]


def _with_id(call: Call, id_: str) -> Call:
    id_ = word(id_, 1000)
    return {**call, "messageId": id_ if len(id_) <= 100 else blake2b(id_.encode(), digest_size=16).hexdigest()}
