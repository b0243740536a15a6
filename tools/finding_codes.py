"""Which finding codes the code can emit, and how grave each is, read from the source itself."""

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "bs_metrics"
SEVERITIES = ("error", "warning", "note")


def emitted(folder: Path = PACKAGE) -> dict[str, set[str]]:
    """Severities by code. A code is the second argument of `Finding`, the argument of `BadCell`, or what a function
    that makes findings is called with; a `BadCell` becomes an error of its cell.
    """
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))]
    makers = _makers(trees)
    found: dict[str, set[str]] = defaultdict(set)
    for tree in trees:
        for scope, assigned in _scopes(tree):
            for call in (node for node in ast.walk(scope) if isinstance(node, ast.Call)):
                for code, severities in _of_call(call, assigned, makers):
                    found[code] |= severities
    return dict(found)


def _scopes(tree: ast.Module) -> list[tuple[ast.AST, dict[str, list[str]]]]:
    """Each function, or the module, with the texts that its variables may hold."""
    functions: list[ast.AST] = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    result: list[tuple[ast.AST, dict[str, list[str]]]] = []
    for scope in functions or [tree]:
        assigned: dict[str, list[str]] = defaultdict(list)
        for node in ast.walk(scope):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        assigned[target.id] += _texts(node.value, {})
        result.append((scope, assigned))
    return result


def _texts(node: ast.AST, assigned: dict[str, list[str]]) -> list[str]:
    """The texts that an expression may be, as far as they stand in the code."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _texts(node.body, assigned) + _texts(node.orelse, assigned)
    if isinstance(node, ast.Name):
        return assigned.get(node.id, [])
    return []


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _makers(trees: list[ast.Module]) -> dict[str, tuple[int, set[str]]]:
    """Functions that pass one of their own arguments on as the code: its position, and the severities they give."""
    makers = {}
    for tree in trees:
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef):
                continue
            names = [argument.arg for argument in node.args.args]
            for call in (each for each in ast.walk(node) if isinstance(each, ast.Call) and _name(each) == "Finding"):
                if len(call.args) > 1 and isinstance(call.args[1], ast.Name) and call.args[1].id in names:
                    severities = set(_texts(call.args[0], {})) or {"error"}
                    makers[node.name] = (names.index(call.args[1].id), severities)
    return makers


def _of_call(
    call: ast.Call, assigned: dict[str, list[str]], makers: dict[str, tuple[int, set[str]]]
) -> list[tuple[str, set[str]]]:
    name, given = _name(call), [_texts(argument, assigned) for argument in call.args]
    named = {keyword.arg: _texts(keyword.value, assigned) for keyword in call.keywords}
    if name == "Finding":
        codes = given[1] if len(given) > 1 else named.get("code", [])
        severities = set(given[0] if given else named.get("severity", [])) & set(SEVERITIES)
        return [(code, severities or {"error"}) for code in codes]
    if name == "BadCell":
        return [(code, {"error"}) for code in (given[0] if given else [])]
    if name in makers:
        position, usual = makers[name]
        # Called as a method, the function's own first argument is not among those given.
        at = position - (1 if isinstance(call.func, ast.Attribute) and len(given) <= position else 0)
        codes = given[at] if 0 <= at < len(given) else named.get("code", [])
        stated = {text for texts in [*given, *named.values()] for text in texts} & set(SEVERITIES)
        return [(code, stated or usual) for code in codes if code not in SEVERITIES]
    return []
