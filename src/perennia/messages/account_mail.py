"""Mail about somebody's account here: an invitation, a lost password. Its link is a key, so it is kept encrypted.

It leaves as the team's mail does, into the local mailbox by default, where only administrators see it.
"""

from datetime import datetime, timedelta
from html import escape
from typing import Literal
from uuid import uuid4

import msgspec

from perennia.core.channel import Letter
from perennia.core.error import Invalid
from perennia.core.letter_facts import ACCOUNT, AccountFacts
from perennia.host import secrets
from perennia.messages import layout, letter
from perennia.messages.enqueue import Waiting, enqueue
from perennia.messages.rules import House

Kind = Literal["invitation", "reset"]
TEMPLATE = ACCOUNT
SPAN = timedelta(days=1)
_WORDS: dict[str, dict[str, dict[str, str]]] = {
    "en": {
        "invitation": {
            "subject": "{by} invites you to {house}",
            "body": "{by} invites you to work with {house} in Perennia, where the team looks after its customers.",
            "button": "Choose a password and begin",
            "after": "The link works once and ends in 7 days. You did not expect this? Then leave it unread.",
        },
        "reset": {
            "subject": "A new password for {house}",
            "body": "Somebody asked for a new password for your account at {house}.",
            "button": "Choose a new password",
            "after": "The link works once and ends in 2 hours. It was not you? Then your password stays as it is.",
        },
    },
    "vi": {
        "invitation": {
            "subject": "{by} mời bạn vào {house}",
            "body": "{by} mời bạn cùng làm việc với {house} trên Perennia, nơi nhóm chăm sóc khách hàng của mình.",
            "button": "Đặt mật khẩu và bắt đầu",
            "after": "Liên kết chỉ dùng được một lần và hết hạn sau 7 ngày. Nếu bạn không chờ thư này, hãy bỏ qua.",
        },
        "reset": {
            "subject": "Mật khẩu mới cho {house}",
            "body": "Có người yêu cầu mật khẩu mới cho tài khoản của bạn tại {house}.",
            "button": "Đặt mật khẩu mới",
            "after": "Liên kết chỉ dùng được một lần và hết hạn sau 2 giờ. Không phải bạn? Mật khẩu cũ vẫn giữ nguyên.",
        },
    },
}
_HIDDEN = "(the link is not kept)"


def put(kind: Kind, to: str, name: str, language: str, path: str, at: datetime, by: str = "") -> None:
    """Puts the mail into the outbox, in the caller's transaction. `path` with its key is joined to our address."""
    id = uuid4()
    facts = AccountFacts(account=kind, to=to, name=name, language=language, by=by, path=secrets.encrypt(path).decode())
    enqueue(Waiting(id=id, home=id.int % 2**63, template=TEMPLATE, at=at, facts=facts, span=SPAN))


def write(facts: AccountFacts, house: House) -> Letter:
    """The letter with its link. Raises Invalid where the key that encrypted it is gone."""
    words = _WORDS.get(facts.language, _WORDS["en"])[facts.account]
    try:
        url = house.url + secrets.decrypt(facts.path.encode())
    except secrets.Unreadable as error:
        raise Invalid(str(error)) from error
    by = facts.by or house.name
    said = {part: text.format(by=by, house=house.name) for part, text in words.items()}
    body = (
        f"<p>{escape(said['body'])}</p>"
        f'<p><a href="{escape(url)}" class="button">{escape(said["button"])}</a></p><p>{escape(said["after"])}</p>'
    )
    page = layout.page(said["subject"], body, house, layout.Foot(""), facts.language)
    text = f"{said['body']}\n\n{said['button']}: {url}\n\n{said['after']}\n"
    return Letter(facts.to, facts.name, said["subject"][:300], page, text, letter.headers(""), links=(url,))


def without_link(written: Letter) -> Letter:
    """What is kept of such a letter once it has left by a mail server: nobody can open it from our records."""
    html, text = written.html, written.text
    for url in written.links:
        html, text = html.replace(escape(url), "#"), text.replace(url, _HIDDEN)
    return msgspec.structs.replace(written, html=html, text=text, links=())
