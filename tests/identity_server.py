"""A real OpenID provider in a process of its own: django-allauth's, with one account and its plain sign-in form.

Run as `python -m tests.identity_server PORT REDIRECT_URI FOLDER`.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

CLIENT, SECRET = "perennia", "a secret both sides know"
PASSWORD = "one for the company"


class Identity:
    """A running provider."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def sign_in(self, url: str, email: str) -> str:
        """What a person does in a browser: signs in at the address they were sent to. Gives where they are sent back."""
        with httpx.Client(follow_redirects=False, timeout=30) as browser:
            answer = browser.get(url)
            for _ in range(8):
                if answer.is_redirect:
                    target = str(answer.url.join(answer.headers["Location"]))
                    if not target.startswith(self.issuer):
                        return target
                    answer = browser.get(target)
                    continue
                token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text)
                following = re.search(r'name="next" value="([^"]*)"', answer.text)
                assert token, answer.text[:2000]
                said = {"csrfmiddlewaretoken": token[1], "login": email, "password": PASSWORD}
                said |= {"next": unescape(following[1])} if following else {}
                answer = browser.post(str(answer.url), data=said)
        raise AssertionError(f"The provider sent nobody back: {answer.text[:2000]}")


@contextmanager
def running(redirect_uri: str, *people: str) -> Iterator[Identity]:
    """A provider that knows these people until the block ends; an address with `?` before it is not verified."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.identity_server", str(port), redirect_uri, folder, *people]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
        root = Path(__file__).parents[1]
        process = subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.DEVNULL)
        try:
            issuer = f"http://localhost:{port}"
            _wait(process, f"{issuer}/.well-known/openid-configuration")
            yield Identity(issuer)
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait(process: "subprocess.Popen[bytes]", url: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(url, timeout=10).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("The provider did not start.")


def _key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()


def _configure(folder: str) -> None:
    from django.conf import settings

    settings.configure(
        SECRET_KEY="for this test alone", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/people.sqlite3"}},
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
            "allauth", "allauth.account", "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware", "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ACCOUNT_LOGIN_METHODS={"email"}, ACCOUNT_SIGNUP_FIELDS=["email*", "password1*"], ACCOUNT_RATE_LIMITS=False,
        ACCOUNT_EMAIL_VERIFICATION="none", IDP_OIDC_PRIVATE_KEY=_key(), SESSION_COOKIE_NAME="identity",
    )  # fmt: skip


def _fill(redirect_uri: str, people: list[str]) -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for person in people:
        email = person.removeprefix("?")
        user = User.objects.create_user(email, email, PASSWORD)
        EmailAddress.objects.create(user=user, email=email, verified=person == email, primary=True)
    client = Client(id=CLIENT, name="Perennia", skip_consent=True, redirect_uris=redirect_uri)
    client.scopes = "openid\nprofile\nemail"
    client.set_secret(SECRET)
    client.save()


def _main(port: str, redirect_uri: str, folder: str, *people: str) -> None:
    from wsgiref.simple_server import make_server

    import django
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path

    _configure(folder)
    django.setup()
    global urlpatterns
    urlpatterns = [path("", include("allauth.idp.urls")), path("accounts/", include("allauth.urls"))]
    _fill(redirect_uri, list(people))
    make_server("127.0.0.1", int(port), get_wsgi_application()).serve_forever()


urlpatterns: list[object] = []
if __name__ == "__main__":
    _main(*sys.argv[1:])
