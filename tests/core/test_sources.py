# ruff: noqa: E501  a row of a table stands on one line
"""What other programs post: whom to believe, by the recorded vectors, and what each post means. No database."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from perennia.catalogue.sources.calcom import Calcom
from perennia.catalogue.sources.calendly import Calendly
from perennia.catalogue.sources.signed_webhook import SignedWebhook
from perennia.catalogue.sources.stripe import Stripe, money
from perennia.core import mapped
from perennia.core.error import Invalid
from perennia.core.event import Value
from perennia.core.mapped import Field, Rule, Test
from perennia.core.mapped import Mapping as Meaning
from perennia.core.pick import made, pick
from perennia.core.source import Missing, NoSignature, NotBelieved, Post, Source, Told, TooEarly, TooOld, WrongSignature
from tests import posted
from tests.posted import as_bytes, calcom_event, stripe_event, stripe_invoice, stripe_subscription

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
STANDARD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def stamp(at: datetime) -> str:
    return str(int(at.timestamp()))


# The vectors of the vendors' and the standard's own pages: entry, secret, headers, body, moment.
VECTORS: dict[str, tuple[Source, str, dict[str, str], bytes, datetime]] = {
    "standard": (
        SignedWebhook(), STANDARD,
        {"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
         "webhook-signature": "v1a,x v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="},
        b'{"test": 2432232314}', datetime.fromtimestamp(1614265330, UTC),
    ),
    "stripe": (
        Stripe(), "whsec_test",
        {"stripe-signature": "t=1700000000,v1=4c15fb2a43f93ef61eaa3e0893866d57cad9cad4223242cfb96f362480cb4021"},
        b'{"id":"evt_1","object":"event"}', datetime.fromtimestamp(1700000000, UTC),
    ),
    "calendly": (
        Calendly(), "calendly_secret",
        {"calendly-webhook-signature": "t=1700000000,v1=5463881f0eed9c15e8591c176304a7c20240cbd649b7961bf95ec6dac062654c"},
        b'{"event":"invitee.created"}', datetime.fromtimestamp(1700000000, UTC),
    ),
    "calcom": (
        Calcom(), "cal_secret", {"x-cal-signature-256": "9dd1875c793ae6e264dc5083d45b3fb9178d6e49661a7ad0108f96151c001154"},
        b'{"triggerEvent":"PING"}', AT,
    ),
}  # fmt: skip
OLDEST = {"standard": timedelta(minutes=5), "stripe": timedelta(seconds=300), "calendly": timedelta(seconds=180)}


@pytest.mark.number("S9")
@pytest.mark.parametrize("name", VECTORS)
def test_the_recorded_signature_is_believed_and_nothing_else(name: str) -> None:
    entry, secret, headers, body, at = VECTORS[name]
    assert entry.believe(Post(headers, body, at), [secret])
    assert entry.believe(Post(headers, body, at), ["another", secret]), "two secrets are valid in rotation"
    changed = [
        body[:-2] + bytes([body[-2] ^ 1]) + body[-1:],
        json.dumps(json.loads(body), indent=1).encode(),
        body + b" ",
    ]
    for other in changed:
        with pytest.raises(WrongSignature):
            entry.believe(Post(headers, other, at), [secret])
    for secrets in ([], ["another"]):
        with pytest.raises(WrongSignature):
            entry.believe(Post(headers, body, at), secrets)
    signature = next(header for header in headers if "signature" in header)
    for value in ("", "no-secret-provided", "t=,v1=", "v1,"):
        with pytest.raises(NotBelieved):
            entry.believe(Post({**headers, signature: value}, body, at), [secret])
    with pytest.raises(NoSignature):
        entry.believe(Post({}, body, at), [secret])


@pytest.mark.number("S9")
def test_the_same_body_in_another_order_of_keys_is_another_body() -> None:
    body = as_bytes({"id": "evt_1", "type": "invoice.paid"})
    headers = {name.lower(): value for name, value in posted.stripe_headers("s", body, AT).items()}
    assert Stripe().believe(Post(headers, body, AT), ["s"]) == "evt_1"
    with pytest.raises(WrongSignature):
        Stripe().believe(Post(headers, as_bytes({"type": "invoice.paid", "id": "evt_1"}), AT), ["s"])


@pytest.mark.number("S9")
@pytest.mark.parametrize("name", OLDEST)
def test_a_post_is_good_for_minutes_and_never_from_the_future(name: str) -> None:
    entry, secret, headers, body, at = VECTORS[name]
    assert entry.believe(Post(headers, body, at + OLDEST[name]), [secret])
    assert entry.believe(Post(headers, body, at - timedelta(minutes=1)), [secret])
    with pytest.raises(TooOld):
        entry.believe(Post(headers, body, at + OLDEST[name] + timedelta(seconds=1)), [secret])
    with pytest.raises(TooEarly):
        entry.believe(Post(headers, body, at - timedelta(seconds=61)), [secret])


@pytest.mark.number("S9")
def test_cal_com_signs_no_time_so_its_own_word_of_when_must_be_of_the_last_day() -> None:
    body = calcom_event("BOOKING_CREATED", AT, "u1", AT + HOUR, AT + 2 * HOUR)
    headers = {"x-cal-signature-256": posted.signed(b"s", body)}
    known = Calcom().believe(Post(headers, body, AT), ["s"])
    assert known == f"BOOKING_CREATED:u1:{AT.isoformat()}"
    with pytest.raises(TooOld):
        Calcom().believe(Post(headers, body, AT + 24 * HOUR + timedelta(seconds=1)), ["s"])
    with pytest.raises(TooEarly):
        Calcom().believe(Post(headers, body, AT - timedelta(minutes=2)), ["s"])


@pytest.mark.number("S9")
@pytest.mark.parametrize("encoding", ["hex", "base64"])
def test_a_header_of_the_programs_own_is_believed_as_the_form_says(encoding: str) -> None:
    import base64

    body, when = b'{"a":1}', stamp(AT)
    own = SignedWebhook.model_validate(
        {"scheme": "header", "header": "X-Hub-Signature", "encoding": encoding, "prefix": "sha256=", "stamp_header": "X-Time", "id_header": "X-Id"}
    )  # fmt: skip
    mac = posted.signed(b"key", f"{when}.".encode() + body)
    written = mac if encoding == "hex" else base64.b64encode(bytes.fromhex(mac)).decode()
    headers = {"x-hub-signature": f"sha256={written}", "x-time": when, "x-id": "d-1"}
    assert own.believe(Post(headers, body, AT), ["key"]) == "d-1"
    for wrong, kind in (
        ({"x-hub-signature": written}, NoSignature), ({"x-time": ""}, NoSignature), ({"x-time": stamp(AT + HOUR)}, WrongSignature),
        ({"x-hub-signature": f"sha256={written[:-2]}xx"}, WrongSignature),
    ):  # fmt: skip
        with pytest.raises(kind):
            own.believe(Post({**headers, **wrong}, body, AT), ["key"])
    with pytest.raises(TooOld):
        own.believe(Post(headers, body, AT + HOUR), ["key"])


def told(entry: Source, body: bytes) -> Told:
    return entry.read(Post({}, body, AT))


def names(body: bytes) -> list[str]:
    return [one.name for one in told(Stripe(), body).happenings]


@pytest.mark.parametrize(
    ("minor", "currency", "amount"),
    [(1999, "EUR", 19.99), (500, "JPY", 500), (150_000, "VND", 150_000), (5120, "KWD", 5.12), (2000, "USD", 20), (500, "ISK", 5), ("7", "EUR", 0.07), (None, "EUR", None),
     ("²", "EUR", None), ("--5", "EUR", None), ("9" * 5000, "EUR", None), (10**40, "EUR", None)],
)  # fmt: skip
def test_amounts_are_in_the_currencys_main_unit(minor: Any, currency: str, amount: float | None) -> None:
    assert money(minor, currency) == amount


def test_a_price_beyond_all_purses_leaves_the_yearly_value_out() -> None:
    item = {"price": {"unit_amount": 10**17, "nickname": "Huge", "recurring": {"interval": "day"}}, "quantity": 10**9}
    body = stripe_event(
        "evt_1", "customer.subscription.created", AT, {**stripe_subscription("cus_1", AT), "items": {"data": [item]}}
    )
    (started,) = told(Stripe(), body).happenings
    assert (started.properties["plan"], "yearly_value" in started.properties) == ("Huge", False)


def test_of_the_five_words_of_one_payment_one_counts() -> None:
    invoice = stripe_invoice("cus_1", "A-1")
    said = {type_: names(stripe_event("evt_1", type_, AT, invoice)) for type_ in (
        "invoice.paid", "invoice.payment_succeeded", "invoice_payment.paid", "payment_intent.succeeded", "charge.succeeded",
    )}  # fmt: skip
    assert said.pop("invoice.paid") == ["Payment Succeeded"]
    assert all(found == [] for found in said.values())
    [paid] = told(Stripe(), stripe_event("evt_1", "invoice.paid", AT, invoice)).happenings
    assert (paid.properties["amount"], paid.properties["currency"], paid.properties["invoice"]) == (99, "EUR", "A-1")
    assert (paid.who.key, paid.who.email, paid.at) == ("cus_1", "anna@acme.test", AT)
    assert names(stripe_event("e", "invoice.paid", AT, {**invoice, "amount_paid": 0})) == []
    failed = {
        **invoice,
        "amount_paid": 0,
        "amount_remaining": 9900,
        "next_payment_attempt": int(AT.timestamp()),
        "charge": {"failure_code": "expired_card"},
    }
    [one] = told(Stripe(), stripe_event("e", "invoice.payment_failed", AT, failed)).happenings
    assert (one.name, one.properties["amount"], one.properties["reason"]) == ("Payment Failed", 99, "expired_card")


def test_a_subscription_is_read_in_its_present_shape_and_the_one_before() -> None:
    ends = AT + 30 * 24 * HOUR
    new = stripe_subscription("cus_1", ends)
    old = {key: value for key, value in new.items() if key != "items"} | {
        "current_period_end": int(ends.timestamp()),
        "items": {"data": [{"quantity": 3, "plan": {"id": "p", "nickname": "Team", "amount": 9900, "interval": "month", "interval_count": 1}}]},
    }  # fmt: skip
    for shape in (new, old):
        [one] = told(Stripe(), stripe_event("e", "customer.subscription.created", AT, shape)).happenings
        assert one.name == "Subscription Started"
        wanted = {
            "plan": "Team",
            "seats": 3,
            "yearly_value": 3564,
            "currency": "EUR",
            "renews_at": ends.isoformat(),
            "interval": "month",
        }
        assert {key: one.properties[key] for key in wanted} == wanted


@pytest.mark.parametrize(
    ("course", "about", "before", "wanted"),
    [
        ("created", {"status": "incomplete"}, {}, []),
        ("updated", {"status": "active"}, {"status": "incomplete"}, ["Subscription Started"]),
        ("created", {"status": "trialing", "trial_end": 1_773_000_000}, {}, ["Subscription Started", "Trial Started"]),
        ("updated", {"status": "active"}, {"status": "trialing"}, ["Subscription Changed", "Trial Ended"]),
        ("updated", {"status": "active"}, {}, ["Subscription Changed"]),
        ("paused", {"status": "paused"}, {}, ["Subscription Changed"]),
        ("resumed", {"status": "active"}, {}, ["Subscription Changed"]),
        ("updated", {"status": "canceled"}, {}, []),
        ("deleted", {"status": "canceled"}, {}, ["Subscription Cancelled"]),
        ("trial_will_end", {"status": "trialing", "trial_end": 1_773_000_000}, {}, ["Subscription Renewing"]),
        ("trial_will_end", {"status": "active", "trial_end": 1_773_000_000}, {}, []),
        ("trial_will_end", {"status": "trialing", "trial_end": 1_700_000_000}, {}, []),
        ("pending_update_applied", {"status": "active"}, {}, ["Subscription Changed"]),
        ("pending_update_expired", {"status": "active"}, {}, []),
    ],
)  # fmt: skip
def test_a_subscriptions_course(
    course: str, about: dict[str, object], before: dict[str, object], wanted: list[str]
) -> None:
    shape = stripe_subscription("cus_1", AT + HOUR, **about)
    assert names(stripe_event("e", f"customer.subscription.{course}", AT, shape, before)) == wanted


def test_who_leaves_at_the_end_of_the_period_renews_no_more() -> None:
    shape = stripe_subscription("cus_1", AT + 9 * HOUR, cancel_at_period_end=True)
    [one] = told(
        Stripe(), stripe_event("e", "customer.subscription.updated", AT, shape, {"cancel_at_period_end": False})
    ).happenings
    assert (one.properties["renews_at"], one.properties["ends_at"]) == ("", (AT + 9 * HOUR).isoformat())


def test_every_event_of_stripes_billing_is_mapped_or_passed_over_with_a_reason() -> None:
    spoken = """customer.created customer.updated customer.deleted
        customer.subscription.created|updated|deleted|paused|resumed|trial_will_end|pending_update_applied|pending_update_expired
        subscription_schedule.created|updated|released|canceled|completed|aborted|expiring
        invoice.created|finalized|finalization_failed|paid|payment_succeeded|payment_failed|payment_action_required
        invoice.payment_attempt_required|upcoming|overdue|will_be_due|overpaid|marked_uncollectible|voided|sent|updated invoice_payment.paid
        payment_intent.succeeded|payment_failed|requires_action|canceled|processing charge.succeeded|failed|refunded
        charge.dispute.created|closed refund.created|updated|failed
        checkout.session.completed|expired|async_payment_succeeded|async_payment_failed
        payment_method.automatically_updated credit_note.created|updated|voided"""
    for group in spoken.split():
        first, *rest = group.split("|")
        for name in (first, *(f"{first.rpartition('.')[0]}.{one}" for one in rest)):
            about = {
                **stripe_subscription("cus_1", AT + HOUR),
                **stripe_invoice("cus_1", "1"),
                "amount": 500,
                "amount_refunded": 500,
            }
            found = told(Stripe(), stripe_event("e", name, AT, about))
            assert found.happenings or (found.passed[0] and "means nothing here" not in found.passed[0]), name
            assert all(found.passed) or found.happenings, name


def test_metadata_names_account_and_person_before_all_else() -> None:
    about = stripe_invoice(
        "cus_1",
        "1",
        metadata={},
        parent={"subscription_details": {"metadata": {"perennia_customer": "acme", "user_id": 7}}},
    )
    [one] = told(Stripe(), stripe_event("e", "invoice.paid", AT, about)).happenings
    assert (one.who.group, one.who.user, one.who.key) == ("acme", "7", "cus_1")
    own = Stripe(account_key="tenant", user_key="", by_email=False)
    [one] = told(own, stripe_event("e", "invoice.paid", AT, {**about, "metadata": {"tenant": "t-9"}})).happenings
    assert (one.who.group, one.who.user, one.who.email) == ("t-9", "", "")


@pytest.mark.parametrize(
    ("entry", "body", "lacks"),
    [
        (Stripe(), {"type": "invoice.paid", "data": {}}, ["id", "created", "data.object"]),
        (Calcom(), {"triggerEvent": "BOOKING_CREATED", "payload": {"uid": "u"}}, ["payload.attendees[0].email", "payload.startTime"]),
        (Calcom(), {"payload": {}}, ["triggerEvent"]),
        (Calcom(), {"triggerEvent": "BOOKING_NO_SHOW_UPDATED", "payload": {}}, ["payload.bookingUid", "payload.attendees[].noShow"]),
        (Calendly(), {"event": "invitee.created", "payload": {"uri": "x"}}, ["payload.email", "payload.scheduled_event.start_time"]),
    ],
)  # fmt: skip
def test_what_a_post_lacks_is_named(entry: Source, body: Mapping[str, object], lacks: list[str]) -> None:
    with pytest.raises(Missing) as wrong:
        told(entry, as_bytes(body))
    assert list(wrong.value.names) == lacks


def test_a_form_encoded_template_is_refused_in_words() -> None:
    with pytest.raises(Invalid, match="not JSON"):
        told(Calcom(), b"title=Hello&when=today")


ORDER: Value = {
    "type": "order.paid",
    "data": {
        "items": [{"id": 7, "cents": "1,999"}],
        "a.b": {"c": True},
        "to": {"mail": "Anna@Acme.test"},
        "at": 1_772_442_000,
    },
}


@pytest.mark.parametrize(
    ("path", "value"),
    [("type", "order.paid"), ("data.items[0].id", 7), ("data.items[-1].id", 7), ('data["a.b"].c', True), ("data.items[3].id", None), ("type.x", None)],
)  # fmt: skip
def test_a_path_leads_to_one_value_or_to_none(path: str, value: object) -> None:
    assert pick(ORDER, path) == value


@pytest.mark.parametrize(
    "path", ["", ".a", "a..b", "a[", "a[x]", 'a["b', "a]", "a[0]b", "a[²]", "a." * 25 + "b", "x" * 301, "__class__()."]
)
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(Invalid):
        pick({}, path)


def test_values_become_what_is_wanted_or_nothing() -> None:
    kinds: list[tuple[Any, Any, object]] = [
        ("1,999", "hundredths", 19.99), ("12", "number", 12), ("x", "number", None), (1_772_442_000, "moment", "2026-03-02T09:00:00+00:00"),
        ("12,50", "number", None), ("1,234,567.5", "number", 1234567.5), ("12,3456", "hundredths", None),
        ("1e999999999", "hundredths", None), ("²", "moment", None), ("²", "number", None), ("0001-01-01T00:00:00+14:00", "moment", None),
        ("yes", "yes_no", True), (5, "text", "5"), ({"a": 1}, "text", '{"a":1}'), (float("1e300"), "number", None), (None, "text", None),
    ]  # fmt: skip
    assert [made(value, kind) for value, kind, _ in kinds] == [wanted for _, _, wanted in kinds]


PAID = Rule(
    when=(Test("type", "is", "order.paid"),), event="Payment Succeeded", email="data.to.mail", time="data.at", id="data.items[0].id",
    properties=(Field("amount", "data.items[0].cents", kind="hundredths"), Field("currency", text="EUR")), traits=(Field("vip", 'data["a.b"].c'),),
)  # fmt: skip


def test_the_first_rule_that_fits_says_what_a_post_means() -> None:
    found = mapped.apply(Meaning((Rule(when=(Test("type", "is", "ping"),), is_passed=True), PAID)), ORDER, "m")
    [one] = found.told.happenings
    assert (found.rule, found.faults, one.name, one.key) == (1, (), "Payment Succeeded", "7")
    assert (one.who.email, one.at, one.properties, one.traits) == (
        "Anna@Acme.test",
        AT,
        {"amount": 19.99, "currency": "EUR"},
        {"vip": True},
    )
    assert mapped.apply(Meaning((PAID,)), {"type": "other"}, "m").told.fits is False
    keyed = Rule(event="Hello", user="who", id="id")
    keys = {
        mapped.apply(Meaning((keyed,)), {"who": "a", "id": "x" * 300 + end}, "m").told.happenings[0].key for end in "12"
    }
    assert len(keys) == 2, "long ids that begin alike are two"
    assert mapped.apply(Meaning((Rule(is_passed=True),)), {"type": "other"}, "m").told.passed[0]


def test_what_is_wrong_with_a_mapping_is_said_at_its_field() -> None:
    wrong = Rule(event="", user="a..b", properties=(Field("x", "a"), Field("x", "b"), Field("", "c")))
    fields = [one.field for one in mapped.check(Meaning((PAID, wrong)))]
    assert fields == ["rules.1.user", "rules.1.event", "rules.1.properties.1.name", "rules.1.properties.2.name"]
    lost = mapped.apply(
        Meaning((Rule(event="Hello", user="who", time="type", properties=(Field("n", "type", kind="number"),)),)),
        ORDER,
        "m",
    )
    assert [one.field for one in lost.faults] == [
        "rules.0.user",
        "rules.0.user",
        "rules.0.time",
        "rules.0.properties.0.kind",
    ]


Read = Callable[[Source, bytes], Told]


def test_sessions_of_both_calendars_say_the_same_things() -> None:
    starts, ends = AT + HOUR, AT + 2 * HOUR
    [cal] = told(Calcom(), calcom_event("BOOKING_RESCHEDULED", AT, "u2", starts, ends, rescheduleUid="u1")).appointments
    [calendly] = told(
        Calendly(), posted.calendly_event("invitee.created", AT, "i2", starts, ends, old_invitee=posted.invitee("i1"))
    ).appointments
    for one in (cal, calendly):
        assert (one.course, one.starts_at, one.ends_at, one.who.email) == ("moved", starts, ends, "anna@acme.test")
        assert (one.properties["member"], one.properties["session"]) == ("mai@house.test", one.properties["session"])
    assert (cal.booking, cal.formerly) == ("u2", "u1")
    assert calendly.formerly == posted.invitee("i1")
    moved_away = told(Calendly(), posted.calendly_event("invitee.canceled", AT, "i1", starts, ends, rescheduled=True))
    assert moved_away.appointments == ()
    assert moved_away.passed[0].startswith("Called off because it was moved")
