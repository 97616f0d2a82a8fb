"""Zalo Official Account: consultation messages to people who wrote to the account, its tokens, and its webhook."""

# size: one provider's sending, tokens and webhook read better in one file

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from urllib.parse import urlencode
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from perennia.core.channel import (
    KEPT,
    Address,
    Answer,
    Call,
    Channel,
    Fate,
    Heard,
    Incoming,
    Kind,
    Letter,
    Mark,
    Reading,
    Sender,
    Told,
    Wrote,
    by_status,
    said_of,
    secret,
)  # fmt: skip
from perennia.core.error import Denied, Invalid

OLDEST, AHEAD = timedelta(hours=3), timedelta(minutes=1)  # its last retry comes after 1 h 51 min
RENEWED_BEFORE = timedelta(hours=1)
_ERRORS: dict[int, tuple[Fate, str]] = {
    -216: ("renew", "token"), -220: ("renew", "token"),
    -32: ("full", "rate_limited"), -211: ("full", "quota"),
    -200: ("again", "provider"),
    -201: ("refused", "provider"), -210: ("refused", "provider"), -234: ("again", "provider"), -248: ("refused", "provider"),
    -213: ("refused", "not_following"), -227: ("refused", "away"), -230: ("barred", "window_closed"),
    -232: ("barred", "window_closed"), -244: ("refused", "restricted"), -218: ("later", "too_many_to_them"),
    -223: ("closed", "rights"), -219: ("closed", "rights"), -209: ("closed", "rights"), -212: ("closed", "rights"),
    -224: ("closed", "rights"), -204: ("closed", "rights"), -205: ("closed", "rights"), -221: ("closed", "rights"),
    -242: ("closed", "rights"), -320: ("closed", "rights"), -321: ("closed", "rights"),
}  # fmt: skip
_THEIRS = ("not_following", "away", "restricted")
_WAITS = {
    "rate_limited": timedelta(minutes=1), "quota": timedelta(hours=1), "too_many_to_them": timedelta(hours=3),
}  # fmt: skip
_KINDS: dict[str, Kind] = {
    "follow": "follow", "unfollow": "unfollow", "user_submit_info": "about", "update_user_info": "about",
    "user_withdraw": "withdraw", "user_click_chatnow": "other", "user_reacted_message": "other",
}  # fmt: skip


class NotZalos(Denied):
    """This post is not signed by Zalo. Check the OA secret key and the app id, and that the post is fresh."""

    code = "not_the_providers"
    status = 401


class Zalo(Channel, frozen=True):
    """An answer counts as taken only where its `error` is 0, whatever the status; ids stay text, being beyond 2^53."""

    key: ClassVar[str] = "zalo"
    label: ClassVar[str] = "Zalo OA"
    label_vi: ClassVar[str] = "Zalo OA"
    icon: ClassVar[str] = "brand-zalo"
    about: ClassVar[str] = "Messages of your Zalo Official Account to people who wrote to it in the last seven days."
    about_vi: ClassVar[str] = "Tin của Zalo Official Account tới những người đã nhắn trong bảy ngày qua."
    address: ClassVar[Address] = "zalo"
    is_short: ClassVar[bool] = True
    longest: ClassVar[int] = 2000
    per_minute: ClassVar[int] = 1000
    at_once: ClassVar[int] = 4
    window: ClassVar[timedelta | None] = timedelta(days=7)
    hears: ClassVar[bool] = True
    connects: ClassVar[bool] = True

    app_id: str = Field(
        min_length=1, max_length=40, pattern="^[0-9]+$", title="App id", json_schema_extra={"vi": "ID ứng dụng"}
    )
    app_secret: str = Field(
        min_length=1, max_length=200, title="App secret", repr=False, json_schema_extra=secret("Khóa bí mật ứng dụng")
    )
    oa_secret: str = Field(
        "",
        max_length=200,
        title="OA secret key, shown on the webhook page",
        repr=False,
        json_schema_extra=secret("OA secret key, ở trang webhook"),
    )
    refresh_token: str = Field(
        "",
        max_length=4000,
        title="Refresh token of the API explorer, where you don't connect the account by the button",
        repr=False,
        json_schema_extra=secret("Refresh token từ API Explorer, nếu không kết nối tài khoản bằng nút")
        | {"advanced": True},
    )
    access_token: str = Field("", repr=False, json_schema_extra=KEPT)
    access_until: str = Field("", repr=False, json_schema_extra=KEPT)
    account: str = Field("", json_schema_extra=KEPT)
    only_free: bool = Field(
        True,
        title="Only within the free 48 hours after their last message",
        json_schema_extra={"vi": "Chỉ trong 48 giờ miễn phí sau tin cuối của họ"},
    )
    api_url: str = Field(
        "https://openapi.zalo.me",
        max_length=200,
        pattern="^https?://",
        title="Address of its interface",
        json_schema_extra={"vi": "Địa chỉ giao diện của nhà cung cấp", "advanced": True},
    )
    login_url: str = Field(
        "https://oauth.zaloapp.com",
        max_length=200,
        pattern="^https?://",
        title="Address of its sign-in",
        json_schema_extra={"vi": "Địa chỉ đăng nhập của họ", "advanced": True},
    )

    @override
    def calls(self) -> tuple[str, ...]:
        return (self.api_url, self.login_url)

    @override
    def open_for(self) -> timedelta | None:
        return timedelta(hours=48) if self.only_free else self.window

    @override
    def request(self, letter: Letter, sender: Sender, id: UUID, at: datetime) -> Call:
        text = (letter.short or letter.text).strip()
        if not letter.to.isdigit():
            raise Invalid("This is not the id of somebody on Zalo.", field="to")
        if len(text) > self.longest:
            raise Invalid(f"A Zalo message has at most {self.longest} characters. Write a short text.", field="short")
        said = {"recipient": {"user_id": letter.to}, "message": {"text": text}}
        headers = (("Content-Type", "application/json"), ("access_token", self.access_token))
        return Call(f"{self.api_url.rstrip('/')}/v3.0/oa/message/cs", json.dumps(said).encode(), headers)

    @override
    def read(self, answer: Answer) -> Reading:
        if answer.stage != "answered":
            return by_status(answer)
        said = _json(answer.text)
        code = said.get("error")
        if code == 0:
            data = said.get("data")
            return Reading("sent", id=str(data.get("message_id", "")) if isinstance(data, dict) else "")
        if not isinstance(code, int):
            return by_status(answer) if answer.code >= 300 else Reading("unknown", f"unclear:{said_of(answer)}")
        fate, reason = _ERRORS.get(code, ("refused", "provider"))
        if fate == "barred":
            return Reading(fate, f"{reason}:{(self.open_for() or timedelta(days=7)) // timedelta(hours=1)}")
        words = f"{reason}:{code} {said.get('message', '')}"[:300]
        return Reading(fate, words, wait=_WAITS.get(reason) or answer.wait, is_theirs=reason in _THEIRS)

    @override
    def renewal(self, at: datetime, *, is_refused: bool = False) -> Call | None:
        if self.access_token and not is_refused and self._until() - at > RENEWED_BEFORE:
            return None
        if not self.refresh_token:
            return None
        said = {"refresh_token": self.refresh_token, "app_id": self.app_id, "grant_type": "refresh_token"}
        return self._for_tokens(said)

    @override
    def exchange(self, code: str, verifier: str) -> Call:
        said = {"code": code, "app_id": self.app_id, "grant_type": "authorization_code", "code_verifier": verifier}
        return self._for_tokens(said)

    @override
    def permission(self, back: str, challenge: str, state: str) -> str:
        said = {"app_id": self.app_id, "redirect_uri": back, "code_challenge": challenge, "state": state}
        return f"{self.login_url.rstrip('/')}/v4/oa/permission?{urlencode(said)}"

    @override
    def connected(self) -> str | None:
        return self.account if self.refresh_token else None

    @override
    def renewed(self, answer: Answer, at: datetime) -> dict[str, str]:
        said = _json(answer.text)
        access, refresh = said.get("access_token"), said.get("refresh_token")
        if answer.stage != "answered" or not isinstance(access, str) or not isinstance(refresh, str):
            raise Invalid(f"Zalo gives no new token: {said_of(answer)}. Connect the account again.")
        seconds = str(said.get("expires_in", "90000"))
        until = at + timedelta(
            seconds=int(seconds) if seconds.isascii() and seconds.isdigit() and len(seconds) < 10 else 90_000
        )
        return {"access_token": access, "refresh_token": refresh, "access_until": until.isoformat()}

    @override
    def hear(self, incoming: Incoming) -> Heard:
        said = _json(incoming.body.decode("utf-8", "replace"))
        stamp = str(said.get("timestamp", ""))
        self._believe(incoming, stamp)
        at = datetime.fromtimestamp(int(stamp) / 1000, UTC)
        name = str(said.get("event_name", ""))
        message = _table(said.get("message"))
        ids = message.get("msg_ids")
        if name in ("user_seen_message", "user_received_message"):
            mark: Mark = "opened" if name == "user_seen_message" else "delivered"
            several = ids if isinstance(ids, list) else [message.get("msg_id")]
            ours = str(message.get("tracking_id", ""))  # of a message by a template: our own id
            return Heard(tuple(Told(mark, at, f"{one}:{name}", ours, str(one)) for one in several if one))
        who = str(_table(said.get("sender") or said.get("follower")).get("id", "") or said.get("user_id", ""))
        kind: Kind | None = "message" if name.startswith("user_send_") else _KINDS.get(name)
        if kind is None or not who:
            return Heard()
        key = str(message.get("msg_id") or f"{name}:{who}:{stamp}")
        attachments = message.get("attachments")
        told = {
            "event": name,
            "to": str(_table(said.get("recipient")).get("id", "")),
            "message_id": str(message.get("msg_id", "")),
        }
        if isinstance(attachments, list) and attachments:
            told["attachments"] = json.dumps(attachments, ensure_ascii=False)[:4000]
        wrote = Wrote(
            who,
            kind,
            at,
            key,
            str(message.get("text", ""))[:2000],
            told,
            _about(_table(said.get("info"))),
            kind == "message",
        )
        return Heard((), (wrote,))

    def _believe(self, incoming: Incoming, stamp: str) -> None:
        """Raises NotZalos. The sum is a plain SHA-256 over joined texts, as Zalo has it, no HMAC."""
        given = incoming.headers.get("x-zevent-signature", "").strip().lower().removeprefix("mac=")
        text = self.app_id.encode() + incoming.body + stamp.encode(errors="replace") + self.oa_secret.encode()
        if (
            not self.oa_secret
            or not given
            or not hmac.compare_digest(hashlib.sha256(text).hexdigest().encode(), given.encode())
        ):
            raise NotZalos
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) == 13):
            raise NotZalos
        age = incoming.at - datetime.fromtimestamp(int(stamp) / 1000, UTC)
        if age > OLDEST or age < -AHEAD:
            raise NotZalos

    def _for_tokens(self, said: Mapping[str, str]) -> Call:
        headers = (("Content-Type", "application/x-www-form-urlencoded"), ("secret_key", self.app_secret))
        return Call(f"{self.login_url.rstrip('/')}/v4/oa/access_token", urlencode(said).encode(), headers)

    def _until(self) -> datetime:
        try:
            return datetime.fromisoformat(self.access_until)
        except ValueError:
            return datetime.min.replace(tzinfo=UTC)


def _json(text: str) -> Mapping[str, object]:
    try:
        return _table(json.loads(text))
    except (ValueError, RecursionError):
        return {}


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _about(info: Mapping[str, object]) -> dict[str, str]:
    """What somebody said of themselves in Zalo's form."""
    names = {"name": "name", "phone": "phone", "full_address": "address", "user_dob": "birthday", "gender": "gender"}
    return {ours: str(info[theirs])[:200] for theirs, ours in names.items() if info.get(theirs)}
