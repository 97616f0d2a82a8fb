"""What a column may be: the fields of customers, contacts and events, with their names in both languages."""

from typing import Literal, NamedTuple

from perennia.customers.fold_text import fold_text

As = Literal[
    "text", "id", "email", "number", "whole", "moment", "day", "yes_no", "tags", "owner", "role", "own", "stage"
]
OWN = "trait"  # a field of the company's own, by the name it is given; for events a property
OWN_TYPES: tuple[As, ...] = ("text", "number", "moment", "yes_no")


class Field(NamedTuple):
    """A field: what it becomes, what its cells are, its names, and what columns that mean it are often called."""

    key: str
    type: As
    label: str
    label_vi: str
    called: tuple[str, ...] = ()


_ACCOUNT_ID = ("account id", "company id", "group id", "customer id", "organisation id", "organization id", "tenant id", "workspace id",
    "ma khach hang", "ma cong ty", "ma tai khoan")  # fmt: skip
_USER_ID = ("user id", "contact id", "person id", "member id", "external id", "uid", "ma nguoi dung", "ma lien he")
_EMAIL = ("email", "e mail", "email address", "mail", "work email", "dia chi email", "thu dien tu")
_ZONE = Field("timezone", "text", "Time zone", "Múi giờ", ("timezone", "time zone", "zone", "mui gio"))
_LANGUAGE = Field("language", "text", "Language", "Ngôn ngữ", ("language", "locale", "lang", "ngon ngu"))
_TAGS = Field("tags", "tags", "Tags", "Nhãn", ("tags", "tag", "labels", "label", "nhan"))

FIELDS: dict[str, tuple[Field, ...]] = {
    "customers": (
        Field("id", "id", "Account id", "Mã tài khoản", (*_ACCOUNT_ID, "id", "external id")),
        Field("name", "text", "Name", "Tên", ("name", "account", "account name", "company", "company name", "customer", "customer name",
            "organisation", "organization", "ten", "ten cong ty", "cong ty", "khach hang", "ten khach hang")),
        Field("website", "text", "Website", "Trang web", ("website", "domain", "web", "url", "site", "trang web", "ten mien")),
        Field("plan", "text", "Plan", "Gói", ("plan", "subscription", "tier", "product", "goi", "goi dich vu")),
        Field("industry", "text", "Industry", "Ngành", ("industry", "sector", "nganh", "nganh nghe", "linh vuc")),
        Field("employees", "whole", "Employees", "Số nhân viên", ("employees", "employee count", "headcount", "size", "company size",
            "so nhan vien", "nhan vien", "quy mo")),
        Field("yearly_value", "number", "Yearly value", "Giá trị năm", ("yearly value", "arr", "annual value", "acv", "annual revenue",
            "contract value", "gia tri nam", "doanh thu nam")),
        Field("mrr", "number", "Monthly value", "Giá trị tháng", ("mrr", "monthly value", "monthly revenue", "gia tri thang")),
        Field("currency", "text", "Currency", "Tiền tệ", ("currency", "tien te", "loai tien")),
        Field("seats", "whole", "Seats", "Số chỗ", ("seats", "licences", "licenses", "so cho", "so nguoi dung")),
        Field("subscription_status", "text", "Subscription", "Trạng thái đăng ký", ("subscription status", "status", "trang thai")),
        Field("renews_at", "day", "Renews on", "Gia hạn ngày", ("renews at", "renewal", "renewal date", "renews on", "contract end",
            "expires", "ngay gia han", "ngay het han")),
        Field("created_at", "day", "Customer since", "Khách hàng từ", ("created at", "created", "since", "customer since", "signed up",
            "start date", "ngay tao", "ngay bat dau")),
        Field("owner", "owner", "Owner (their e-mail or name)", "Người phụ trách (e-mail hoặc tên)", ("owner",
            "csm", "account manager", "owner email", "assigned to", "nguoi phu trach", "phu trach")),
        _ZONE, _LANGUAGE, _TAGS,
    ),
    "contacts": (
        Field("user_id", "id", "User id", "Mã người dùng", (*_USER_ID, "id")),
        Field("email", "email", "E-mail", "E-mail", _EMAIL),
        Field("name", "text", "Name", "Tên", ("name", "full name", "contact", "contact name", "ten", "ho ten", "ho va ten", "ten lien he")),
        Field("first_name", "text", "First name", "Tên gọi", ("first name", "firstname", "given name", "ten goi")),
        Field("last_name", "text", "Last name", "Họ", ("last name", "lastname", "surname", "family name", "ho")),
        Field("account_id", "id", "Account id", "Mã tài khoản", _ACCOUNT_ID),
        Field("account", "text", "Account, by name or website", "Tài khoản, theo tên hoặc trang web", ("account", "account name", "company",
            "company name", "customer", "organisation", "organization", "website", "domain", "cong ty", "ten cong ty", "khach hang")),
        Field("phone", "text", "Phone", "Điện thoại", ("phone", "phone number", "mobile", "telephone",
            "dien thoai", "so dien thoai", "sdt")),
        Field("title", "text", "Title", "Chức danh", ("title", "job title", "position", "chuc danh", "chuc vu")),
        Field("role", "role", "Role (primary, billing, champion, sponsor)", "Vai trò (primary, billing, champion, sponsor)", ("role",
            "roles", "vai tro")),
        _ZONE, _LANGUAGE, _TAGS,
    ),
    "events": (
        Field("event", "text", "Event", "Sự kiện", ("event", "event name", "action", "su kien", "ten su kien", "hanh dong")),
        Field("at", "moment", "When", "Khi nào", ("at", "time", "timestamp", "date", "datetime", "occurred at", "created at", "when",
            "thoi gian", "ngay", "thoi diem")),
        Field("user_id", "id", "User id", "Mã người dùng", _USER_ID),
        Field("email", "email", "E-mail", "E-mail", _EMAIL),
        Field("account_id", "id", "Account id", "Mã tài khoản", _ACCOUNT_ID),
    ),
}  # fmt: skip
# One of these must be a column, or nobody would know whose a row is.
IDENTIFYING = {
    "customers": ("id", "website", "name"),
    "contacts": ("user_id", "email"),
    "events": ("user_id", "email", "account_id"),
}


def find(kind: str, key: str) -> Field | None:
    """A field by its key."""
    return next((field for field in FIELDS[kind] if field.key == key), None)


def meant_by(kind: str, heading: str) -> Field | None:
    """The field a column of this name most likely is."""
    plain = " ".join(fold_text(heading).replace("_", " ").replace("-", " ").replace(".", " ").split())
    for field in FIELDS[kind]:
        if plain in field.called or plain in (fold_text(field.label), fold_text(field.label_vi)):
            return field
    return None
