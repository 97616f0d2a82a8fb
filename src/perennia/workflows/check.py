"""All that keeps a draft from being published: the rules of the language, the words of its messages, what it names."""

from collections.abc import Iterator

from perennia.core import faults
from perennia.core.channel import of_medium
from perennia.core.conduct import TRANSACTIONAL
from perennia.core.error import Invalid
from perennia.core.event import Value
from perennia.core.faults import Fault
from perennia.core.step import walk
from perennia.core.workflow import Definition
from perennia.messages import template
from perennia.messages.context import NAMES
from perennia.messages.edit import LONGEST_SUBJECT

LONGEST_BODY = 20_000
_LANGUAGES = ("en", "vi")


def check(definition: Definition, running: Definition | None) -> list[Fault]:
    """Every fault in reading order. `running`: the newest version, whose subject must stay."""
    return [
        *faults.find(definition), *_words(definition), *_templates(definition), *_same_subject(definition, running)
    ]  # fmt: skip


def _same_subject(definition: Definition, running: Definition | None) -> Iterator[Fault]:
    if running is not None and running.subject != definition.subject:
        yield Fault(
            "subject", "Whom it is about stays as it was published. Make a copy for the other.",
            "Đối tượng giữ nguyên như đã phát hành. Hãy tạo một bản sao cho đối tượng khác.", field="subject",
        )  # fmt: skip


def _words(definition: Definition) -> Iterator[Fault]:
    users = {
        str(one.step["template"]): one for one in walk(definition.steps) if isinstance(one.step.get("template"), str)
    }
    for name, said in definition.templates.items():
        user = users.get(name)
        step, where = (user.id, f"{user.where}.template") if user is not None else ("", f"templates.{name}")
        for language in _LANGUAGES:
            text: Value = said if language == "en" else said.get(language)
            wrong = _wrong(text) if isinstance(text, dict) and (text.get("subject") or text.get("body")) else None
            if wrong is not None:
                yield Fault(f"{where}.{language}", f"{_EN[language]}: {wrong[0]}", f"{_VI[language]}: {wrong[1]}", step,
                            f"template.{language}")  # fmt: skip


def _templates(definition: Definition) -> Iterator[Fault]:
    """A channel that sends by a template its provider keeps needs that template, and values that can be written; at once
    goes what is transactional alone."""
    for one in walk(definition.steps):
        if one.step.get("hours") == "at_once" and one.step.get("topic") != TRANSACTIONAL:
            yield Fault(
                f"{one.where}.hours",
                "Only a transactional message may leave in quiet hours. Choose that topic, or other hours.",
                "Chỉ tin giao dịch mới được gửi trong giờ yên tĩnh. Hãy chọn chủ đề đó, hoặc giờ khác.",
                one.id,
                "hours",
            )
        order = one.step.get("fallback")
        ways = [one.step.get("channel"), *(order if isinstance(order, list) else ())]
        if not any(isinstance(way, str) and (entry := of_medium(way)) is not None and entry.templated for way in ways):
            continue
        if not one.step.get("outside"):
            yield Fault(f"{one.where}.outside", "Name the Zalo template it is sent by.",
                        "Hãy nhập ID mẫu Zalo dùng để gửi.", one.id, "outside")  # fmt: skip
        values = one.step.get("values")
        for place, said in enumerate(values if isinstance(values, list) else ()):
            text = said.get("value") if isinstance(said, dict) else None
            try:
                template.check(str(text or ""), "-", NAMES)
            except Invalid as wrong:
                yield Fault(
                    f"{one.where}.values[{place}].value", wrong.detail, wrong.detail, one.id, f"values[{place}].value"
                )


_EN = {"en": "The English words", "vi": "The Vietnamese words"}
_VI = {"en": "Lời tiếng Anh", "vi": "Lời tiếng Việt"}


def _wrong(text: dict[str, Value]) -> tuple[str, str] | None:
    subject, body = text.get("subject"), text.get("body")
    if not isinstance(subject, str) or not isinstance(body, str) or not subject.strip() or not body.strip():
        return "write both a subject and a text.", "hãy viết cả tiêu đề lẫn nội dung."
    if len(subject) > LONGEST_SUBJECT or len(body) > LONGEST_BODY:
        said = f"a subject has at most {LONGEST_SUBJECT} characters, a text {LONGEST_BODY}. Shorten them."
        return said, f"tiêu đề có nhiều nhất {LONGEST_SUBJECT} ký tự, nội dung {LONGEST_BODY}. Hãy rút ngắn."
    try:
        template.check(subject, body, NAMES)
    except Invalid as wrong:
        return wrong.detail, wrong.detail
    return None
