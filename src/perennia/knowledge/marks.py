"""Markdown as a tree of plain nodes, from which a page builds elements: no HTML is ever handed to a browser to read.

A node is a text, or `[tag, attributes, node, ...]` with tags and attributes of this short list only.
"""

from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from perennia.core.event import Value

_TAGS = {
    "paragraph": "p", "bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "strong": "strong", "em": "em",
    "s": "s", "blockquote": "blockquote", "code_inline": "code", "hr": "hr",
    "table": "table", "thead": "thead", "tbody": "tbody", "tr": "tr",
}  # fmt: skip
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["strikethrough", "table"])
LONGEST_LINK = 2000


def nodes(words: str) -> list[Value]:
    """The words as nodes."""
    return _inside(SyntaxTreeNode(_MARKDOWN.parse(words.replace("\x00", ""))))


def is_safe(address: str, *, is_page: bool = True) -> bool:
    """Whether one may be led there: http, https, mailto, or (`is_page`) a page of the same product, like /settings."""
    if len(address) > LONGEST_LINK or any(sign.isspace() or ord(sign) < 32 or sign == "\\" for sign in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return bool(parts.path)
    if parts.scheme in ("http", "https"):
        return bool(parts.hostname) and "@" not in parts.netloc
    return is_page and not parts.scheme and not parts.netloc and address.startswith(("/", "#"))


def _inside(node: SyntaxTreeNode) -> list[Value]:
    inside: list[Value] = []
    for made in (one for child in node.children for one in _made(child)):
        if isinstance(made, str) and inside and isinstance(inside[-1], str):
            inside[-1] += made
        else:
            inside.append(made)
    return inside


def _made(node: SyntaxTreeNode) -> list[Value]:
    match node.type:
        case "text":
            return [node.content] if node.content else []
        case "softbreak" | "hardbreak":
            return [["br", {}]]
        case "inline":
            return _inside(node)
        case "code_inline" | "hr":
            return [[_TAGS[node.type], {}, *([node.content] if node.content else [])]]
        case "fence" | "code_block":
            return [["pre", {}, ["code", {}, node.content]]]
        case "heading":
            return [["h3" if node.tag in ("h1", "h2") else "h4", {}, *_inside(node)]]
        case "link":
            return _link(str(node.attrs.get("href", "")), _inside(node))
        case "image":
            address = str(node.attrs.get("src", ""))
            is_shown = urlsplit(address).scheme == "https" and is_safe(address, is_page=False)
            return [["img", {"src": address, "alt": node.content}]] if is_shown else [node.content]
        case "th" | "td":
            side = str(node.attrs.get("style", "")).removeprefix("text-align:")
            return [[node.type, {"align": side} if side in ("right", "center") else {}, *_inside(node)]]
        case kind if kind in _TAGS:
            return [[_TAGS[kind], {}, *_inside(node)]]
    return _inside(node) if node.children else [node.content]


def _link(address: str, inside: list[Value]) -> list[Value]:
    """A link, or its words alone where it leads nowhere safe."""
    return [["a", {"href": address}, *inside]] if is_safe(address) else inside
