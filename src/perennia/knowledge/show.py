"""What somebody is shown on a page: asked by the product's page, answered from what the engine keeps of them.

Two statements a call where anything is live, none where nothing is. Nothing of a person is in the answer: the words of
items, and which things of a checklist are ticked.
"""

from datetime import datetime
from hashlib import blake2b

import msgspec

from perennia.core.event import Value
from perennia.core.guidance import Item, Somebody, choose, done
from perennia.knowledge import live, queries, sign
from perennia.knowledge.content import LANGUAGES
from perennia.knowledge.live import House, Ready
from perennia.knowledge.models import Guidance


class Page(msgspec.Struct, frozen=True):
    """The page somebody looks at."""

    path: str = ""
    url: str = ""
    title: str = ""


class Asked(msgspec.Struct, frozen=True, rename="camel"):
    """What a page asks. `etag` of the answer before: the same answer is not sent again."""

    user_id: str | None = None
    anonymous_id: str | None = None
    group_id: str | None = None
    user_hash: str | None = None
    page: Page = Page()
    locale: str | None = None
    etag: str | None = None
    preview: str | None = None


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What to show. `same`: as in the answer whose etag was sent."""

    items: list[dict[str, Value]]
    etag: str
    same: bool = False
    look: dict[str, Value] = {}
    language: str = "en"


def show(asked: Asked, source: int) -> Answer:
    """The answer for one page."""
    house = live.house()
    draft = _previewed(asked.preview) if asked.preview else None
    if not house.items and draft is None:
        return _answer([], house, _language(asked, "", house), asked.etag)
    who, now = _somebody(asked, source, house)
    by_key = {one.item.key: one for one in house.items}
    address = asked.page.url or asked.page.path
    chosen = choose([one.item for one in house.items], who, address, now, house.caps)
    items = [_shown(by_key[one.key], one, who) for one in chosen if draft is None or one.key != draft.item.key]
    if draft is not None:
        items = [{**_shown(draft, draft.item, Somebody(language=who.language)), "preview": True}, *items]
    return _answer(items, house, who.language, asked.etag)


def _somebody(asked: Asked, source: int, house: House) -> tuple[Somebody, datetime]:
    """Who asks. A user's id that should be signed and is not counts for nothing."""
    user, anonymous = asked.user_id or "", asked.anonymous_id or ""
    if user and house.needs_signature and not sign.is_signed(user, asked.user_hash or "", source, house.key_round):
        user = anonymous = ""
    whose = queries.whose(user, anonymous, asked.group_id or "")
    customer, contact = queries.profiles(whose) if whose.contact is not None else (None, None)
    told = str(contact.trait("language") or contact.trait("locale") or "") if contact is not None else ""
    return Somebody(customer, contact, _language(asked, told, house), house.zone), whose.now


def _language(asked: Asked, told: str, house: House) -> str:
    """Theirs as the record knows it, else their browser's, else the organisation's."""
    for one in (told, asked.locale or ""):
        if one[:2].lower() in LANGUAGES:
            return one[:2].lower()
    return house.language if house.language in LANGUAGES else "en"


def _shown(ready: Ready, item: Item, who: Somebody) -> dict[str, Value]:
    shown: dict[str, Value] = {"guidance": item.key, "kind": item.kind, **ready.drawn[who.language]}
    if item.kind == "checklist":
        ticked: list[Value] = list(done(item, who))
        shown["ticked"] = ticked
    return shown


def _answer(items: list[dict[str, Value]], house: House, language: str, known: str | None) -> Answer:
    etag = blake2b(msgspec.json.encode([items, house.look, language]), digest_size=9).hexdigest()
    if known == etag:
        return Answer([], etag, same=True)
    return Answer(items, etag, look=house.look, language=language)


def _previewed(token: str) -> Ready | None:
    id_ = sign.previewed(token[:300])
    row = Guidance.objects.filter(pk=id_, removed_at=None).first() if id_ is not None else None
    return live.ready(row) if row is not None else None
