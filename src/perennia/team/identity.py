"""The company's own sign-in (OpenID Connect): which provider, and whose account it opens here."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from perennia.core.error import Denied, Invalid
from perennia.host import config as configs
from perennia.host import fetch, secrets
from perennia.host.address import Forbidden
from perennia.team import invitations
from perennia.team.models import IdentityProvider, Member, fold_address


class NotVerified(Denied):
    """Your company's sign-in does not vouch for your e-mail address, so nobody here can be found by it."""

    code = "address_not_verified"


class NotInvited(Denied):
    """Nobody here has your e-mail address. Ask an administrator to invite you."""

    code = "not_invited"


@dataclass(frozen=True)
class Provider:
    """The provider in force. `is_fixed`: named by the environment, so no screen changes it."""

    name: str
    issuer: str
    client_id: str
    secret: str
    is_fixed: bool = False

    @property
    def key(self) -> str:
        """What accounts are linked under: another issuer's people are other people, whatever their numbers."""
        return f"oidc-{hashlib.sha256(self.issuer.encode()).hexdigest()[:32]}"


def provider() -> Provider | None:
    """The provider people may sign in by: the environment's, else the one set on screen; None when there is none."""
    config = configs.current()
    if config.oidc_issuer:
        return Provider(config.oidc_name, config.oidc_issuer, config.oidc_client_id, config.oidc_secret, is_fixed=True)
    row = stored()
    if row is None or not row.is_on:
        return None
    return Provider(row.name, row.issuer, row.client_id, secrets.decrypt(bytes(row.secret)) if row.secret else "")


def stored() -> IdentityProvider | None:
    """What was set on screen, on or off."""
    return IdentityProvider.objects.filter(pk=1).first()


def keep(name: str, issuer: str, client_id: str, secret: str | None, *, is_on: bool) -> IdentityProvider:
    """Sets the provider; a secret left out stays. Raises Invalid for an address we may not call."""
    issuer = issuer.rstrip("/")
    try:
        fetch.check(issuer)
    except Forbidden as error:
        told = (
            "Perennia does not call this address. Use a public https address, or have it named in "
            "PERENNIA_ALLOWED_PRIVATE_HOSTS."
        )
        raise Invalid(told, field="body.issuer") from error
    except fetch.Unreachable as error:
        raise Invalid("This address cannot be found. Check how it is written.", field="body.issuer") from error
    more = {"secret": secrets.encrypt(secret)} if secret is not None else {}
    said = {"name": name, "issuer": issuer, "client_id": client_id, "is_on": is_on, **more}
    return IdentityProvider.objects.update_or_create(pk=1, defaults=said)[0]


@transaction.atomic
def whom(key: str, number: str, email: str, name: str, at: datetime, *, is_verified: bool) -> Member:
    """The member the provider speaks of: linked before, else by verified address, else invited by it.

    Raises NotVerified, NotInvited.
    """
    linked = SocialAccount.objects.select_related("user").filter(provider=key, uid=number).first()
    if linked is not None:
        if not linked.user.is_active:
            raise NotInvited
        return _typed(linked.user)
    if not is_verified or not email:
        raise NotVerified
    member = Member.objects.filter(email_folded=fold_address(email)).first()
    if member is None:
        member = invitations.accept_by_address(email, name, at)
    if member is None or not member.is_active:
        raise NotInvited
    SocialAccount.objects.get_or_create(provider=key, uid=number, defaults={"user": member})
    return member


def _typed(user: object) -> Member:
    assert isinstance(user, Member)
    return user
