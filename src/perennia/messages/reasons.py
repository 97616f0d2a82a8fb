"""Puts the code of a reason into words for people: what keeps a message, and what ended it."""

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "quiet_hours": "It is quiet time where they are",
        "business_hours": "It leaves in business hours only, and it is not where they are",
        "cap_day": "One message went to them today already",
        "cap_week": "{} messages in seven days already",
        "stop_all": "All sending is stopped",
        "workflow_paused": "Too many messages of this workflow failed, so the others wait until somebody lets it go on",
        "rate": "The channel sends no more in this minute",
        "channel_off": "The channel {} is switched off",
        "no_channel": "There is no channel {}",
        "shut": "The provider keeps failing, so we let it rest: {}",
        "server": "The mail server cannot be reached: {}",
        "provider": "The provider answered: {}",
        "unreachable": "The provider cannot be reached: {}",
        "rate_limited": "The provider asks for a pause",
        "credentials": "The provider does not accept our key: {}",
        "set_up": "It cannot send as it is set up: {}",
        "unclear": "The provider failed while it took it, so it may have arrived: {}",
        "window_closed": "Nobody wrote from there in time: one may answer for {} hours",
        "not_following": "They do not follow the account: {}",
        "away": "They blocked the account or have been away for long: {}",
        "restricted": "They do not take messages of this kind: {}",
        "too_many_to_them": "The provider lets no more through to them: {}",
        "quota": "The account has used up its quota: {}",
        "rights": "The account or app lacks the right: {}",
        "token": "The provider does not accept our token: {}",
        "night": "This template may not leave between 22:00 and 6:00: {}",
        "no_phone": "The provider does not know this number: {}",
        "no_zalo": "There is nobody on Zalo with this number: {}",
        "template": "The provider does not take this template as it is filled in: {}",
        "template_quota": "This template has used up its quota of the day: {}",
        "connect": "The account was not connected: {}",
        "renewal": "No new token was given: {}. Connect the account again",
        "renewal_lost": "The connection broke while a new token was made: {}. Connect the account again",
        "went_on": "It goes on by {}",
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
        "late": "Nothing was sent in all that time",
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
        "workflow_paused": "Quá nhiều thư của quy trình này thất bại nên các thư khác chờ đến khi có người cho tiếp tục",
        "rate": "Kênh đã gửi đủ trong phút này",
        "channel_off": "Kênh {} đang tắt",
        "no_channel": "Không có kênh {}",
        "shut": "Nhà cung cấp lỗi liên tục nên chúng tôi tạm nghỉ: {}",
        "server": "Không kết nối được máy chủ thư: {}",
        "provider": "Nhà cung cấp trả lời: {}",
        "unreachable": "Không kết nối được nhà cung cấp: {}",
        "rate_limited": "Nhà cung cấp yêu cầu tạm dừng",
        "credentials": "Nhà cung cấp không chấp nhận khóa của chúng tôi: {}",
        "set_up": "Không gửi được với thiết lập hiện tại: {}",
        "unclear": "Nhà cung cấp gặp lỗi khi nhận nên tin có thể đã đến: {}",
        "window_closed": "Không ai nhắn từ đó kịp thời: chỉ được trả lời trong {} giờ",
        "not_following": "Họ không quan tâm tài khoản: {}",
        "away": "Họ đã chặn tài khoản hoặc vắng mặt lâu: {}",
        "restricted": "Họ không nhận loại tin này: {}",
        "too_many_to_them": "Nhà cung cấp không cho gửi thêm tới họ: {}",
        "quota": "Tài khoản đã dùng hết hạn mức: {}",
        "rights": "Tài khoản hoặc ứng dụng thiếu quyền: {}",
        "token": "Nhà cung cấp không chấp nhận mã truy cập: {}",
        "night": "Mẫu này không được gửi từ 22:00 đến 6:00: {}",
        "no_phone": "Nhà cung cấp không nhận ra số này: {}",
        "no_zalo": "Không có ai dùng Zalo với số này: {}",
        "template": "Nhà cung cấp không nhận mẫu này với nội dung đã điền: {}",
        "template_quota": "Mẫu này đã dùng hết hạn mức trong ngày: {}",
        "connect": "Chưa kết nối được tài khoản: {}",
        "renewal": "Không nhận được mã mới: {}. Hãy kết nối lại tài khoản",
        "renewal_lost": "Kết nối đứt khi đang tạo mã mới: {}. Hãy kết nối lại tài khoản",
        "went_on": "Tin đi tiếp qua {}",
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
        "late": "Suốt thời gian đó không gửi được thư nào",
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
    "en": {
        "bounced": "what is sent there comes back",
        "complained": "they reported a message as unwanted",
        "opted_out": "they answered STOP",
        "no_mobile": "the number takes no text messages",
        "withdrawn": "they withdrew from the account",
        "unfollowed": "they unfollowed the account",
    },
    "vi": {
        "bounced": "tin gửi tới đó bị trả lại",
        "complained": "họ đã báo một tin là không mong muốn",
        "opted_out": "họ đã trả lời STOP",
        "no_mobile": "số này không nhận tin nhắn",
        "withdrawn": "họ đã rút khỏi tài khoản",
        "unfollowed": "họ đã bỏ quan tâm tài khoản",
    },
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
        case "span_over" | "shut":
            return words(seen, language)
        case "no_consent" | "consent_unknown":
            return topic(seen, language)
        case "suppressed":
            return _SUPPRESSED.get(language, _SUPPRESSED["en"]).get(seen, seen)
    return seen
