"""`/healthz`: 200 only when web, worker and database all work; names what is overdue."""

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse

from perennia.workflows import health


def healthz(request: HttpRequest) -> HttpResponse:
    """How this deployment is. Open to all, so it says no more than a monitor needs."""
    try:
        state = health.vital_signs()
    except Error:
        return _answer(503, {"status": "down", "web": True, "worker": False, "database": False})
    ok = state.is_well
    said = {"status": "ok" if ok else "down", "web": True, "worker": ok, "database": True}
    return _answer(200 if ok else 503, {**said, "oldest_due": state.oldest_due})


def _answer(status: int, said: dict[str, object]) -> HttpResponse:
    answer = JsonResponse(said, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
