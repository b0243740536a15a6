"""Which finding codes the code can emit, and how grave each is, read from the source itself."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "bs_metrics"
SEVERITIES = ("error", "warning", "note")

Texts = dict[str, list[str]]  # what a variable may hold, as far as it stands in the code


@dataclass(frozen=True)
class _Maker:
    """Where the arguments of a call hold the code and the severity, and the severities of a call that gives none."""

    code: int
    severity: int | None
    usual: frozenset[str] = frozenset({"error"})


# A refused file and a bad cell become errors of the file and the cell.
_MAKERS = {
    "Finding": _Maker(1, 0),
    "BadCell": _Maker(0, None),
    "Refused": _Maker(0, None),
    "Fault": _Maker(0, 5),
    "Remarked": _Maker(2, 1),
}


def emitted(folder: Path = PACKAGE) -> dict[str, set[str]]:
    """Severities by code, of every call that makes a finding: itself, or through a function that passes a code on."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))]
    makers = _makers_in(trees)
    found: dict[str, set[str]] = defaultdict(set)
    for tree in trees:
        for scope, held in _scopes(tree):
            for call in (node for node in ast.walk(scope) if isinstance(node, ast.Call)):
                for code, severities in _of_call(call, held, makers):
                    found[code] |= severities
    return dict(found)


def _scopes(tree: ast.Module) -> Iterator[tuple[ast.AST, Texts]]:
    """Each function, or the module, with the texts that its variables may hold."""
    functions: list[ast.AST] = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for scope in functions or [tree]:
        held: Texts = defaultdict(list)
        for node in ast.walk(scope):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    _hold(target, node.value, held)
            elif isinstance(node, ast.comprehension | ast.For) and isinstance(node.iter, ast.Tuple | ast.List):
                for value in node.iter.elts:
                    _hold(node.target, value, held)
        yield scope, held


def _hold(target: ast.AST, value: ast.AST, held: Texts) -> None:
    if isinstance(target, ast.Name):
        held[target.id] += _texts(value, {})
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, its in zip(target.elts, value.elts, strict=True):
            _hold(one, its, held)


def _texts(node: ast.AST | None, held: Texts) -> list[str]:
    """The texts that an expression may be, as far as they stand in the code."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _texts(node.body, held) + _texts(node.orelse, held)
    if isinstance(node, ast.Name):
        return held.get(node.id, [])
    return []


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _makers_in(trees: list[ast.Module]) -> dict[str, list[_Maker]]:
    """The makers and the functions that pass one of their own arguments on as the code of a finding or of a sheet's
    fault. Several functions may have one name.
    """
    makers = defaultdict(list, {name: [maker] for name, maker in _MAKERS.items()})
    for tree in trees:
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
            if names[:1] == ["self"]:  # not among the arguments of a call
                names = names[1:]
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                passed = _passed_on(call, names)
                if passed:
                    makers[function.name].append(passed)
    return makers


def _passed_on(call: ast.Call, names: list[str]) -> _Maker | None:
    given = _positional(call)
    if _name(call) == "Finding" and len(given) > 1:
        severity, code = given[:2]
    elif _is_fault(call):
        severity, code = None, given[-2]
    else:
        return None
    if not (isinstance(code, ast.Name) and code.id in names):
        return None
    at = names.index(severity.id) if isinstance(severity, ast.Name) and severity.id in names else None
    maker = _Maker(names.index(code.id), at)
    stated = frozenset(_texts(severity, {})) & set(SEVERITIES)
    return replace(maker, usual=stated) if stated else maker


def _is_fault(call: ast.Call) -> bool:
    """Whether the call is `….faults.append((row, column, code, value))`; row and column may come as one."""
    into = call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr == "append" else None
    return isinstance(into, ast.Attribute) and into.attr == "faults" and len(_positional(call)) > 2


def _positional(call: ast.Call) -> list[ast.AST]:
    """The arguments by position: `f(*(a, b), c)` is `f(a, b, c)`, and a fault's are those of the tuple it is."""
    arguments: list[ast.expr] = []
    for argument in call.args:
        inner = argument.value if isinstance(argument, ast.Starred) else argument
        if isinstance(inner, ast.Tuple) and (isinstance(argument, ast.Starred) or len(call.args) == 1):
            arguments += inner.elts
        else:
            arguments.append(argument)
    return list(arguments)


def _of_call(call: ast.Call, held: Texts, makers: dict[str, list[_Maker]]) -> Iterator[tuple[str, set[str]]]:
    given = _positional(call)
    if _is_fault(call):
        yield from ((code, {"error"}) for code in _texts(given[-2], held))
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    for maker in makers.get(_name(call), ()):
        at = maker.severity
        severity = given[at] if at is not None and at < len(given) else named.get("severity")
        code = given[maker.code] if maker.code < len(given) else named.get("code")
        severities = set(_texts(severity, held)) & set(SEVERITIES) or set(maker.usual)
        yield from ((one, severities) for one in _texts(code, held))
