"""Why a delivery has not arrived, in words."""

_WORDS = {
    "en": {
        "unreachable": "The address could not be reached, or gave no proper answer in time.",
        "forbidden": "The address may not be called. Change it, then send again.",
        "secret": "The secret cannot be read, since the server's key changed. Make a new secret, then send again.",
        "status": "Answered {code}.",
        "gone": "Answered 410: it is gone.",
        "redirect": "Answered {code}, a redirect, which is not followed. Enter the final address.",
    },
    "vi": {
        "unreachable": "Không đến được địa chỉ, hoặc nó không trả lời đúng trong thời gian cho phép.",
        "forbidden": "Không được gọi địa chỉ này. Hãy đổi địa chỉ rồi gửi lại.",
        "secret": "Không đọc được khóa bí mật vì khóa của máy chủ đã đổi. Hãy tạo khóa mới rồi gửi lại.",
        "status": "Trả lời {code}.",
        "gone": "Trả lời 410: địa chỉ không còn nữa.",
        "redirect": "Trả lời {code}, một chuyển hướng, không được đi theo. Hãy nhập địa chỉ cuối cùng.",
    },
}  # fmt: skip


def words(reason: str, language: str) -> str:
    """The sentence for a reason's code."""
    known = _WORDS.get(language, _WORDS["en"])
    kind, _, code = reason.partition(":")
    if kind == "status":
        kind = "gone" if code == "410" else "redirect" if code.startswith("3") else "status"
    return known.get(kind, reason).format(code=code)
