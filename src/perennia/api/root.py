"""The API as a whole: its resources, in the order of the description."""

from importlib.metadata import version

from ninja import NinjaAPI, Router

from perennia.api import (
    account,
    boards,
    bookings,
    builder,
    bulk,
    changes,
    channel_setup,
    channels,
    conduct,
    connect,
    customers,
    draft_path,
    drafts,
    engine,
    errors,
    events,
    exports,
    features,
    files,
    first_run,
    guidance,
    history,
    imports,
    integration_mapping,
    integrations,
    invitations,
    joining,
    keys,
    ledger,
    mailbox,
    mappings,
    messages,
    notes,
    notices,
    oidc,
    organisation,
    own_fields,
    parameters,
    pipelines,
    rehearsals,
    request_forms,
    scoring,
    search,
    segments,
    sending,
    session,
    session_types,
    set_up,
    setting_log,
    sign_in,
    sources,
    tags,
    tasks,
    team,
    texts,
    today,
    views,
    webhooks,
    workflows,
)

ABOUT = """Everything the screens show is here. People sign in by `POST /api/session` and send the `csrftoken` cookie's
value as `X-CSRFToken` with every change; machines send `Authorization: Bearer <API key>`. Lists answer
`{items, next_cursor}`; failures are `application/problem+json` with `code`, `detail` and the fields at fault. A change
answers with its result, or 202 when the engine takes longer than two seconds; it is then done in order, once."""

# One address has one router, so these add their routes to that of customers or workflows.
_MORE = (boards, changes, connect, draft_path, drafts, history, integration_mapping, joining, ledger, texts)


# Address, its routes, and the heading they stand under in the description; in this order.
ROUTES: tuple[tuple[str, Router, str], ...] = (
    ("/session", session.router, "session"),
    ("/session/provider", oidc.router, "session"),
    ("/set-up", set_up.router, "session"),
    ("/account", account.router, "session"),
    ("/sign-in", sign_in.router, "team"),
    ("/setting-log", setting_log.router, "team"),
    ("/organisation", organisation.router, "team"),
    ("/first-run", first_run.router, "team"),
    ("/conduct", conduct.router, "messages"),
    ("/channels/email", channels.router, "messages"),
    ("/channels", channel_setup.router, "messages"),
    ("/tags", tags.router, "customers"),
    ("/mappings", mappings.router, "events"),
    ("/invitations", invitations.router, "team"),
    ("/events", events.router, "events"),
    ("/customers", customers.router, "customers"),
    ("/pipelines", pipelines.router, "customers"),
    ("/messages", messages.router, "messages"),
    ("/mailbox", mailbox.router, "messages"),
    ("/texts", texts.library, "workflows"),
    ("/notices", notices.router, "messages"),
    ("/sending", sending.router, "messages"),
    ("/workflows", workflows.router, "workflows"),
    ("", rehearsals.router, "rehearsals"),
    ("/builder", builder.router, "workflows"),
    ("/customers/bulk", bulk.router, "customers"),
    ("/fields", own_fields.router, "customers"),
    ("/notes", notes.router, "customers"),
    ("/files", files.router, "customers"),
    ("/views", views.router, "customers"),
    ("/features", features.router, "workflows"),
    ("/scoring", scoring.router, "workflows"),
    ("/segments", segments.router, "customers"),
    ("/today", today.router, "desk"),
    ("/tasks", tasks.router, "desk"),
    ("/bookings", bookings.router, "sessions"),
    ("/session-types", session_types.router, "sessions"),
    ("/open-hours", session_types.hours, "sessions"),
    ("/search", search.router, "customers"),
    ("/engine", engine.router, "engine"),
    ("/sources", sources.router, "events"),
    ("/guidance", guidance.router, "guidance"),
    ("/webhooks", webhooks.router, "webhooks"),
    ("/integrations", integrations.router, "integrations"),
    ("/request-forms", request_forms.router, "integrations"),
    ("/keys", keys.router, "team"),
    ("/team", team.router, "team"),
    ("/imports", imports.router, "imports"),
    ("/exports", exports.router, "exports"),
)


def build() -> NinjaAPI:
    """The API with all its routes."""
    api = NinjaAPI(
        title="Perennia", version=version("perennia"), description=ABOUT, docs_url=None, urls_namespace="api"
    )
    errors.declare(api)
    for address, router, heading in ROUTES:
        api.add_router(address, router, tags=[heading])
    parameters.learn(api)
    return api


api = build()
