"""The guarded client for libraries that bring their requests as `requests.Session`: every call goes through `fetch`."""

from collections.abc import Mapping

from requests import PreparedRequest, Response, Session
from requests.adapters import BaseAdapter
from requests.exceptions import ConnectionError as NotConnected
from typing_extensions import override

from perennia.host import fetch
from perennia.host.address import Forbidden


class CutOff(NotConnected):
    """The request had begun to leave when the connection was lost."""


_KEPT = 256 * 1024  # the keys of a large provider


def session() -> Session:
    """A session that reaches what `fetch` may reach and nothing else."""
    made = Session()
    made.trust_env = False
    made.max_redirects = 0
    for scheme in ("https://", "http://"):
        made.mount(scheme, _Guarded())
    return made


class _Guarded(BaseAdapter):
    @override
    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        body = request.body or b""
        headers = {name: str(value) for name, value in request.headers.items() if name.lower() not in _OURS}
        try:
            reply = fetch.send(
                request.method or "GET", request.url or "", body=body.encode() if isinstance(body, str) else body,
                headers=headers, keep=_KEPT,
            )  # fmt: skip
        except fetch.Unreachable as error:
            raise (CutOff if error.was_sent else NotConnected)(str(error), request=request) from error
        except Forbidden as error:
            raise NotConnected(str(error), request=request) from error
        answer = Response()
        answer.status_code = reply.status
        answer.headers["Content-Type"] = "application/json"
        answer.encoding = "utf-8"
        answer._content = reply.text.encode()
        answer.url, answer.request = request.url or "", request
        return answer

    @override
    def close(self) -> None:
        """Nothing is kept open."""


_OURS = {"host", "content-length", "accept-encoding", "user-agent", "connection", "accept"}
