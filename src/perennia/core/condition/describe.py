"""A condition as a sentence for people, in English or Vietnamese."""

import msgspec

from perennia.core import called
from perennia.core.condition.field import Field, read
from perennia.core.condition.language import All, Any, Compare, Condition, Not
from perennia.core.event import Value


class Words(msgspec.Struct, frozen=True):
    """What one language needs. `{who}`, `{name}`, `{more}`, `{days}` are the field's parts, `{value}` the value.

    `nots` are the complements of `ops`, `names` what traits and properties are called, `was` says what was seen.
    """

    who: dict[str, str]
    fields: dict[str, str]
    flags: dict[str, tuple[str, str]]
    ops: dict[str, str]
    nots: dict[str, str]
    names: dict[str, str]
    was: str
    unknown: str
    also: str
    either: str
    negated: str
    always: str
    never: str
    truth: dict[bool, str]


ENGLISH = Words(
    who={"customer": "the customer", "contact": "the contact", "event": "the event"},
    fields={
        "score": "{who}'s score", "own_score": "{who}'s own score", "started_at": "{who}'s first event",
        "last_seen_at": "{who}'s last activity", "last_login_at": "{who}'s last login", "renews_at": "{who}'s renewal",
        "trait": "{who}'s “{name}”", "stage": "{who}'s stage in “{name}”", "count": "{who}'s number of “{name}”",
        "recent": "{who}'s number of “{name}” in the last {days} days",
        "feature.seconds": "{who}'s seconds in “{name}”",
        "feature.uses": "{who}'s uses of “{name}”", "feature.first_at": "{who}'s first use of “{name}”",
        "feature.last_at": "{who}'s last use of “{name}”", "name": "the event's name", "kind": "the event's kind",
        "at": "the event's time", "properties": "the event's “{name}”", "traits": "the event's trait “{name}”",
        "context": "the event's context “{name}”",
    },
    flags={
        "tag": ("{who} has the tag “{name}”", "{who} does not have the tag “{name}”"),
        "segment": ("{who} is in the segment “{name}”", "{who} is not in the segment “{name}”"),
        "place": ("{who} stands in “{more}” of “{name}”", "{who} does not stand in “{more}” of “{name}”"),
    },
    ops={
        "is": "is {value}", "is_not": "is known and not {value}", "one_of": "is one of {value}",
        "contains": "contains {value}", "starts_with": "starts with {value}", "above": "is above {value}",
        "at_least": "is at least {value}",
        "below": "is below {value}", "at_most": "is at most {value}", "before": "is before {value}",
        "after": "is after {value}",
        "within_days": "is within the last {value} days", "more_than_days_ago": "is {value} days ago or more",
        "in_next_days": "is within the next {value} days", "is_missing": "is not known", "is_present": "is known",
    },
    nots={
        "is": "is not {value}", "is_not": "is {value} or not known", "one_of": "is none of {value}",
        "contains": "does not contain {value}", "starts_with": "does not start with {value}",
        "above": "is not above {value}", "at_least": "is not at least {value}", "below": "is not below {value}",
        "at_most": "is not at most {value}", "before": "is not before {value}", "after": "is not after {value}",
        "within_days": "is not within the last {value} days",
        "more_than_days_ago": "is not {value} days ago or more",
        "in_next_days": "is not within the next {value} days", "is_missing": "is known", "is_present": "is not known",
    },
    names={"mrr": "monthly revenue", "arr": "yearly revenue"},
    was="it was {value}", unknown="nothing was known",
    also=" and ", either=" or ", negated="not so that ({inner})", always="always", never="never",
    truth={True: "yes", False: "no"},
)  # fmt: skip

VIETNAMESE = Words(
    who={"customer": "khách hàng", "contact": "người liên hệ", "event": "sự kiện"},
    fields={
        "score": "điểm của {who}", "own_score": "điểm riêng của {who}", "started_at": "sự kiện đầu tiên của {who}",
        "last_seen_at": "hoạt động gần nhất của {who}", "last_login_at": "lần đăng nhập gần nhất của {who}",
        "renews_at": "ngày gia hạn của {who}", "trait": "“{name}” của {who}",
        "stage": "giai đoạn của {who} trong “{name}”",
        "count": "số lần “{name}” của {who}", "recent": "số lần “{name}” của {who} trong {days} ngày qua",
        "feature.seconds": "số giây {who} dùng “{name}”", "feature.uses": "số lần {who} dùng “{name}”",
        "feature.first_at": "lần đầu {who} dùng “{name}”", "feature.last_at": "lần gần nhất {who} dùng “{name}”",
        "name": "tên sự kiện", "kind": "loại sự kiện", "at": "thời điểm sự kiện", "properties": "“{name}” của sự kiện",
        "traits": "đặc điểm “{name}” của sự kiện", "context": "ngữ cảnh “{name}” của sự kiện",
    },
    flags={
        "tag": ("{who} có thẻ “{name}”", "{who} không có thẻ “{name}”"),
        "segment": ("{who} thuộc phân khúc “{name}”", "{who} không thuộc phân khúc “{name}”"),
        "place": ("{who} đang ở “{more}” của “{name}”", "{who} không ở “{more}” của “{name}”"),
    },
    ops={
        "is": "là {value}", "is_not": "đã biết và không phải {value}", "one_of": "là một trong {value}",
        "contains": "chứa {value}", "starts_with": "bắt đầu bằng {value}", "above": "lớn hơn {value}",
        "at_least": "ít nhất là {value}", "below": "nhỏ hơn {value}", "at_most": "nhiều nhất là {value}",
        "before": "trước {value}", "after": "sau {value}", "within_days": "trong {value} ngày qua",
        "more_than_days_ago": "cách đây từ {value} ngày trở lên", "in_next_days": "trong {value} ngày tới",
        "is_missing": "chưa biết", "is_present": "đã biết",
    },
    nots={
        "is": "không phải là {value}", "is_not": "là {value} hoặc chưa biết", "one_of": "không phải {value}",
        "contains": "không chứa {value}", "starts_with": "không bắt đầu bằng {value}",
        "above": "không lớn hơn {value}", "at_least": "không đạt {value}", "below": "không nhỏ hơn {value}",
        "at_most": "vượt {value} hoặc chưa biết", "before": "không trước {value}", "after": "không sau {value}",
        "within_days": "không nằm trong {value} ngày qua",
        "more_than_days_ago": "chưa cách đây {value} ngày", "in_next_days": "không nằm trong {value} ngày tới",
        "is_missing": "đã biết", "is_present": "chưa biết",
    },
    names={
        "name": "tên", "first_name": "tên gọi", "last_name": "họ", "email": "e-mail", "phone": "điện thoại",
        "title": "chức danh", "role": "vai trò", "plan": "gói", "interval": "kỳ thanh toán", "currency": "tiền tệ",
        "subscription_status": "trạng thái gói", "payment_status": "trạng thái thanh toán", "seats": "số người dùng",
        "yearly_value": "giá trị một năm", "mrr": "doanh thu một tháng", "arr": "doanh thu một năm",
        "renews_at": "ngày gia hạn", "website": "trang web", "industry": "ngành", "employees": "số nhân viên",
        "timezone": "múi giờ", "language": "ngôn ngữ", "locale": "ngôn ngữ", "feature": "tính năng", "amount": "số tiền",
        "created_at": "ngày tạo", "invoice": "hóa đơn", "attempt": "lần thử", "reason": "lý do", "source": "nguồn",
        "type": "loại",
    },
    was="thực tế là {value}", unknown="chưa biết gì",
    also=" và ", either=" hoặc ", negated="không phải là ({inner})", always="luôn luôn", never="không bao giờ",
    truth={True: "có", False: "không"},
)  # fmt: skip

LANGUAGES = {"en": ENGLISH, "vi": VIETNAMESE}


def describe(condition: Condition, language: str = "en") -> str:
    """The condition as a sentence; a language that is not known gets English."""
    said = _said(condition, words_of(language))
    return said[:1].upper() + said[1:]


def trait_in_words(name: str, language: str) -> str:
    """What a trait or property is called, as a label."""
    said = words_of(language).names.get(name, name.replace("_", " "))
    return said[:1].upper() + said[1:]


def words_of(language: str) -> Words:
    return LANGUAGES.get(language[:2].lower(), ENGLISH)


def _said(condition: Condition, words: Words) -> str:
    match condition:
        case Compare():
            return _compared(condition, words)
        case Not(Compare() as inner):
            return _compared(inner, words, is_negated=True)
        case Not(of):
            return words.negated.replace("{inner}", _said(of, words))
        case All(of):
            return words.also.join(_inner(part, words) for part in of) if of else words.always
        case Any(of):
            return words.either.join(_inner(part, words) for part in of) if of else words.never


def _inner(condition: Condition, words: Words) -> str:
    said = _said(condition, words)
    return f"({said})" if isinstance(condition, (All, Any)) and len(condition.of) > 1 else said


def _compared(compare: Compare, words: Words, *, is_negated: bool = False) -> str:
    field = read(compare.field)
    if field.noun in words.flags and compare.op in ("is", "is_not"):
        has, lacks = words.flags[field.noun]
        is_wanted = (compare.value is (compare.op == "is")) != is_negated
        return _filled(has if is_wanted else lacks, field, words)
    pattern = words.fields.get(field.noun) or words.flags[field.noun][0]
    named = _stages(field.args[0], compare.value) if field.noun == "stage" else compare.value
    said = (words.nots if is_negated else words.ops)[compare.op].replace("{value}", value(named, words))
    return f"{_filled(pattern, field, words)} {said}"


def _filled(pattern: str, field: Field, words: Words) -> str:
    name, more = (field.args[0], field.args[1]) if field.noun == "place" else (".".join(field.args), "")
    if field.noun == "stage":
        name = called.pipeline(name)
    elif field.noun == "segment":
        name = called.segment(name)
    elif field.noun == "place":
        name, more = called.pipeline(name), called.stage(name, more)
    elif field.noun in ("trait", "properties", "traits", "context"):
        name = words.names.get(name, name.replace("_", " "))
    return pattern.format(who=words.who[field.scope], name=name, more=more, days=field.days)


def _stages(pipeline: str, keys: Value) -> Value:
    """Stages by their names; a part of one stays as it is."""
    if isinstance(keys, list):
        return [called.stage(pipeline, key) if isinstance(key, str) else key for key in keys]
    return called.stage(pipeline, keys) if isinstance(keys, str) else keys


def value(said: Value, words: Words) -> str:
    """A value within a sentence: text in quotes, one of several joined by "or"."""
    if isinstance(said, list):
        *most, last = [value(item, words) for item in said] or [""]
        return f"{', '.join(most)}{words.either}{last}" if most else last
    if isinstance(said, bool):
        return words.truth[said]
    return f"“{said}”" if isinstance(said, str) else str(said)
