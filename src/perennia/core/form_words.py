"""What the forms of catalogue entries say in Vietnamese, by the English; an entry's own `title_vi` goes before it."""

from collections.abc import Mapping

from pydantic.fields import FieldInfo

TITLES: Mapping[str, str] = {
    "After a silence of": "Sau khi im lặng",
    "Any of these stages": "Một trong các giai đoạn này",
    "Any of these values": "Một trong các giá trị này",
    "At least minutes": "Ít nhất số phút",
    "At least times": "Ít nhất số lần",
    "Beside other stages": "Cùng với các giai đoạn khác",
    "Channel": "Kênh",
    "Compared how": "So sánh thế nào",
    "Days": "Số ngày",
    "Days before": "Số ngày trước",
    "Due in": "Hạn sau",
    "Else by, in order": "Nếu không thì bằng, theo thứ tự",
    "Event": "Sự kiện",
    "Events": "Các sự kiện",
    "Feature": "Tính năng",
    "Field": "Trường",
    "For": "Cho",
    "For, in Vietnamese": "Lý do bằng tiếng Việt",
    "From": "Từ",
    "Has it": "Có thẻ",
    "If it cannot be sent": "Nếu không gửi được",
    "In the last days": "Trong số ngày qua",
    "Instead of": "Thay cho",
    "Kind": "Loại",
    "Last used within days": "Dùng lần cuối trong số ngày",
    "Level": "Mức",
    "May wait, hours": "Có thể chờ, giờ",
    "Member": "Thành viên",
    "Message": "Tin nhắn",
    "Milestone": "Cột mốc",
    "Minutes": "Số phút",
    "Minutes of features that differ": "Số phút của tính năng riêng",
    "Note": "Ghi chú",
    "Note in Vietnamese": "Ghi chú bằng tiếng Việt",
    "On": "Áp dụng cho",
    "Only the first time in a month": "Chỉ lần đầu trong tháng",
    "Pipeline": "Quy trình bán hàng",
    "Points": "Điểm",
    "Priority": "Độ ưu tiên",
    "Property": "Thuộc tính",
    "Replace the present one": "Thay người hiện tại",
    "Role": "Vai trò",
    "Score": "Điểm số",
    "Segment": "Phân khúc",
    "Stage": "Giai đoạn",
    "Tag": "Thẻ",
    "Text": "Nội dung",
    "Text in Vietnamese": "Nội dung bằng tiếng Việt",
    "The very first time too": "Cả lần đầu tiên",
    "Title": "Tiêu đề",
    "Title in Vietnamese": "Tiêu đề bằng tiếng Việt",
    "To": "Đến",
    "To whom": "Cho ai",
    "Topic": "Chủ đề",
    "Trait": "Đặc điểm",
    "Urgent": "Khẩn",
    "Value": "Giá trị",
    "Who": "Ai",
    "Whose": "Của ai",
    "With": "Với",
    "Within days": "Trong số ngày",
    "Empty: any stage.": "Để trống: giai đoạn nào cũng được.",
}
# Values one chooses from: in English, in Vietnamese. A value without words is shown with its underscores gone.
CHOICES: Mapping[str, tuple[str, str]] = {
    "email": ("E-mail", "Thư điện tử"),
    "sms": ("Text message (SMS)", "Tin nhắn SMS"),
    "zalo": ("Zalo", "Zalo"),
    "slack": ("Slack", "Slack"),
    "teams": ("Microsoft Teams", "Microsoft Teams"),
    "webhook": ("Webhook", "Webhook"),
    "in_app": ("In the product", "Trong sản phẩm"),
    "subject": ("Whom the workflow is about", "Đối tượng của quy trình"),
    "customer": ("The customer", "Khách hàng"),
    "contact": ("The contact", "Người liên hệ"),
    "go_on": ("Go on", "Đi tiếp"),
    "tell_owner": ("Tell the owner and go on", "Báo người phụ trách rồi đi tiếp"),
    "stop": ("Stop", "Dừng"),
    "transactional": ("Transactional", "Giao dịch"),
    "success": ("Success", "Chăm sóc"),
    "product_news": ("Product news", "Tin sản phẩm"),
    "surveys": ("Surveys", "Khảo sát"),
    "low": ("Low", "Thấp"),
    "normal": ("Normal", "Bình thường"),
    "high": ("High", "Cao"),
    "urgent": ("Urgent", "Khẩn"),
    "is": ("Is", "Là"),
    "is_not": ("Is not", "Không phải"),
    "contains": ("Contains", "Chứa"),
    "starts_with": ("Starts with", "Bắt đầu bằng"),
    "above": ("Is above", "Lớn hơn"),
    "at_least": ("Is at least", "Ít nhất"),
    "below": ("Is below", "Nhỏ hơn"),
    "at_most": ("Is at most", "Nhiều nhất"),
    "before": ("Is before", "Trước"),
    "after": ("Is after", "Sau"),
    "is_missing": ("Is not known", "Chưa biết"),
    "is_present": ("Is known", "Đã biết"),
    "any": ("At any hour that is not quiet", "Bất cứ lúc nào ngoài giờ yên tĩnh"),
    "business": ("In business hours where they are", "Trong giờ làm việc của họ"),
    "least_loaded": ("The one with the fewest customers", "Người có ít khách hàng nhất"),
    "in_turn": ("Each in turn", "Lần lượt từng người"),
    "skip": ("Leave out what follows, up to the next wait", "Bỏ qua các bước sau, đến lần chờ kế tiếp"),
    "mon": ("Monday", "Thứ hai"),
    "tue": ("Tuesday", "Thứ ba"),
    "wed": ("Wednesday", "Thứ tư"),
    "thu": ("Thursday", "Thứ năm"),
    "fri": ("Friday", "Thứ sáu"),
    "sat": ("Saturday", "Thứ bảy"),
    "sun": ("Sunday", "Chủ nhật"),
}


def translated(title: str, language: str, field: FieldInfo | None = None) -> str:
    """A title in a language; the English where it has no other."""
    if language != "vi":
        return title
    extra = field.json_schema_extra if field is not None else None
    own = extra.get("title_vi") if isinstance(extra, dict) else None
    return own if isinstance(own, str) else TITLES.get(title, title)


def choice(value: str, language: str) -> str:
    """What a value one chooses is called."""
    plain = value.replace("_", " ").capitalize()
    return CHOICES.get(value, (plain, plain))[language == "vi"]
