"""Why a row cannot be taken, as a sentence that says what to mend, in both languages."""

from collections.abc import Mapping

# {column}: the column's own name; {value}: what stands there, cut short.
WORDS: Mapping[str, tuple[str, str]] = {
    "not_utf8": (
        "{column} holds bytes that are not valid {value}. Save the file as UTF-8, or choose its encoding.",
        "{column} có byte không hợp lệ theo {value}. Hãy lưu tệp dạng UTF-8 hoặc chọn đúng bảng mã.",
    ),
    "nul_character": ("{column} holds a NUL character. Remove it.", "{column} có ký tự NUL. Hãy xóa nó."),
    "too_long": (
        "{column} is too long: a row may have 32 KB, an id 255 characters. Shorten it.",
        "{column} quá dài: một dòng tối đa 32 KB, một mã tối đa 255 ký tự. Hãy rút ngắn.",
    ),
    "quote_not_closed": (
        "A quote is opened in this row and not closed. Close it, or double a quote that belongs to the text.",
        "Dòng này mở dấu nháy mà không đóng. Hãy đóng lại, hoặc nhân đôi dấu nháy thuộc về nội dung.",
    ),
    "too_many_cells": (
        "The row has {value} cells, more than the header. A text with a separator in it needs quotes around it.",
        "Dòng có {value} ô, nhiều hơn tiêu đề. Nội dung chứa dấu phân cách cần có dấu nháy bao quanh.",
    ),
    "no_identity": (
        "Nothing in the row says whose it is. Fill in {column}.",
        "Không có gì trong dòng cho biết thuộc về ai. Hãy điền {column}.",
    ),
    "no_name": ("The row has no name. Fill in {column}.", "Dòng không có tên. Hãy điền {column}."),
    "no_event": ("The row names no event. Fill in {column}.", "Dòng không nêu sự kiện. Hãy điền {column}."),
    "no_moment": ("The row does not say when it happened. Fill in {column}.", "Dòng không nói xảy ra khi nào. Hãy điền {column}."),
    "bad_email": ("{column} is no e-mail address: {value}", "{column} không phải địa chỉ e-mail: {value}"),
    "bad_number": ("{column} is no number: {value}", "{column} không phải số: {value}"),
    "bad_moment": (
        "{column} is no date between 1970 and 2099: {value}. Write it like 2026-03-31 or 2026-03-31 09:30.",
        "{column} không phải ngày trong khoảng 1970 đến 2099: {value}. Viết như 2026-03-31 hoặc 2026-03-31 09:30.",
    ),
    "in_the_future": ("{column} lies in the future: {value}", "{column} nằm ở tương lai: {value}"),
    "bad_yes_no": ("{column} is neither yes nor no: {value}", "{column} không phải có hoặc không: {value}"),
    "no_member": (
        "Nobody in the team is {value} ({column}). Invite them first, or leave the cell empty.",
        "Không ai trong đội ngũ là {value} ({column}). Hãy mời họ trước, hoặc để trống ô.",
    ),
    "no_stage": (
        "The pipeline has no stage {value} ({column}). Write it as the board does, or add the stage first.",
        "Quy trình không có giai đoạn {value} ({column}). Hãy viết như trên bảng, hoặc thêm giai đoạn trước.",
    ),
    "bad_own": (
        "{column} does not take {value}. Its field says in settings what it holds.",
        "{column} không nhận {value}. Phần cài đặt của trường cho biết trường chứa gì.",
    ),
    "bad_role": (
        "{column} is none of primary, billing, champion, sponsor: {value}",
        "{column} không thuộc primary, billing, champion, sponsor: {value}",
    ),
    "ambiguous_email": (
        "Several people have the address {value}. Add a column with their user id.",
        "Nhiều người có địa chỉ {value}. Hãy thêm cột mã người dùng.",
    ),
    "ambiguous_account": (
        "Several customers are called {value}. Add a column with their account id.",
        "Nhiều khách hàng tên {value}. Hãy thêm cột mã tài khoản.",
    ),
    "not_storable": (
        "The database cannot keep a value of this row. Look at {column}.",
        "Cơ sở dữ liệu không lưu được một giá trị của dòng này. Hãy xem {column}.",
    ),
}  # fmt: skip
_WHOLE = ("The row", "Dòng này")


def words(code: str, column: str, value: str, language: str) -> str:
    """The sentence of one fault."""
    is_vi = language == "vi"
    said = WORDS.get(code, (code, code))[is_vi]
    return said.format(column=column or _WHOLE[is_vi], value=value)
