"""Failures as problem+json (RFC 9457): what is wrong, in which field, and what to do about it."""

import logging
from http import HTTPStatus
from typing import Any

import psycopg.errors
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from perennia.api import refusals
from perennia.core.error import PerenniaError

log = logging.getLogger(__name__)
Fault = dict[str, str]


def problem(
    status: int, code: str, detail: str, faults: list[Fault] | None = None, headers: dict[str, str] | None = None
) -> HttpResponse:
    """The answer for a failure. `faults` name the fields that are wrong."""
    title = HTTPStatus(status).phrase
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    answer = JsonResponse({**said, "errors": faults or []}, status=status, content_type="application/problem+json")
    for name, value in (headers or {}).items():
        answer[name] = value
    return answer


def declare(api: NinjaAPI) -> None:
    """Makes every failure of the API speak like this."""
    api.add_exception_handler(PerenniaError, _ours)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, _signed_out)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(MultiPartParserError, _form)
    api.add_exception_handler(RequestDataTooBig, _form)
    api.add_exception_handler(DatabaseError, _database)
    api.add_exception_handler(InterfaceError, _database)
    api.add_exception_handler(UnicodeError, _text)
    api.add_exception_handler(Exception, _ours_to_mend)


def of(error: PerenniaError, language: str = "en") -> HttpResponse:
    """One of our own failures as an answer, in the reader's language."""
    detail = refusals.said(" ".join(error.detail.split()), language)
    faults = [{"field": error.field, "code": error.code, "message": detail}] if error.field else []
    headers = {}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if retry_after := getattr(error, "retry_after", None):
        headers["Retry-After"] = str(retry_after)
    return problem(error.status, error.code, detail, faults, headers)


def answer(request: HttpRequest, error: PerenniaError | DatabaseError) -> HttpResponse:
    """The same for what stands outside the API's own routes."""
    return _ours(request, error) if isinstance(error, PerenniaError) else _database(request, error)


def _ours(request: HttpRequest, error: Any) -> HttpResponse:
    return of(error, refusals.language_of(request))


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    language = refusals.language_of(request)
    faults = [_fault(each, language) for each in error.errors]
    return problem(422, "invalid", faults[0]["message"] if faults else "", faults)


def _fault(found: Any, language: str) -> Fault:
    place, kind = _place(found["loc"]), str(found["type"])
    limits = found.get("ctx") or {}
    return {"field": place, "code": kind, "message": refusals.fault(place, kind, str(found["msg"]), limits, language)}


def _told(request: HttpRequest, status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    """A failure of which only a sentence is known."""
    return problem(status, code, refusals.said(detail, refusals.language_of(request)), **more)


def _place(location: tuple[str | int, ...]) -> str:
    # Ninja puts the name of the view's parameter between "body" and the field.
    words = [str(word) for word in location]
    return ".".join([words[0], *words[2:]] if words[0] in ("body", "query") and len(words) > 2 else words)


def _signed_out(request: HttpRequest, error: Any) -> HttpResponse:
    return _told(
        request, 401, "sign_in_needed", "Sign in first, or send an API key.", headers={"WWW-Authenticate": "Bearer"}
    )


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    code = "bad_request" if error.status_code == HTTPStatus.BAD_REQUEST else "refused"
    return problem(error.status_code, code, f"{error}. The body must be JSON as the API's description says.")


def _form(request: HttpRequest, error: Any) -> HttpResponse:
    return _told(
        request, 400, "bad_request", "The form could not be read. Send it as multipart/form-data with its boundary."
    )


def _missing(request: HttpRequest, error: Any) -> HttpResponse:
    return _told(request, 404, "not_found", "There is no such thing.")


def _database(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error, DataError):
        return _told(
            request, 422, "invalid", "A value cannot be stored: it is out of range or not text the database takes."
        )
    if isinstance(error.__cause__, psycopg.errors.QueryCanceled):
        return _told(request, 503, "too_slow", "That question takes too long. Narrow it with a filter.")
    if isinstance(error, (OperationalError, InterfaceError)):
        log.warning("The database did not answer: %s", error)
        told = "The database does not answer at the moment. Try again shortly."
        return _told(request, 503, "database_away", told, headers={"Retry-After": "5"})
    return _ours_to_mend(request, error)


def _text(request: HttpRequest, error: Any) -> HttpResponse:
    return _told(request, 422, "invalid", "A value is not proper Unicode text (a lone surrogate).")


def _ours_to_mend(request: HttpRequest, error: Any) -> HttpResponse:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return _told(request, 500, "our_fault", "Something failed on our side. It is in the log; nothing was changed.")
