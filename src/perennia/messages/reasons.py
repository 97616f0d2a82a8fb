"""Puts the code of a reason into words for people: what keeps a message, and what ended it."""

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "quiet_hours": "It is quiet time where they are",
        "business_hours": "It leaves in business hours only, and it is not where they are",
        "cap_day": "One message went to them today already",
        "cap_week": "{} messages in seven days already",
        "stop_all": "All sending is stopped",
        "rate": "The channel sends no more in this minute",
        "channel_off": "The channel {} is switched off",
        "no_channel": "There is no channel {}",
        "shut": "The provider keeps failing, so we let it rest: {}",
        "server": "The mail server cannot be reached: {}",
        "provider": "The provider answered: {}",
        "taken_over": "The worker that had it ended; it goes on",
        "suppressed": "Nothing is sent to this address any more: {}",
        "no_consent": "They unsubscribed from {}",
        "consent_unknown": "They never said that we may write about {}",
        "customer_left": "The customer left after this was planned",
        "nobody": "Nobody at this customer has an address",
        "no_address": "No address is known",
        "member_left": "The member is no longer on the team",
        "discarded": "Somebody discarded it",
        "span_over": "It waited until its time was over. {}",
        "no_template": "There is no text {}",
        "unwritable": "{}",
        "cut_off": "The connection broke while it was sent; it may have arrived. Ask them, or send it again by hand",
    },
    "vi": {
        "quiet_hours": "Nơi họ đang là giờ yên tĩnh",
        "business_hours": "Thư chỉ gửi trong giờ làm việc, và nơi họ hiện không phải giờ đó",
        "cap_day": "Hôm nay họ đã nhận một thư",
        "cap_week": "Đã có {} thư trong bảy ngày",
        "stop_all": "Đang tạm dừng mọi việc gửi",
        "rate": "Kênh đã gửi đủ trong phút này",
        "channel_off": "Kênh {} đang tắt",
        "no_channel": "Không có kênh {}",
        "shut": "Nhà cung cấp lỗi liên tục nên chúng tôi tạm nghỉ: {}",
        "server": "Không kết nối được máy chủ thư: {}",
        "provider": "Nhà cung cấp trả lời: {}",
        "taken_over": "Tiến trình đang giữ thư đã dừng; thư sẽ đi tiếp",
        "suppressed": "Không gửi tới địa chỉ này nữa: {}",
        "no_consent": "Họ đã ngừng nhận {}",
        "consent_unknown": "Họ chưa từng đồng ý nhận {}",
        "customer_left": "Khách hàng đã rời đi sau khi thư được lên lịch",
        "nobody": "Không ai ở khách hàng này có địa chỉ",
        "no_address": "Không biết địa chỉ",
        "member_left": "Thành viên không còn trong nhóm",
        "discarded": "Có người đã bỏ thư này",
        "span_over": "Thư đã chờ hết thời hạn. {}",
        "no_template": "Không có nội dung {}",
        "unwritable": "{}",
        "cut_off": "Kết nối đứt khi đang gửi; thư có thể đã đến. Hãy hỏi họ, hoặc gửi lại bằng tay",
    },
}
_TOPICS: dict[str, dict[str, str]] = {
    "en": {"transactional": "account mail", "success": "tips and check-ins", "product_news": "product news", "surveys": "surveys"},
    "vi": {"transactional": "thư tài khoản", "success": "mẹo và hỏi thăm", "product_news": "tin sản phẩm", "surveys": "khảo sát"},
}  # fmt: skip
_SUPPRESSED: dict[str, dict[str, str]] = {
    "en": {"bounced": "mail to it came back"},
    "vi": {"bounced": "thư gửi tới đó bị trả lại"},
}


def words(reason: str, language: str = "en") -> str:
    """The reason as a sentence without its full stop; an unknown code as it is."""
    code, _, seen = reason.partition(":")
    said = _WORDS.get(language, _WORDS["en"]).get(code)
    if said is None:
        return reason
    return said.format(_seen(code, seen, language)) if "{}" in said else said


def topic(key: str, language: str = "en") -> str:
    """What a topic is called."""
    return _TOPICS.get(language, _TOPICS["en"]).get(key, key.replace("_", " "))


def _seen(code: str, seen: str, language: str) -> str:
    match code:
        case "span_over":
            return words(seen, language)
        case "no_consent" | "consent_unknown":
            return topic(seen, language)
        case "suppressed":
            return _SUPPRESSED.get(language, _SUPPRESSED["en"]).get(seen, seen)
    return seen
