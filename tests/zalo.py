"""A Zalo next door by the recorded shapes: it hands out tokens, takes messages and templates, and is asked for consent."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256

from tests.provider import Asked, Provider

WHO = "246845883529197922"
SETTINGS = {
    "app_id": "360846524940903967", "app_secret": "app-secret", "oa_secret": "OA_SECRET", "refresh_token": "refresh-0",
}  # fmt: skip
TAKEN = json.dumps(
    {
        "data": {"message_id": "m1", "user_id": WHO, "sent_time": "1", "quota": {"quota_type": "reply"}},
        "error": 0,
        "message": "Success",
    }
)
TEMPLATE_TAKEN = json.dumps(
    {
        "error": 0,
        "message": "Success",
        "data": {
            "msg_id": "z1",
            "sent_time": "1",
            "sending_mode": "1",
            "quota": {"dailyQuota": "500", "remainingQuota": "499"},
        },
    }
)


class Account:
    """Hands out tokens, the old one dying at once, and takes messages with the latest only. A code is good once, for
    whoever knows the verifier of the challenge it was allowed with."""

    def __init__(self, there: Provider) -> None:
        self.there, self.number, self.error = there, 0, 0
        self.renewals: list[dict[str, str]] = []
        self.codes: dict[str, str] = {}  # code -> challenge
        there.answer = self.answer

    def allow(self, challenge: str) -> str:
        """The account's administrator says yes; gives the code they bring back."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = challenge
        return code

    def answer(self, asked: Asked) -> tuple[int, str]:
        if asked.path == "/v4/oa/access_token":
            return 200, self._tokens(asked)
        if asked.headers["access_token"] != f"access-{self.number}":
            code = -124 if asked.path == "/message/template" else -216
            return 200, json.dumps({"error": code, "message": "Access token is invalid"})
        if self.error:
            return 200, json.dumps({"error": self.error, "message": "no"})
        return 200, TEMPLATE_TAKEN if asked.path == "/message/template" else TAKEN

    def _tokens(self, asked: Asked) -> str:
        self.renewals.append(asked.form)
        form = asked.form
        if form["grant_type"] == "authorization_code":
            summed = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
            is_good = self.codes.pop(form["code"], None) == summed
        else:
            is_good = form["refresh_token"] == f"refresh-{self.number}"
        if not is_good or asked.headers["secret_key"] != "app-secret":
            return '{"error":-14014,"error_description":"Invalid refresh token"}'
        self.number += 1
        said = {
            "access_token": f"access-{self.number}",
            "refresh_token": f"refresh-{self.number}",
            "expires_in": "90000",
        }
        return json.dumps(said)
