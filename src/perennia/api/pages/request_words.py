# ruff: noqa: E501  a sentence stands on one line
"""The words of the request form, in both languages."""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "index": "What can we do for you?", "none": "There is no form to fill in just now", "none_text": "Write to us instead; we answer every letter.",
        "name": "Your name", "email": "Your e-mail address", "subject": "What is it about, in a line?", "text": "What should be different when it is done?",
        "text_help": "An example says most.", "topic": "Topic", "topic_none": "Something else", "wanted": "By which day do you need it?", "priority": "How urgent is it?",
        "low": "It can wait", "normal": "Normal", "high": "Urgent, it holds us up", "optional": "optional", "other_language": "Tiếng Việt", "send": "Send the request", "as": "You write as",
        "leave": "Leave this empty", "promise": "You hear from us {expected}.", "slow": "Too many tries at once. Wait a minute.", "hidden": "Please leave the hidden field empty.",
        "again": "Ask for something else",
        "done_title": "Your request has arrived", "done_text": "“{title}” is with us. You hear from us {expected}, and a letter confirms it in a moment.",
    },
    "vi": {
        "index": "Chúng tôi có thể giúp gì cho bạn?", "none": "Hiện chưa có biểu mẫu nào", "none_text": "Hãy viết thư cho chúng tôi; thư nào cũng được trả lời.",
        "name": "Tên của bạn", "email": "Địa chỉ email của bạn", "subject": "Bạn cần gì? Viết trong một dòng", "text": "Khi xong, điều gì sẽ khác đi?",
        "text_help": "Có ví dụ thì rõ nhất.", "topic": "Chủ đề", "topic_none": "Việc khác", "wanted": "Bạn cần trước ngày nào?", "priority": "Gấp đến mức nào?",
        "low": "Có thể chờ", "normal": "Bình thường", "high": "Gấp, chúng tôi đang bị vướng", "optional": "không bắt buộc", "other_language": "English", "send": "Gửi yêu cầu", "as": "Bạn viết với tư cách",
        "leave": "Để trống ô này", "promise": "Chúng tôi sẽ trả lời {expected}.", "slow": "Quá nhiều lần thử cùng lúc. Hãy đợi một phút.", "hidden": "Vui lòng để trống ô ẩn.",
        "again": "Yêu cầu việc khác",
        "done_title": "Yêu cầu của bạn đã đến nơi", "done_text": "Chúng tôi đã nhận “{title}”. Chúng tôi sẽ trả lời {expected}, và thư xác nhận sẽ tới ngay.",
    },
}  # fmt: skip
