"""The tracking plan: events the record understands by name. Any other name is kept and can start workflows too."""

from typing import Literal

import msgspec

By = Literal["tracked", "people", "clock", "derived", "reports"]


class Planned(msgspec.Struct, frozen=True):
    """An event we know: who says it, what it means, what its properties are."""

    name: str
    by: By
    about: str
    properties: dict[str, str] = {}


_MONEY = {"amount": "what was to be paid", "currency": "its code, like EUR", "invoice": "the invoice's number"}
_TERMS = {
    "plan": "the plan's name", "currency": "code of the currency", "yearly_value": "worth of a year", "seats": "seats paid for",
    "interval": "month or year", "renews_at": "when it renews",
}  # fmt: skip
_SESSION = {
    "session": "its kind, like Feature walkthrough", "starts_at": "when", "booking": "its number, the same for all of these",
    "goals": "what it is to achieve", "agenda": "what will be done", "prepare": "what to have at hand", "url": "where one joins",
    "move_url": "where one moves or cancels it", "member": "whose session it is, by e-mail",
    "host": "their name", "ends_at": "until when", "place": "where, if not by video", "reason": "why it was moved or cancelled",
    "invited": "true where an invitation with the calendar entry has confirmed it already",
}  # fmt: skip
_SIGNED_UP = dict.fromkeys(("type", "first_name", "last_name", "email", "phone", "username", "title"), "of the person")
_TAG = {"tag": "its name", "of": "customer or contact"}
_TASK = {
    "title": "in a line",
    "priority": "urgent, high, normal or low",
    "due_at": "when it is due",
    "member": "address of whom it is given to",
    "assignee_name": "their name",
    "role": "whoever of it takes it, where nobody has",
    "workflow": "the workflow that asked for it",
    "by": "who did it",
}
_GUIDANCE = {"guidance": "its key", "kind": "help, checklist, tip or announcement"}
_MESSAGE = {"message": "its id", "workflow": "where it came from", "template": "which text", "channel": "how it left"}

TRACKING_PLAN = (
    Planned("Account Created", "tracked", "An account was made; it begins the customer.", {"account_name": "its name"}),
    Planned("Account Deleted", "tracked", "The account is gone: the customer left.", {"account_name": "its name"}),
    Planned("Signed Up", "tracked", "A person signed up, alone or at an account.", _SIGNED_UP),
    Planned("Signed In", "tracked", "A person signed in; always a login.", {"username": "of the person"}),
    Planned("Signed Out", "tracked", "A person signed out.", {"username": "of the person"}),
    Planned("Invite Sent", "tracked", "A person invited a colleague.", {"invitee_email": "whom"}),
    Planned("Account Added User", "tracked", "A person joined the account.", {"role": "what they are there"}),
    Planned("Account Removed User", "tracked", "The person it is about left the account."),
    Planned(
        "Trial Started", "tracked", "A trial began.",
        {"trial_plan_name": "of the plan", "trial_end_date": "its end"},
    ),
    Planned("Trial Ended", "tracked", "A trial ended.", {"trial_plan_name": "of the plan"}),
    Planned(
        "Feature Used", "tracked", "Time on a feature; sent when one leaves it, and at least every ten minutes.",
        {"feature": "its name", "seconds": "visible, non-idle seconds since the last such event"},
    ),
    Planned("Payment Succeeded", "tracked", "A payment was made. One invoice counts once.", _MONEY),
    Planned(
        "Payment Failed", "tracked", "A payment failed; every try is an event.",
        {**_MONEY, "reason": "expired_card, card_declined, insufficient_funds or other words"},
    ),
    Planned("Payment Refunded", "tracked", "Money went back to the customer.", {**_MONEY, "reason": "why"}),
    Planned("Payment Disputed", "tracked", "A payment was disputed at the bank.", {**_MONEY, "dispute": "its number", "reason": "why"}),
    Planned("Payment Dispute Closed", "tracked", "A dispute was decided.", {**_MONEY, "dispute": "its number", "outcome": "won or lost"}),
    Planned("Payment Action Required", "tracked", "The customer has to confirm a payment.", {**_MONEY, "url": "where"}),
    Planned("Payment Overdue", "tracked", "An invoice is past its date.", {**_MONEY, "due_at": "its date"}),
    Planned("Payment Written Off", "tracked", "An invoice will not be paid.", _MONEY),
    Planned("Subscription Started", "tracked", "A subscription began.", _TERMS),
    Planned("Subscription Changed", "tracked", "Plan, seats, value or renewal changed.", _TERMS),
    Planned("Subscription Renewing", "tracked", "The renewal is near or its day is known.", _TERMS),
    Planned(
        "Subscription Cancelled", "tracked", "The subscription ended: the customer churned.",
        {"plan": "the plan's name", "reason": "why"},
    ),
    Planned(
        "Feedback Given", "tracked", "Somebody said how they feel.",
        {"level": "Very Happy to Not Happy", "nps": "0 to 10", "text": "their words", "member": "whom of the team they name"},
    ),
    Planned("Session Booked", "tracked", "A session was booked.", _SESSION),
    Planned("Session Moved", "tracked", "A session has another time.", _SESSION),
    Planned("Session Cancelled", "tracked", "A session was called off.", _SESSION),
    Planned("Session Attended", "tracked", "They came to the session.", _SESSION),
    Planned("Session Missed", "tracked", "They did not come.", _SESSION),
    Planned(
        "Session Reopened", "people", "What was said of a session is taken back, and its points with it.",
        {**_SESSION, "was": "Session Attended or Session Missed"},
    ),
    Planned("Affiliate Joined", "tracked", "They said yes to the affiliate programme.", {"text": "their words"}),
    Planned("Affiliate Declined", "tracked", "They said no to it.", {"text": "their words"}),
    Planned(
        "Task Requested", "tracked", "Somebody asked for something to be done.",
        {"title": "in a line", "text": "in full", "expected": "by when they may expect it, in words", "due_at": "by when they need it",
         "priority": "High, Normal or Low", "topic": "which", "form": "by which form", "open_questions": "what they left open"},
    ),
    Planned("Project Handed Over", "tracked", "A project was delivered.", {"project": "its name"}),
    Planned("Guidance Shown", "tracked", "Guidance was shown in the product; it is no login.", _GUIDANCE),
    Planned(
        "Guidance Clicked", "tracked", "Somebody pressed its button or link, or came to the end of a tour.",
        {**_GUIDANCE, "step": "which step of a tour", "finished": "true at the end of a tour", "url": "where to"},
    ),
    Planned("Guidance Dismissed", "tracked", "Somebody closed it.", {**_GUIDANCE, "step": "which step of a tour"}),
    Planned(
        "Guidance Not Shown", "tracked", "What a tip points at was not on the page; it is no login.",
        {**_GUIDANCE, "step": "which step of a tour", "selector": "what was looked for"},
    ),
    Planned("Checklist Item Done", "tracked", "An item of a checklist was done.", {**_GUIDANCE, "item": "which"}),
    Planned("Checklist Completed", "tracked", "All items of a checklist are done.", _GUIDANCE),
    Planned("Goal Reached", "tracked", "The customer reached a goal of theirs.", {"goal": "its name"}),
    Planned("Customer Created", "people", "A person of the team, or the API, made a customer; its traits come with it."),
    Planned("Tag Added By Hand", "people", "A member added a tag.", {"tag": "its name"}),
    Planned("Tag Removed By Hand", "people", "A member took a tag off.", {"tag": "its name"}),
    Planned("Stage Set By Hand", "people", "A member moved a card.", {"pipeline": "which", "stage": "where to"}),
    Planned("Stage Left By Hand", "people", "A member took a card out of a stage.", {"pipeline": "which", "stage": "from where"}),
    Planned("Field Set By Hand", "people", "A member changed a field.", {"field": "which", "value": "to what"}),
    Planned(
        "Score Recalculated", "people", "Points were counted anew after a rule changed; it starts nothing.",
        {"corrections": "what each rule's entries lacked", "milestone": "whether tag and stage follow"},
    ),
    Planned("Owner Set By Hand", "people", "A member gave the customer an owner.", {"member": "the owner's id"}),
    Planned("Task Added", "people", "Somebody of the team, or a workflow, gave the team a task.", _TASK),
    Planned("Task Done", "people", "Somebody of the team did a task.", _TASK),
    Planned(
        "Schedule Came Round", "clock", "A workflow that begins by a schedule looked at somebody.",
        {"workflow": "which", "moment": "of the round"},
    ),
    Planned("Enrolled By Hand", "people", "A member started a workflow.", {"workflow": "which"}),
    Planned("Note Written", "people", "A member wrote a note.", {"note": "its number"}),
    Planned("File Put", "people", "A member put a file with the customer.", {"file": "its number"}),
    Planned(
        "Inactive For N Days", "clock", "Somebody, or everybody at a customer, was not seen for N days.",
        {"rule": "which rule found it"},
    ),
    Planned("Began N Days Ago", "clock", "Somebody's first live event lies N days back.", {"rule": "which rule found it"}),
    Planned(
        "Date Reached", "derived", "A date somebody has, or some days before or after it, has come.",
        {"field": "which", "days": "how many days before (below zero) or after it", "of": "customer or contact"},
    ),
    Planned("Renewal In N Days", "clock", "The subscription renews in N days.", {"rule": "which rule found it"}),
    Planned("Task Due Soon", "clock", "A task is due within a day, or a quarter of its time is left.", _TASK),
    Planned("Task Overdue", "clock", "A task was not done by its due date.", _TASK),
    Planned("Feature Check", "clock", "A customer's unused features are looked at.", {"rule": "which rule found it"}),
    Planned(
        "Logged In", "derived", "Signed In, or the first event after 30 minutes of silence.",
        {
            "silent_seconds": "the silence before it", "is_first": "true for the very first",
            "month": "the month, with the first login in it",
        },
    ),
    Planned("Tag Added", "derived", "A tag was added that was not there.", _TAG),
    Planned("Tag Removed", "derived", "A tag fell off.", _TAG),
    Planned(
        "Stage Moved", "derived", "A stage was reached.",
        {"pipeline": "which", "from": "stage before, or nothing", "to": "stage now", "of": "customer or contact"},
    ),
    Planned(
        "Segment Entered", "derived", "A segment's condition holds now.",
        {"segment": "its key", "of": "customer or contact"},
    ),
    Planned(
        "Segment Left", "derived", "A segment's condition holds no longer.",
        {"segment": "its key", "of": "customer or contact"},
    ),
    Planned(
        "Score Changed", "derived", "The score rose or fell.",
        {"points": "by how much", "reason": "why", "from": "before", "to": "after", "of": "customer or contact"},
    ),
    Planned(
        "Field Changed", "derived", "A field was set by hand or by a step, to something else than before.",
        {"field": "which", "from": "what it was", "to": "what it is", "of": "customer or contact"},
    ),
    Planned("Workflow Started", "derived", "A step of a workflow asked for another one.", {"workflow": "which", "by": "whose step"}),
    Planned("Workflow Stopped", "derived", "A step of a workflow ended the run of another one.", {"workflow": "which", "by": "whose step"}),
    Planned("Contact Joined", "derived", "Somebody became a contact of an account."),
    Planned(
        "Features Unused", "derived", "A customer leaves features unused, each longer than its own frame.",
        {"features": "their names", "count": "how many", "high_value": "whether it is one of the most valuable"},
    ),
    Planned(
        "Milestone Reached", "derived", "A contact reached a milestone for the first time.",
        {"milestone": "its name", "score": "the score it stands for", "of": "contact"},
    ),
    Planned("Message Sent", "reports", "A message was handed to its channel.", _MESSAGE),
    Planned("Message Held", "reports", "A message will not be sent.", {**_MESSAGE, "reason": "why"}),
    Planned("Message Failed", "reports", "A message could not be sent.", {**_MESSAGE, "reason": "why"}),
    Planned(
        "Message Unknown", "reports", "Nobody knows whether a message left; it is not sent again.",
        {**_MESSAGE, "reason": "why"},
    ),
    Planned("Message Delivered", "reports", "A message reached whom it is for.", _MESSAGE),
    Planned("Message Opened", "reports", "Somebody opened a message for the first time.", _MESSAGE),
    Planned(
        "Message Bounced", "reports", "A message came back.",
        {**_MESSAGE, "detail": "what their server said", "is_final": "whether it will always"},
    ),
    Planned("Message Complained", "reports", "Somebody reported a message as unwanted.", _MESSAGE),
    Planned(
        "Message Received", "reports", "Somebody wrote to us by a channel.",
        {"channel": "which", "text": "their words", "message_id": "its id there", "attachments": "what came with it"},
    ),
    Planned("Opted Out", "reports", "Somebody answered STOP.", {"channel": "which", "text": "their words"}),
    Planned("Opted In", "reports", "Somebody answered START.", {"channel": "which", "text": "their words"}),
    Planned("Channel Followed", "reports", "Somebody follows our account.", {"channel": "which"}),
    Planned("Channel Unfollowed", "reports", "Somebody follows our account no more.", {"channel": "which"}),
    Planned("Details Given", "reports", "Somebody gave their details to our account.", {"channel": "which"}),
    Planned("Consent Withdrawn", "reports", "Somebody withdrew from our account.", {"channel": "which"}),
    Planned("Channel Event", "reports", "Something else happened at a channel.", {"channel": "which", "event": "its name there"}),
    Planned("Message Clicked", "reports", "Somebody followed a link in a message.", {**_MESSAGE, "url": "where to"}),
    Planned(
        "Message Unsubscribed", "reports", "Somebody wants no more of a topic.",
        {**_MESSAGE, "topic": "which", "source": "how they said so"},
    ),
    Planned(
        "Message Subscribed", "reports", "Somebody wants a topic again.",
        {**_MESSAGE, "topic": "which", "source": "how they said so"},
    ),
    Planned(
        "Check-in Answered", "reports", "Somebody answered a check-in.",
        {**_MESSAGE, "choice": "what they chose", "text": "their words"},
    ),
)  # fmt: skip


def planned_name(name: str) -> str:
    """An event's name as the plan has it: a number of days stands as N."""
    words = " ".join("N" if word.isdigit() else word for word in name.split())
    return f"{words}s" if words.endswith(" N Day") else words
