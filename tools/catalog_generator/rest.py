"""The resources of ARI that a module serves, from its tree of `stasis_rest_handlers`
(res/res_ari_*.c).
"""

from tools.catalog_generator import c
from tools.catalog_generator.module_source import Source

METHODS = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")


def resources(module: Source) -> list[str]:
    """`GET /channels/{channelId}`, ... in the order of the tree; empty for a module without any."""
    handlers = {
        name: initialiser
        for name, initialiser in module.structures.items()
        if initialiser.type == "stasis_rest_handlers"
    }
    if not handlers or all(call != "ast_ari_add_handler" for call, _ in module.calls):
        return []
    children = {name: _children(initialiser.body) for name, initialiser in handlers.items()}
    roots = [name for name in handlers if not any(name in found for found in children.values())]
    found: list[str] = []
    for root in roots:
        _walk(root, "", module, children, found)
    return found


def _walk(
    name: str, path: str, module: Source, children: dict[str, list[str]], found: list[str]
) -> None:
    body = module.structures[name].body
    segment = c.string(c.field(body, "path_segment") or "", module.strings) or ""
    wildcard = (c.field(body, "is_wildcard") or "0").strip() == "1"
    path = f"{path}/{{{segment}}}" if wildcard else f"{path}/{segment}"
    callbacks = c.field(body, "callbacks") or ""
    found += [f"{method} {path}" for method in METHODS if f"[AST_HTTP_{method}]" in callbacks]
    for child in children[name]:
        if child in children:
            _walk(child, path, module, children, found)


def _children(body: str) -> list[str]:
    expression = c.field(body, "children") or ""
    return [
        part.lstrip("&").strip()
        for part in c.split_arguments(expression[expression.find("{") + 1 : expression.rfind("}")])
        if part.strip()
    ]
