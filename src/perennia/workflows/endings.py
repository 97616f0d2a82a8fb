"""Says why a run ended or never began: the engine keeps a code with what it saw, people read a sentence."""

from datetime import datetime

from perennia.core.workflow import Plan
from perennia.customers.wording import title
from perennia.messages import reasons
from perennia.workflows import titles
from perennia.workflows.reading import Reading, lowered

_WORDS = {
    "goal": ("reached its goal: {}", "đã đạt mục tiêu: {}"),
    "exit": ("this ended it: {}", "điều này đã kết thúc: {}"),
    "unsent": ("its message was not sent: {}", "thư của nó không được gửi: {}"),
    "ran": ("it runs once for each, and has run before", "mỗi đối tượng chỉ chạy một lần, và đã chạy rồi"),
    "ran_per": ("it runs once for each {}, and has run for {}", "mỗi {} chỉ chạy một lần, và đã chạy cho {}"),
    "ran_event": ("this very event began it before", "chính sự kiện này đã bắt đầu nó rồi"),
    "ran_within": (
        "it begins again after {} days at the earliest, and last began on {}",
        "sớm nhất sau {} ngày mới bắt đầu lại, và lần gần nhất là {}",
    ),
    "stopped": ("the workflow “{}” stopped it", "quy trình “{}” đã dừng nó"),
    "held_out": ("it was held out, to compare the others with", "được giữ lại để so sánh với những người khác"),
    "off": ("it is switched off", "quy trình đang tắt"),
    "guard": (
        "it began {} times today already; more would look like a loop",
        "hôm nay đã bắt đầu {} lần; thêm nữa sẽ giống vòng lặp",
    ),
    "circles": (
        "it took {} steps without coming to an end; it goes round in circles",
        "đã đi {} bước mà chưa đến cuối; nó đang chạy vòng tròn",
    ),
    "chain": (
        "“{1}” stood at the end of a chain of {0} events, each caused by the one before; two workflows may start each other",
        "“{1}” đứng cuối một chuỗi {0} sự kiện, mỗi sự kiện do sự kiện trước gây ra; có thể hai quy trình kích hoạt nhau",
    ),
    "parked_event": (
        "The first of them was tried three times and could not be worked: {}.",
        "Sự kiện đầu tiên đã được thử ba lần mà không xử lý được: {}.",
    ),
    "parked_timer": (
        "A wait that fell due was tried three times and could not be worked: {}.",
        "Một khoảng chờ đến hạn đã được thử ba lần mà không xử lý được: {}.",
    ),
    "all_done": ("all its steps were done", "mọi bước đã xong"),
    "condition": ("a condition did not hold", "một điều kiện không đúng"),
    "moved": ("they went to another customer", "người này đã sang khách hàng khác"),
}


def reason(code: str, plan: Plan | None, reading: Reading, entry: str = "") -> str:
    """The reason in words, without a full stop; one that is no code as it stands, none as nothing."""
    kind, _, rest = code.partition(":")
    language = reading.language
    match kind:
        case "goal":
            goal = plan.goal.summary(language) if plan is not None and plan.goal is not None else "…"
            return _said("goal", language, lowered(goal))
        case "exit":
            return _said("exit", language, lowered(_exit(rest, plan, language)))
        case "unsent":
            name, _, why = rest.partition(":")
            return _said("unsent", language, lowered(reasons.words(why, language) if why else title(name, language)))
        case "ran":
            return _ran(rest, plan, language)
        case "ran_within":
            days, _, at = rest.partition(":")
            return _said("ran_within", language, days, reading.moment(datetime.fromisoformat(at)))
        case "chain":
            return _said("chain", language, rest, title(entry, language))
        case "stopped":
            return _said("stopped", language, titles.name(rest, language, titles.titles()))
        case "guard" | "circles" | "condition" | "moved" | "held_out" | "off":
            return _said(kind, language, rest)
    return code


def parked(failure: str, language: str) -> str:
    """Why a customer's events are set aside: the failure as it was kept, in a sentence that says what it stopped."""
    timer = "A timer failed. "
    what = "timer" if failure.startswith(timer) else "event"
    kind, colon, text = failure.removeprefix(timer).partition(": ")
    plain = text if kind == "OverBudget" and colon else failure.removeprefix(timer)
    return _said(f"parked_{what}", language, plain.rstrip("."))


def ended(state: str, code: str, plan: Plan | None, reading: Reading) -> str:
    """Why an enrolment ended, as a sentence of its own without a full stop; nothing while it runs."""
    text = _said("all_done", reading.language) if state == "done" and not code else reason(code, plan, reading)
    return text[:1].upper() + text[1:]


def _exit(place: str, plan: Plan | None, language: str) -> str:
    exits = plan.exits if plan is not None else ()
    return exits[int(place)].summary(language) if place.isdigit() and int(place) < len(exits) else "…"


def _ran(key: str, plan: Plan | None, language: str) -> str:
    if not key:
        return _said("ran", language)
    if plan is None or plan.re_entry.rule != "per":
        return _said("ran_event", language)
    return _said("ran_per", language, plan.re_entry.path.rpartition(".")[2].replace("_", " "), key)


def _said(word: str, language: str, *values: object) -> str:
    return _WORDS[word][language == "vi"].format(*values)
