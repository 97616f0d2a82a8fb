"""What is wrong with a field, and what to do about it, in both languages."""

from collections.abc import Mapping
from typing import Any

from pydantic.fields import FieldInfo

from perennia.core.form_words import translated

# By pydantic's name of the error. `{title}` is the field, the rest is pydantic's own context.
_WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("{title} is missing. Fill it in.", "Thiếu “{title}”. Hãy điền vào."),
    "string_too_short": ("{title} is empty. Fill it in.", "“{title}” còn trống. Hãy điền vào."),
    "too_short": ("{title} is empty. Choose at least one.", "“{title}” còn trống. Hãy chọn ít nhất một."),
    "string_too_long": (
        "{title} has more than {max_length} characters. Shorten it.", "“{title}” dài hơn {max_length} ký tự. Hãy rút ngắn.",
    ),
    "too_long": ("{title} has more than {max_length} entries. Take some away.", "“{title}” có hơn {max_length} mục. Hãy bớt đi."),
    "greater_than_equal": ("{title} is at least {ge}. Give a larger one.", "“{title}” ít nhất là {ge}. Hãy nhập số lớn hơn."),
    "greater_than": ("{title} is more than {gt}. Give a larger one.", "“{title}” phải lớn hơn {gt}. Hãy nhập số lớn hơn."),
    "less_than_equal": ("{title} is at most {le}. Give a smaller one.", "“{title}” nhiều nhất là {le}. Hãy nhập số nhỏ hơn."),
    "less_than": ("{title} is less than {lt}. Give a smaller one.", "“{title}” phải nhỏ hơn {lt}. Hãy nhập số nhỏ hơn."),
    "literal_error": ("{title}: choose {expected}.", "“{title}”: hãy chọn {expected}."),
    "extra_forbidden": ("There is no field {name}. Remove it.", "Không có trường {name}. Hãy bỏ đi."),
    "string_pattern_mismatch": (
        "{title} is not written as it must be. Choose it from the list.", "“{title}” viết chưa đúng. Hãy chọn từ danh sách.",
    ),
    "string_type": ("{title} must be a text. Write one.", "“{title}” phải là chữ. Hãy viết lại."),
    "int_type": ("{title} must be a whole number. Give one.", "“{title}” phải là số nguyên. Hãy nhập lại."),
    "int_parsing": ("{title} must be a whole number. Give one.", "“{title}” phải là số nguyên. Hãy nhập lại."),
    "int_from_float": ("{title} must be a whole number. Give one.", "“{title}” phải là số nguyên. Hãy nhập lại."),
    "bool_type": ("{title} is yes or no. Choose one.", "“{title}” là có hoặc không. Hãy chọn."),
    "bool_parsing": ("{title} is yes or no. Choose one.", "“{title}” là có hoặc không. Hãy chọn."),
    "tuple_type": ("{title} must be a list. Give one.", "“{title}” phải là danh sách."),
    "list_type": ("{title} must be a list. Give one.", "“{title}” phải là danh sách."),
    "time_delta_parsing": ("{title} must be a span such as P3D. Choose one.", "“{title}” phải là khoảng thời gian như P3D."),
}  # fmt: skip


def in_words(
    reason: str, where: str, error: Mapping[str, Any] | None = None, field: FieldInfo | None = None
) -> tuple[str, str]:
    """The sentence in English and Vietnamese. What no words are kept for is said as it was reported."""
    if error is None:
        bare = reason.removeprefix(f"{where}: ")
        said = bare[:1].upper() + bare[1:]
        return said, said
    name = str(error["loc"][0]) if error["loc"] else ""
    title = (field.title if field is not None else None) or name.replace("_", " ").capitalize()
    words = _WORDS.get(str(error["type"]))
    if words is None:
        said = f"{title}: {reason}." if title else f"{reason}."
        return said, said
    context = {key: str(value) for key, value in (error.get("ctx") or {}).items()}
    return (
        words[0].format_map({"title": title, "name": name, **context}),
        words[1].format_map({"title": translated(title, "vi", field), "name": name, **context}),
    )
