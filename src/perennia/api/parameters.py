"""Refuses query parameters a route does not have: a misspelt filter would silently show everything."""

from django.http import HttpRequest
from ninja import NinjaAPI

from perennia.core.error import Invalid

_known: dict[tuple[str, str], frozenset[str]] = {}


class UnknownParameter(Invalid):
    """This route has no such parameter."""

    code = "unknown_parameter"


def learn(api: NinjaAPI) -> None:
    """Notes the parameters of every route of the API."""
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            route = "/".join(["api", *f"{prefix}{path}".strip("/").split("/")]).replace("{", "<").replace("}", ">")
            for operation in view.operations:
                query = [model for model in operation.models if model.__ninja_param_source__ == "query"]
                names = {name for model in query for name in getattr(model, "__ninja_flatten_map__", None) or {}}
                for method in operation.methods:
                    _known[method, route] = frozenset(names)


def refuse_unknown(request: HttpRequest) -> None:
    """Raises UnknownParameter for the first parameter the route of this request does not have."""
    match = request.resolver_match
    known = _known.get((request.method or "", match.route if match else ""))
    if known is None:
        return
    for name in request.GET:
        if name not in known:
            can = f"It has: {', '.join(sorted(known))}." if known else "It takes none."
            raise UnknownParameter(f"This route has no parameter {name[:60]!r}. {can}", field=f"query.{name[:60]}")
