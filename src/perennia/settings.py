"""Django's settings, all drawn from `host.config`; a deployment is configured by the environment alone."""

import os
from logging import LogRecord
from pathlib import Path

from perennia.host import config as configs
from perennia.host import database, secrets

CONFIG = configs.current()

_STATIONS = [
    "team",
    "ingest",
    "customers",
    "knowledge",
    "messages",
    "desk",
    "feedback",
    "integrations",
    "sessions",
    "workflows",
    "webhooks",
    "imports",
    "host",
]
_PACKAGE = Path(__file__).parent
# Web threads come and go, so they share a pool; a worker or a command keeps one connection.
_POOL_SIZE = int(os.environ.get("PERENNIA_POOL_SIZE", "0"))

SECRET_KEY = secrets.signing_key(CONFIG)
DEBUG = False
ALLOWED_HOSTS = CONFIG.hostnames
CSRF_TRUSTED_ORIGINS = [CONFIG.public_url]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    *[f"perennia.{name}" for name in _STATIONS if (_PACKAGE / name / "apps.py").exists()],
]
MIDDLEWARE = [
    "perennia.api.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
ROOT_URLCONF = "perennia.urls"
ASGI_APPLICATION = "perennia.asgi.application"
DATABASES = {"default": database.for_django(CONFIG, pool_size=_POOL_SIZE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("vi", "Tiếng Việt")]

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None  # jobs are named in pipeline.py; a *task* is a member's work

SESSION_ENGINE = "perennia.team.logins"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.is_https
PASSWORD_RESET_TIMEOUT = 2 * 3600
# The protocol of a company's own sign-in and the arithmetic of codes; who may come in is `team`'s and `api`'s.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if CONFIG.is_https else "http"
SOCIALACCOUNT_ADAPTER = "perennia.api.oidc.Adapter"
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "perennia.team.second_step.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if CONFIG.is_production else 0
X_FRAME_OPTIONS = "DENY"
APPEND_SLASH = False
# Redirecting to https is the proxy's work; its word counts only when the operator has named the proxy.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.trusted_proxies else None

_CALLERS_MISTAKES = (
    "DisallowedHost",
    "DisallowedRedirect",
    "RequestDataTooBig",
    "TooManyFieldsSent",
    "TooManyFilesSent",
)


def _without_trace(record: LogRecord) -> bool:
    record.exc_info = None
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    # A monitor asks every few seconds: what /healthz answers is its own to log.
    "filters": {
        "no_healthz": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda one: "/healthz" not in one.getMessage(),
        },
        "one_line": {"()": "django.utils.log.CallbackFilter", "callback": _without_trace},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # A caller's mistake is answered, not logged.
    "loggers": {
        # Anybody can ask for a wrong host or send too much: a line each, not a page of it.
        **{f"django.security.{name}": {"filters": ["one_line"]} for name in _CALLERS_MISTAKES},
        "django.request": {"level": "ERROR", "filters": ["no_healthz"]},
        "procrastinate": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": CONFIG.log_level.upper()},
}

if (_PACKAGE / "team" / "models.py").exists():
    AUTH_USER_MODEL = "team.Member"
