"""The API as a whole: its resources, in the order of the description."""

from importlib.metadata import version

from ninja import NinjaAPI

from perennia.api import (
    account,
    boards,
    builder,
    bulk,
    changes,
    channel_setup,
    channels,
    conduct,
    customers,
    drafts,
    engine,
    errors,
    events,
    exports,
    features,
    files,
    first_run,
    history,
    imports,
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
    scoring,
    search,
    segments,
    sending,
    session,
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
_MORE = (boards, changes, drafts, history, joining, ledger, texts)


def build() -> NinjaAPI:
    """The API with all its routes."""
    api = NinjaAPI(
        title="Perennia", version=version("perennia"), description=ABOUT, docs_url=None, urls_namespace="api"
    )
    errors.declare(api)
    api.add_router("/session", session.router, tags=["session"])
    api.add_router("/session/provider", oidc.router, tags=["session"])
    api.add_router("/set-up", set_up.router, tags=["session"])
    api.add_router("/account", account.router, tags=["session"])
    api.add_router("/sign-in", sign_in.router, tags=["team"])
    api.add_router("/setting-log", setting_log.router, tags=["team"])
    api.add_router("/organisation", organisation.router, tags=["team"])
    api.add_router("/first-run", first_run.router, tags=["team"])
    api.add_router("/conduct", conduct.router, tags=["messages"])
    api.add_router("/channels/email", channels.router, tags=["messages"])
    api.add_router("/channels", channel_setup.router, tags=["messages"])
    api.add_router("/tags", tags.router, tags=["customers"])
    api.add_router("/mappings", mappings.router, tags=["events"])
    api.add_router("/invitations", invitations.router, tags=["team"])
    api.add_router("/events", events.router, tags=["events"])
    api.add_router("/customers", customers.router, tags=["customers"])
    api.add_router("/pipelines", pipelines.router, tags=["customers"])
    api.add_router("/messages", messages.router, tags=["messages"])
    api.add_router("/mailbox", mailbox.router, tags=["messages"])
    api.add_router("/texts", texts.library, tags=["workflows"])
    api.add_router("/notices", notices.router, tags=["messages"])
    api.add_router("/sending", sending.router, tags=["messages"])
    api.add_router("/workflows", workflows.router, tags=["workflows"])
    api.add_router("/builder", builder.router, tags=["workflows"])
    api.add_router("/customers/bulk", bulk.router, tags=["customers"])
    api.add_router("/fields", own_fields.router, tags=["customers"])
    api.add_router("/notes", notes.router, tags=["customers"])
    api.add_router("/files", files.router, tags=["customers"])
    api.add_router("/views", views.router, tags=["customers"])
    api.add_router("/features", features.router, tags=["workflows"])
    api.add_router("/scoring", scoring.router, tags=["workflows"])
    api.add_router("/segments", segments.router, tags=["customers"])
    api.add_router("/today", today.router, tags=["desk"])
    api.add_router("/tasks", tasks.router, tags=["desk"])
    api.add_router("/search", search.router, tags=["customers"])
    api.add_router("/engine", engine.router, tags=["engine"])
    api.add_router("/sources", sources.router, tags=["events"])
    api.add_router("/webhooks", webhooks.router, tags=["webhooks"])
    api.add_router("/keys", keys.router, tags=["team"])
    api.add_router("/team", team.router, tags=["team"])
    api.add_router("/imports", imports.router, tags=["imports"])
    api.add_router("/exports", exports.router, tags=["exports"])
    parameters.learn(api)
    return api


api = build()
