"""Who may do what: each role's permissions, in this one place. Every route names the one it needs."""

from enum import StrEnum

from perennia.team.roles import Role


class Permission(StrEnum):
    """What one may be allowed to do. An API key's scopes are these words too."""

    CUSTOMER_READ = "customer.read"
    CUSTOMER_WRITE = "customer.write"
    CUSTOMER_WRITE_ANY = "customer.write_any"
    NOTE_READ = "note.read"
    NOTE_WRITE = "note.write"
    CUSTOMER_IMPORT = "customer.import"
    SEGMENT_EDIT = "segment.edit"
    FIELD_EDIT = "field.edit"
    REVENUE_READ = "revenue.read"
    EVENT_READ = "event.read"
    WORKFLOW_READ = "workflow.read"
    WORKFLOW_SWITCH = "workflow.switch"
    WORKFLOW_EDIT = "workflow.edit"
    MESSAGE_READ = "message.read"
    MESSAGE_WRITE = "message.write"
    MESSAGE_SEND_ALL = "message.send_all"
    ENGINE_READ = "engine.read"
    ENGINE_RESUME = "engine.resume"
    PIPELINE_EDIT = "pipeline.edit"
    TASK_READ = "task.read"
    TASK_READ_ANY = "task.read_any"
    TASK_WRITE = "task.write"
    TASK_WRITE_ANY = "task.write_any"
    SESSION_READ = "session.read"
    SESSION_WRITE = "session.write"
    SESSION_MANAGE = "session.manage"
    TEAM_READ = "team.read"
    MEMBER_MANAGE = "member.manage"
    KEY_MANAGE = "key.manage"
    ORGANISATION_MANAGE = "organisation.manage"
    SETTINGS_MANAGE = "settings.manage"
    WEBHOOK_MANAGE = "webhook.manage"
    GUIDANCE_READ = "guidance.read"
    GUIDANCE_EDIT = "guidance.edit"
    INTEGRATION_MANAGE = "integration.manage"


P = Permission
ABOUT: dict[Permission, str] = {
    P.CUSTOMER_READ: "see customers, contacts and what happened to them",
    P.CUSTOMER_WRITE: "change customers one owns, or somebody of one's group owns",
    P.CUSTOMER_WRITE_ANY: "change any customer, whoever owns it",
    P.NOTE_READ: "read notes and files of customers",
    P.NOTE_WRITE: "write notes and put files with customers",
    P.CUSTOMER_IMPORT: "import files of customers, contacts and events, and take them back",
    P.SEGMENT_EDIT: "make, change and archive segments",
    P.FIELD_EDIT: "define own fields of customers and contacts",
    P.REVENUE_READ: "see amounts, renewals and billing",
    P.EVENT_READ: "see the stream of events",
    P.WORKFLOW_READ: "see workflows, their numbers and what they did",
    P.WORKFLOW_SWITCH: "switch workflows on and off",
    P.WORKFLOW_EDIT: "change workflows and their messages",
    P.MESSAGE_READ: "see messages and the mailbox",
    P.MESSAGE_WRITE: "send a failed message again, or discard it",
    P.MESSAGE_SEND_ALL: "stop and release all sending",
    P.ENGINE_READ: "see how the engine is doing",
    P.ENGINE_RESUME: "let a parked customer's events go on",
    P.PIPELINE_EDIT: "make and change pipelines and their stages",
    P.TASK_READ: "see tasks that are one's own or wait for one's role",
    P.TASK_READ_ANY: "see everybody's tasks",
    P.TASK_WRITE: "add tasks, and change one's own, one's group's and nobody's",
    P.TASK_WRITE_ANY: "change anybody's tasks",
    P.SESSION_READ: "see what sessions are booked, and what can be",
    P.SESSION_WRITE: "book sessions, move, cancel and mark one's own and those of one's group, set when one can be met",
    P.SESSION_MANAGE: "change anybody's sessions and hours, and what can be booked",
    P.TEAM_READ: "see who is on the team",
    P.MEMBER_MANAGE: "add, change and remove members",
    P.KEY_MANAGE: "make and remove API keys and write keys",
    P.ORGANISATION_MANAGE: "describe the organisation, and take the steps of the first run",
    P.SETTINGS_MANAGE: "change how messages leave: hours, caps, consent, the channel; event names; tags",
    P.WEBHOOK_MANAGE: "make and change webhook endpoints, and see what was told them",
    P.GUIDANCE_READ: "see what customers are shown inside the product, and what it did",
    P.GUIDANCE_EDIT: "write what customers are shown inside the product, and switch it",
    P.INTEGRATION_MANAGE: "connect other programs, say what their posts mean, and make request forms",
}
_VIEWER = frozenset(
    {
        P.CUSTOMER_READ, P.NOTE_READ, P.REVENUE_READ, P.EVENT_READ, P.WORKFLOW_READ, P.MESSAGE_READ, P.TASK_READ, P.TASK_READ_ANY,
        P.SESSION_READ, P.TEAM_READ, P.GUIDANCE_READ,
    }
)  # fmt: skip
_STAFF = _VIEWER | {P.CUSTOMER_WRITE, P.NOTE_WRITE, P.ENGINE_READ, P.MESSAGE_WRITE, P.TASK_WRITE, P.SESSION_WRITE}
_HEAD = _STAFF | {
    P.CUSTOMER_WRITE_ANY, P.CUSTOMER_IMPORT, P.SEGMENT_EDIT, P.TASK_WRITE_ANY, P.SESSION_MANAGE, P.WORKFLOW_SWITCH, P.MESSAGE_SEND_ALL,
    P.ENGINE_RESUME, P.GUIDANCE_EDIT,
}  # fmt: skip

ROLES: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.HEAD_OF_CS: _HEAD,
    Role.CS_OPS: _HEAD
    | {P.WORKFLOW_EDIT, P.FIELD_EDIT, P.PIPELINE_EDIT, P.SETTINGS_MANAGE, P.WEBHOOK_MANAGE, P.INTEGRATION_MANAGE},
    Role.CS_STAFF: _STAFF,
    # Their own tasks and what these need of the customer; nothing of revenue, and events and messages speak of it.
    Role.TECHNICAL_STAFF: frozenset({P.CUSTOMER_READ, P.TASK_READ, P.TASK_WRITE, P.TEAM_READ}),
    Role.VIEWER: _VIEWER,
}
