"""What happens to a customer beside daily use: how they came, who joined, what was fed back, visitors of the web site."""

from datetime import datetime, timedelta
from random import Random

from perennia.simulate.company import Account, Person
from perennia.simulate.said import BILLING, Said, Voice

PAGES = (
    ("Home", "/"),
    ("Features", "/features"),
    ("Pricing", "/pricing"),
    ("Customers", "/customers"),
    ("Docs", "/docs"),
)
LEVELS = {
    "thriving": ("Very Happy", "Happy", "Very Happy", "Happy", "Neutral"),
    "fading": ("Neutral", "Not Happy", "Happy"),
}
WORDS = {
    "Very Happy": "Month end used to take us three days. Now it is one morning.",
    "Happy": "Works well, the team likes it.",
    "Neutral": "It does the job. Reports could load faster.",
    "Not Happy": "We can't get the integration to work and nobody has time to look.",
}


def told(account: Account, seed: int, start: datetime) -> list[Said]:
    """Everything of it, in no order."""
    voice = Voice(Random(f"{seed}/{account.index}/milestones"))
    if account.is_new:
        _signs_up(voice, account)
    else:
        _is_imported(voice, account, start)
    _others_join(voice, account, start)
    _feed_back(voice, account)
    return voice.said


def visits(seed: int, many: int, start: datetime, end: datetime) -> list[Said]:
    """Visitors of the web site whom nobody ever gets to know."""
    voice = Voice(Random(f"{seed}/visitors"))
    for _ in range(many):
        at = start + (end - start) * voice.rng.random()
        browser = _browser(voice.rng)
        _looks_around(voice, browser, at, end)
    return voice.said


def company_traits(account: Account) -> dict[str, object]:
    """What a group call says of them."""
    return {
        "name": account.name, "website": f"https://{account.domain}", "industry": account.industry,
        "employees": account.employees, "plan": account.plan.name, "mrr": account.monthly,
        "yearly_value": account.monthly * 12, "currency": account.currency,
        "timezone": account.zone, "language": account.language, "createdAt": account.created.isoformat(timespec="seconds"),
    }  # fmt: skip


def person_traits(account: Account, person: Person, created: datetime) -> dict[str, object]:
    """What an identify call says of them."""
    said: dict[str, object] = {
        "name": person.name, "firstName": person.first, "lastName": person.last, "email": person.email,
        "title": person.title, "timezone": account.zone, "language": account.language,
        "createdAt": created.isoformat(timespec="seconds"),
    }  # fmt: skip
    if person.phone:
        said["phone"] = person.phone
    if person.role in ("champion", "sponsor", "billing"):
        said["role"] = person.role
    return said


def _is_imported(voice: Voice, account: Account, start: datetime) -> None:
    """Customers from before the first day come from the CRM, as history: known, and nothing is started."""
    context = {**BILLING, "active": False}
    account_at = account.created
    voice.say(
        account_at,
        "group",
        user=account.people[0].user,
        group=account.group,
        traits=company_traits(account),
        context=context,
        source="crm",
    )
    for person in account.people:
        if person.joins == 0.0:
            at = account_at + timedelta(hours=1)
            voice.say(
                at,
                "identify",
                user=person.user,
                group=account.group,
                traits=person_traits(account, person, at),
                context=context,
                source="crm",
            )
    for said in voice.said:
        said.received = start + timedelta(milliseconds=account.index * 5)


def _signs_up(voice: Voice, account: Account) -> None:
    rng, founder, at = voice.rng, account.people[0], account.begins
    browser = _browser(rng)
    if rng.random() < 0.6:
        _looks_around(voice, browser, at - timedelta(minutes=rng.uniform(8, 2000)), at - timedelta(minutes=4))
    who: dict[str, str] = {"user": founder.user, "anonymous": browser}
    voice.say(at, "identify", traits=person_traits(account, founder, at), **who)
    voice.say(at + timedelta(seconds=1), "track", "Signed Up", properties={"email": founder.email}, **who)
    if account.group:
        at += timedelta(seconds=rng.uniform(20, 200))
        voice.say(at, "group", group=account.group, traits=company_traits(account), **who)
        voice.say(at + timedelta(seconds=2), "track", "Account Created", group=account.group, properties={
            "account_name": account.name, "plan": account.plan.name,
        }, **who)  # fmt: skip


def _others_join(voice: Voice, account: Account, start: datetime) -> None:
    rng, span = voice.rng, account.ends - account.begins
    for person in account.people[1:]:
        if person.joins == 0.0:
            continue
        at = account.begins + span * person.joins
        inviter = {"user": account.people[0].user, "group": account.group}
        voice.say(at - timedelta(hours=rng.uniform(0.3, 30) if account.begins > start else 0.2), "track", "Invite Sent",
                  properties={"invitee_email": person.email, "invitee_name": person.name}, **inviter)  # fmt: skip
        who = {"user": person.user, "group": account.group}
        if person.habit == "absent":
            # Invited, and never came: known from the CRM's nightly export, which starts nothing.
            voice.say(at - timedelta(hours=30), "identify", traits=person_traits(account, person, at), context={**BILLING, "active": False},
                      source="crm", **who)  # fmt: skip
            voice.said[-1].received = at
            continue
        voice.say(at, "identify", traits=person_traits(account, person, at), **who)
        voice.say(at + timedelta(seconds=1), "track", "Signed Up", properties={"email": person.email}, **who)
        voice.say(at + timedelta(seconds=3), "track", "Account Added User", properties={"role": person.title}, **who)


def _feed_back(voice: Voice, account: Account) -> None:
    rng = voice.rng
    mood = LEVELS["thriving" if account.archetype.pace(0.9) > 0.6 else "fading"]
    for person in account.people[:6]:
        if person.habit == "absent" or rng.random() > 0.35:
            continue
        place = max(person.joins, rng.random())
        at = account.begins + (account.ends - account.begins) * place
        if account.archetype.pace(place) < 0.1:
            continue
        level = rng.choice(mood)
        voice.say(
            at,
            "track",
            "Feedback Given",
            user=person.user,
            group=account.group,
            properties={"level": level, "text": WORDS[level]},
        )


def _looks_around(voice: Voice, browser: str, at: datetime, end: datetime) -> None:
    for name, path in voice.rng.sample(PAGES, voice.rng.randint(2, 4)):
        if at < end:
            voice.say(at, "page", anonymous=browser, properties={"name": name, "path": path})
        at += timedelta(seconds=voice.rng.uniform(6, 90))


def _browser(rng: Random) -> str:
    return f"{rng.getrandbits(128):032x}"
