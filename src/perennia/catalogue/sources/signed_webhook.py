"""A program of your own: signed posts of JSON, and a mapping that says what they mean."""

# size: the form in two languages beside the two signatures it sets
# ruff: noqa: E501  a sentence stands on one line with its translation

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import ClassVar, Literal

from msgspec.structs import replace
from pydantic import Field
from typing_extensions import override

from perennia.core import mapped
from perennia.core.channel import KEPT
from perennia.core.error import Invalid
from perennia.core.event import Properties
from perennia.core.source import (
    NoSignature,
    Post,
    Source,
    Told,
    WrongSignature,
    among,
    fresh,
    keyed,
    sign,
    table,
    word,
)  # fmt: skip


class SignedWebhook(Source, frozen=True):
    """By default the signature of Standard Webhooks; or a header of the other program's own, with HMAC-SHA256 over the raw
    body, with or without a time before it. A post that no rule fits is kept and can be mapped later.
    """

    key: ClassVar[str] = "signed_webhook"
    label: ClassVar[str] = "Signed webhook"
    label_vi: ClassVar[str] = "Webhook có chữ ký"
    icon: ClassVar[str] = "webhook"
    about: ClassVar[str] = "Any other program that posts signed JSON; you say what its fields mean."
    about_vi: ClassVar[str] = "Bất kỳ chương trình nào gửi JSON có chữ ký; bạn cho biết ý nghĩa các trường."
    is_mapped: ClassVar[bool] = True
    steps: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Let the other program post JSON to {address}", "Cho chương trình kia gửi JSON tới {address}"),
        ("Give it the secret shown here once, or paste the one it made.", "Đưa cho nó khóa chỉ hiện ở đây một lần, hoặc dán khóa nó đã tạo."),
        ("Send a first post, then say here what its fields mean.", "Gửi bài đầu tiên, rồi cho biết ở đây các trường nghĩa là gì."),
    )  # fmt: skip

    scheme: Literal["standard", "header"] = Field(
        "standard", title="Signature",
        json_schema_extra={"title_vi": "Chữ ký", "labels": {"standard": "Standard Webhooks", "header": "A header of its own"}, "labels_vi": {"standard": "Standard Webhooks", "header": "Một header riêng"}},
    )  # fmt: skip
    header: str = Field(
        "X-Signature", max_length=100, pattern=r"^[A-Za-z0-9-]*$", title="Header with the signature",
        json_schema_extra={"title_vi": "Header chứa chữ ký", "advanced": True},
    )  # fmt: skip
    encoding: Literal["hex", "base64"] = Field(
        "hex", title="Written as", json_schema_extra={"title_vi": "Viết dưới dạng", "advanced": True}
    )
    prefix: str = Field(
        "",
        max_length=40,
        title="Words before it, like sha256=",
        json_schema_extra={"title_vi": "Chữ đứng trước, ví dụ sha256=", "advanced": True},
    )
    stamp_header: str = Field(
        "", max_length=100, pattern=r"^[A-Za-z0-9-]*$", title="Header with the time, where it is signed too",
        description="Unix seconds; the text signed is then time.body. Posts over five minutes old are refused.",
        json_schema_extra={"title_vi": "Header chứa thời gian, nếu cũng được ký", "description_vi": "Giây Unix; văn bản được ký là thời gian.body. Bài cũ hơn năm phút bị từ chối.", "advanced": True},
    )  # fmt: skip
    id_header: str = Field(
        "", max_length=100, pattern=r"^[A-Za-z0-9-]*$", title="Header with the id of a post",
        description="Heeded where the time is signed too. Else the same body counts once: anybody could send it again under another id.",
        json_schema_extra={"title_vi": "Header chứa mã của bài", "description_vi": "Chỉ dùng khi thời gian cũng được ký. Nếu không, cùng một nội dung chỉ tính một lần: ai cũng có thể gửi lại dưới mã khác.", "advanced": True},
    )  # fmt: skip
    mapping: str = Field("", repr=False, title="Mapping", json_schema_extra=KEPT)

    @override
    def believe(self, post: Post, secrets: Sequence[str]) -> str:
        return self._standard(post, secrets) if self.scheme == "standard" else self._own(post, secrets)

    @override
    def read(self, post: Post) -> Told:
        found = mapped.apply(mapped.read(self.mapping), table(post.body), "")
        if found.faults:
            raise Invalid(" ".join(one.message for one in found.faults), field=found.faults[0].field)
        if found.rule is None:  # told apart by what most programs call a kind of post
            return replace(found.told, type=_named(table(post.body)))
        return found.told

    def _standard(self, post: Post, secrets: Sequence[str]) -> str:
        id_, stamp = post.headers.get("webhook-id", ""), post.headers.get("webhook-timestamp", "")
        given = [one[3:].encode() for one in post.headers.get("webhook-signature", "").split() if one.startswith("v1,")]
        if not id_ or not stamp or not any(given):
            raise NoSignature
        text = f"{id_}.{stamp}.".encode("utf-8", "replace") + post.body
        if "." in id_ or not among(given, [b64encode(sign(keyed(one), text)) for one in secrets]):
            raise WrongSignature
        fresh(stamp, post.at)
        return word(id_, 200)

    def _own(self, post: Post, secrets: Sequence[str]) -> str:
        said = post.headers.get(self.header.lower(), "").strip()
        given = said.removeprefix(self.prefix).strip()
        if not given or (self.prefix and not said.startswith(self.prefix)):
            raise NoSignature
        stamp = post.headers.get(self.stamp_header.lower(), "").strip() if self.stamp_header else ""
        if self.stamp_header and not stamp:
            raise NoSignature
        text = (stamp.encode("utf-8", "replace") + b"." if stamp else b"") + post.body
        sums = [sign(keyed(one), text) for one in secrets]
        is_hex = self.encoding == "hex"
        if not among(
            [(given.lower() if is_hex else given).encode("utf-8", "replace")],
            [one.hex().encode() if is_hex else b64encode(one) for one in sums],
        ):
            raise WrongSignature
        if stamp:
            fresh(stamp, post.at)
        # An id that is not signed is anybody's to change; only the signed time keeps an old post from coming again under it.
        named = word(post.headers.get(self.id_header.lower(), ""), 200) if self.id_header and stamp else ""
        return named or sha256(text).hexdigest()


def _named(body: Properties) -> str:
    said = next((body[one] for one in ("type", "event", "event_type", "topic", "action") if one in body), "")
    return said if isinstance(said, str) else ""
