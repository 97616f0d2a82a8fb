"""Stripe: payments, subscriptions, refunds and disputes, each told once and decided by the object's own state."""

# size: one provider's signature, names and shapes read better in one file
# ruff: noqa: E501  a name stands on one line with what it becomes, a sentence with its translation

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from perennia.core.event import Properties, Value
from perennia.core.fold import LARGEST_AMOUNT
from perennia.core.source import (
    Happening,
    Post,
    Source,
    Told,
    Who,
    listed,
    moment,
    need,
    part,
    stamped,
    table,
    word,
)  # fmt: skip

_WHOLE = re.compile(r"-?[0-9]{1,18}")
ZERO_DECIMAL = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)
THREE_DECIMAL = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])
# Two updates may bear the same second: what comes later in a subscription's life wins then.
_RANKS = {"customer.subscription.created": 1, "customer.subscription.updated": 2, "customer.subscription.deleted": 3}
_OF_CUSTOMER = ("customer.created", "customer.updated")
_ALIVE = ("active", "trialing", "past_due")
_TOLD = (
    "Told by invoice.paid or invoice.payment_failed; counted once.",
    "Đã được invoice.paid hoặc invoice.payment_failed báo; chỉ tính một lần.",
)
_COMES = (
    "Told by customer.subscription.updated when it takes effect.",
    "Khi có hiệu lực, customer.subscription.updated sẽ báo.",
)
_PAPER = (
    "A step of the invoice on its way; what counts is whether it is paid.",
    "Chỉ là một bước của hóa đơn; điều đáng kể là có được trả hay không.",
)
_REFUND = ("Told by charge.refunded.", "Đã được charge.refunded báo.")
_OWN = ("Of no concern for the success of the customer.", "Không liên quan tới thành công của khách hàng.")
_NOTHING = ("Nothing was to be paid, so it counts as no payment.", "Không có gì phải trả nên không tính là thanh toán.")
_NOT_YET = ("The first payment is still open; the subscription has not begun.", "Lần trả đầu còn dở; gói chưa bắt đầu.")
_ENDED = (
    "The subscription has ended; customer.subscription.deleted tells it.",
    "Gói đã kết thúc; customer.subscription.deleted sẽ báo.",
)
_NO_TRIAL = (
    "The trial is over or was paid already; nobody needs to be reminded.",
    "Thời gian dùng thử đã hết hoặc đã trả; không cần nhắc ai.",
)
_UNKNOWN = ("An event of Stripe's that means nothing here.", "Sự kiện của Stripe không có ý nghĩa ở đây.")


class Stripe(Source, frozen=True):
    """The customer is found by what your own system wrote into Stripe's metadata, else by the Stripe customer linked
    before, else by the e-mail address where it is exactly one person's; else a new one is made. Of a subscription or a
    dispute that names nobody known, the post waits until another one says whose it is. One payment fires five events of
    success at Stripe; invoice.paid alone counts, and a paid checkout that has no invoice. A payment with neither is not
    counted: send Payment Succeeded yourself. Amounts are in the currency's main unit.
    """

    key: ClassVar[str] = "stripe"
    label: ClassVar[str] = "Stripe"
    label_vi: ClassVar[str] = "Stripe (thanh toán)"
    icon: ClassVar[str] = "credit-card"
    about: ClassVar[str] = "Payments made and failed, subscriptions begun, changed and ended, refunds and disputes."
    about_vi: ClassVar[str] = "Thanh toán thành công và lỗi, gói bắt đầu, thay đổi và kết thúc, hoàn tiền và khiếu nại."
    makes_secret: ClassVar[bool] = True
    steps: ClassVar[tuple[tuple[str, str], ...]] = (
        ("In Stripe open Developers, Webhooks, and add an endpoint.", "Trong Stripe mở Developers, Webhooks và thêm một endpoint."),
        ("Paste this address: {address}", "Dán địa chỉ này: {address}"),
        ("Choose the events customer.*, invoice.*, charge.* and checkout.session.*; more do no harm.", "Chọn các sự kiện customer.*, invoice.*, charge.* và checkout.session.*; chọn thêm cũng không sao."),
        ("Open the endpoint, reveal its signing secret (whsec_…) and enter it here.", "Mở endpoint, hiện signing secret (whsec_…) và nhập vào đây."),
        ("Send a test event, or wait for the next payment; it shows up below.", "Gửi sự kiện thử hoặc chờ lần thanh toán kế tiếp; nó hiện ở dưới."),
    )  # fmt: skip
    mapped: ClassVar[Mapping[str, str]] = {
        "customer.created, customer.updated": "who the Stripe customer is; traits of the account",
        "customer.subscription.created": "Subscription Started; Trial Started where it begins with one",
        "customer.subscription.updated": "Subscription Changed, or Started once the first payment came; Trial Ended",
        "customer.subscription.paused, resumed, pending_update_applied": "Subscription Changed",
        "customer.subscription.deleted": "Subscription Cancelled; Subscription Changed while another of theirs goes on",
        "customer.subscription.trial_will_end": "Subscription Renewing, unless the trial is over",
        "invoice.upcoming": "Subscription Renewing",
        "invoice.paid": "Payment Succeeded, unless nothing was to be paid",
        "invoice.payment_failed": "Payment Failed",
        "invoice.payment_action_required": "Payment Action Required",
        "invoice.overdue": "Payment Overdue",
        "invoice.marked_uncollectible": "Payment Written Off",
        "charge.refunded": "Payment Refunded",
        "charge.dispute.created": "Payment Disputed",
        "charge.dispute.closed": "Payment Dispute Closed",
        "checkout.session.completed": "who the Stripe customer is; Payment Succeeded where it is paid and has no invoice",
        "checkout.session.async_payment_succeeded, async_payment_failed": "Payment Succeeded, Payment Failed, where there is no invoice",
    }
    passed: ClassVar[Mapping[str, tuple[str, str]]] = {
        **dict.fromkeys(("invoice.payment_succeeded", "invoice_payment.paid", "payment_intent.succeeded", "payment_intent.payment_failed", "charge.succeeded", "charge.failed"), _TOLD),
        **dict.fromkeys(("invoice.created", "invoice.finalized", "invoice.finalization_failed", "invoice.payment_attempt_required", "invoice.will_be_due", "invoice.overpaid", "invoice.voided", "invoice.sent", "invoice.updated", "payment_intent.requires_action", "payment_intent.canceled", "payment_intent.processing"), _PAPER),
        **dict.fromkeys(("subscription_schedule.created", "subscription_schedule.updated", "subscription_schedule.released", "subscription_schedule.canceled", "subscription_schedule.completed", "subscription_schedule.aborted", "subscription_schedule.expiring", "customer.subscription.pending_update_expired"), _COMES),
        **dict.fromkeys(("refund.created", "refund.updated", "refund.failed", "credit_note.created", "credit_note.updated", "credit_note.voided"), _REFUND),
        **dict.fromkeys(("customer.deleted", "payment_method.automatically_updated", "checkout.session.expired"), _OWN),
    }  # fmt: skip

    account_key: str = Field(
        "perennia_customer", max_length=100, title="Metadata that names the account",
        description="Its value at Stripe is the groupId you send here.",
        json_schema_extra={"title_vi": "Metadata chỉ tài khoản", "description_vi": "Giá trị của nó ở Stripe là groupId bạn gửi tới đây."},
    )  # fmt: skip
    user_key: str = Field(
        "user_id", max_length=100, title="Metadata that names the person",
        description="Its value at Stripe is the userId you send here.",
        json_schema_extra={"title_vi": "Metadata chỉ người dùng", "description_vi": "Giá trị của nó ở Stripe là userId bạn gửi tới đây."},
    )  # fmt: skip
    by_email: bool = Field(
        True,
        title="Else find the customer by e-mail",
        json_schema_extra={"title_vi": "Nếu không thì tìm khách hàng theo email"},
    )

    @override
    def believe(self, post: Post, secrets: Sequence[str]) -> str:
        stamped(post.headers.get("stripe-signature", ""), post, secrets)
        return word(table(post.body).get("id")) or ""

    @override
    def read(self, post: Post) -> Told:
        said = table(post.body)
        id_, type_ = word(said.get("id")), word(said.get("type"))
        about, at = part(said, "data", "object"), moment(said.get("created"))
        need(type_ or "?", {"id": id_, "type": type_, "created": at, "data.object": about})
        assert at is not None
        if type_ in self.passed:
            return Told(type_, passed=self.passed[type_], about=self._who(type_, about))
        who = self._who(type_, about)
        made = _made(type_, about, part(said, "data", "previous_attributes"), at)
        if isinstance(made, tuple):
            return Told(type_, passed=made, about=who)
        key = f"{_RANKS.get(type_, 0)}:{id_}"
        happenings = [
            Happening(
                name, who, f"{key}:{place}" if place else key, at, told, subscription=word(told.get("subscription"))
            )
            for place, (name, told) in enumerate(made.items())
        ]
        if not made:  # it tells whom the Stripe customer is
            return Told(
                type_, (Happening("", who, key, at, group_traits=_account(about) if type_ in _OF_CUSTOMER else {}),)
            )
        return Told(type_, tuple(happenings))

    def _who(self, type_: str, about: Properties) -> Who:
        is_customer = type_.startswith("customer.") and "subscription" not in type_
        held = about.get("customer")
        cus = word(about.get("id")) if is_customer else word(held.get("id") if isinstance(held, dict) else held)
        metadata = [part(one, "metadata") for one in _bearers(about)]
        group = (
            next((found for one in metadata if (found := word(one.get(self.account_key), 255))), "")
            if self.account_key
            else ""
        )
        user = (
            next((found for one in metadata if (found := word(one.get(self.user_key), 255))), "")
            if self.user_key
            else ""
        )
        user = user or word(about.get("client_reference_id"), 255)
        email = _first(
            about,
            ("email",),
            ("customer_email",),
            ("customer_details", "email"),
            ("evidence", "customer_email_address"),
            ("billing_details", "email"),
        )
        name = (
            _first(about, ("name",), ("customer_name",), ("customer_details", "name")) if is_customer or email else ""
        )
        things = _things(about)
        phone = word(about.get("phone")) if is_customer else ""
        traits: Properties = {"stripe_customer": cus, "roles": "billing", **({"phone": phone} if phone else {})}
        return Who(cus, user, group, email if self.by_email or not cus else "", name, traits, things)


def money(minor: Value, currency: str) -> int | float | None:
    """An amount in Stripe's smallest unit as people write it: 1999 EUR cents are 19.99, 500 JPY are 500."""
    if isinstance(minor, bool) or not isinstance(minor, int | str) or not _WHOLE.fullmatch(str(minor)):
        return None
    places = 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2
    value = Decimal(str(minor)).scaleb(-places)
    return int(value) if value == value.to_integral_value() else float(value)


def _made(type_: str, about: Properties, before: Properties, at: datetime) -> dict[str, Properties] | tuple[str, str]:
    """Our events of one of theirs, or why there is none."""
    if type_.startswith("customer.subscription."):
        return _subscription(type_.rpartition(".")[2], about, before, at)
    match type_:
        case "customer.created" | "customer.updated":
            return {}
        case _ if type_.startswith("checkout.session."):
            return _checkout(type_, about)
        case "invoice.paid":
            paid = _paid(about, "amount_paid")
            return {"Payment Succeeded": paid} if paid.get("amount") else _NOTHING
        case "invoice.payment_failed":
            return {"Payment Failed": _paid(about, "amount_remaining", "amount_due")}
        case "invoice.payment_action_required":
            return {"Payment Action Required": _paid(about, "amount_remaining", "amount_due")}
        case "invoice.overdue":
            return {"Payment Overdue": _paid(about, "amount_remaining", "amount_due")}
        case "invoice.marked_uncollectible":
            return {"Payment Written Off": _paid(about, "amount_remaining", "amount_due")}
        case "invoice.upcoming":
            renews = about.get("next_payment_attempt") or about.get("period_end")
            return {"Subscription Renewing": {**_paid(about, "amount_due"), **_stated(renews_at=_iso(renews))}}
        case "charge.refunded":
            new = _difference(about.get("amount_refunded"), before.get("amount_refunded"))
            return {
                "Payment Refunded": _amount(new, about)
                | _stated(charge=word(about.get("id")), reason=word(about.get("failure_code")))
            }
        case "charge.dispute.created":
            return {
                "Payment Disputed": _amount(about.get("amount"), about)
                | _stated(dispute=word(about.get("id")), reason=word(about.get("reason")))
            }
        case "charge.dispute.closed":
            return {
                "Payment Dispute Closed": _amount(about.get("amount"), about)
                | _stated(dispute=word(about.get("id")), outcome=word(about.get("status")))
            }
    return _UNKNOWN


def _checkout(type_: str, about: Properties) -> dict[str, Properties] | tuple[str, str]:
    """A checkout of its own, without an invoice, is a payment; of any other it is known by now who pays."""
    course = type_.removeprefix("checkout.session.")
    if course not in ("completed", "async_payment_succeeded", "async_payment_failed"):
        return _UNKNOWN
    is_alone = word(about.get("mode")) == "payment" and not about.get("invoice")
    is_paid = word(about.get("payment_status")) == "paid"
    if not is_alone or (course == "completed" and not is_paid):
        return {} if course == "completed" else _TOLD
    said = _amount(about.get("amount_total"), about) | _stated(checkout=word(about.get("id")))
    if not said.get("amount"):
        return {} if course == "completed" else _NOTHING
    return {"Payment Succeeded" if is_paid else "Payment Failed": said}


def _things(about: Properties) -> tuple[str, ...]:
    """The payment and the charge, by which a dispute names whoever paid."""
    named = [about.get(name) for name in ("payment_intent", "charge", "latest_charge")]
    ids = [word(one.get("id") if isinstance(one, dict) else one) for one in [*named, about]]
    found = {one for one in ids if one.startswith(("pi_", "ch_", "py_"))}
    return tuple(sorted(found, reverse=True))


def _subscription(
    course: str, about: Properties, before: Properties, at: datetime
) -> dict[str, Properties] | tuple[str, str]:
    terms, status, was = _terms(about), word(about.get("status")), word(before.get("status"))
    if course == "deleted":
        details = part(about, "cancellation_details")
        return {
            "Subscription Cancelled": {
                **terms,
                **_stated(
                    reason=word(details.get("feedback")) or word(details.get("reason")),
                    text=word(details.get("comment"), 2000),
                ),
            }
        }
    if status in ("canceled", "incomplete_expired"):
        return _ENDED
    if status == "incomplete":
        return _NOT_YET
    if course == "trial_will_end":
        ends = moment(about.get("trial_end"))
        return (
            {"Subscription Renewing": {**terms, **_stated(trial_ends_at=_iso(about.get("trial_end")))}}
            if status == "trialing" and ends and ends > at
            else _NO_TRIAL
        )
    trial = {"trial_plan_name": terms.get("plan", ""), **_stated(trial_end_date=_iso(about.get("trial_end")))}
    if course == "created" or (course == "updated" and was == "incomplete" and status in _ALIVE):
        return {"Subscription Started": terms} | ({"Trial Started": trial} if status == "trialing" else {})
    return {"Subscription Changed": terms} | (
        {"Trial Ended": trial} if was == "trialing" and status != "trialing" else {}
    )


def _terms(about: Properties) -> Properties:
    """Plan, value and renewal of a subscription, in its present shape and in the one before it."""
    items = [one for one in listed(part(about, "items").get("data")) if isinstance(one, dict)]
    ends = [found for one in [*items, about] if (found := moment(one.get("current_period_end"))) is not None]
    currency = word(about.get("currency")).upper()
    is_ending = about.get("cancel_at_period_end") is True or about.get("cancel_at") is not None
    closes = _iso(about.get("cancel_at")) or (max(ends).isoformat() if is_ending and ends else "")
    first = items[0] if items else about
    price = part(first, "price") or part(first, "plan")
    plan = (
        word(price.get("nickname"))
        or word(price.get("lookup_key"))
        or word(part(price, "product").get("name"))
        or word(price.get("id"))
    )
    every = part(price, "recurring") or price
    interval, number = word(every.get("interval")), every.get("interval_count")
    seats = sum(many for one in items if isinstance(many := one.get("quantity"), int))
    return {
        **_stated(subscription=word(about.get("id")), plan=plan, currency=currency, interval=interval, status=word(about.get("status"))),
        **({"seats": seats} if seats else {}),
        **({"yearly_value": value} if (value := _yearly(items, currency)) is not None else {}),
        **({"interval_count": number} if isinstance(number, int) and number > 1 else {}),
        # Who leaves at the end of the period renews no more: nobody is written to about it.
        **({"renews_at": ""} if is_ending else {"renews_at": max(ends).isoformat()} if ends else {}),
        **({"ends_at": closes, "is_ending": True} if is_ending else {}),
        **({"is_paused": True} if about.get("pause_collection") or word(about.get("status")) == "paused" else {}),
    }  # fmt: skip


def _yearly(items: Sequence[Properties], currency: str) -> int | float | None:
    total, times = Decimal(0), {"day": 365, "week": 52, "month": 12, "year": 1}
    for one in items:
        price = part(one, "price") or part(one, "plan")
        every = part(price, "recurring") or price
        amount = money(price.get("unit_amount", price.get("amount")), currency)
        interval, number, many = word(every.get("interval")), every.get("interval_count", 1), one.get("quantity", 1)
        if amount is None or interval not in times or not isinstance(number, int) or number < 1:
            return None
        total += Decimal(str(amount)) * (many if isinstance(many, int) else 1) * times[interval] / number
    if abs(total) > LARGEST_AMOUNT:
        return None
    total = total.quantize(Decimal("0.01"))
    return (int(total) if total == total.to_integral_value() else float(total)) if items else None


def _paid(about: Properties, *names: str) -> Properties:
    minor = next((about[name] for name in names if about.get(name) is not None), None)
    held = about.get("subscription") or part(about, "parent", "subscription_details").get("subscription")
    error = part(about, "payment_intent", "last_payment_error") or part(about, "charge")
    reason = word(error.get("decline_code") or error.get("code") or error.get("failure_code"))
    tries = about.get("attempt_count")
    return {
        **_amount(minor, about),
        **_stated(
            invoice=word(about.get("number")) or word(about.get("id")), reason=reason, url=word(about.get("hosted_invoice_url"), 2000),
            subscription=word(held.get("id") if isinstance(held, dict) else held),
            retry_at=_iso(about.get("next_payment_attempt")), due_at=_iso(about.get("due_date")),
        ),
        **({"attempt": tries} if isinstance(tries, int) and tries else {}),
    }  # fmt: skip


def _amount(minor: Value, about: Properties) -> Properties:
    currency = word(about.get("currency")).upper()
    amount = money(minor, currency)
    return _stated(currency=currency) | ({"amount": amount} if amount is not None else {})


def _account(about: Properties) -> Properties:
    return _stated(
        stripe_customer=word(about.get("id")), billing_name=word(about.get("name")), billing_email=word(about.get("email")),
        country=word(part(about, "address").get("country")),
    )  # fmt: skip


def _bearers(about: Properties) -> list[Value]:
    """Where metadata may lie: the object itself, the subscription an invoice is of, the customer where it is unfolded."""
    return [
        about,
        about.get("customer"),
        part(about, "subscription_details"),
        part(about, "parent", "subscription_details"),
    ]


def _difference(now: Value, before: Value) -> Value:
    return now - before if isinstance(now, int) and isinstance(before, int) else now


def _first(about: Properties, *paths: tuple[str, ...]) -> str:
    return next((found for path in paths if (found := word(part(about, *path[:-1]).get(path[-1])))), "")


def _iso(value: Value) -> str:
    found = moment(value)
    return found.isoformat() if found is not None else ""


def _stated(**said: str) -> Properties:
    return {name: value for name, value in said.items() if value}
