"""Sources as syntax trees, each parsed and walked once however many rules look at it."""

from __future__ import annotations

import ast
from functools import cache


@cache
def tree(source: str) -> ast.Module:
    """The tree of a source."""
    return ast.parse(source)


@cache
def nodes(of: ast.Module) -> tuple[ast.AST, ...]:
    """All nodes of a tree."""
    return tuple(ast.walk(of))
