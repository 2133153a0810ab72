"""What one reading of a folder shares: its files, what was worked out, what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import normpath
from typing import Any

from dharma_core.importers.folders import SourceFolder
from dharma_core.importers.terraform.budget import Budget, EvaluationError
from dharma_core.importers.terraform.calls import Caller
from dharma_core.importers.terraform.evaluation import Bound, Evaluator, Names, Scope
from dharma_core.importers.terraform.functions import FunctionContext
from dharma_core.importers.terraform.grammar import SyntaxProblem
from dharma_core.importers.terraform.installed import InstalledModule, installed_modules
from dharma_core.importers.terraform.marks import Sensitive, traits
from dharma_core.importers.terraform.modules import ModuleSource, read_module
from dharma_core.importers.terraform.parsing import parse_template
from dharma_core.importers.terraform.settling import Settler
from dharma_core.importers.terraform.syntax import Attribute, Expr
from dharma_core.plan import UNKNOWN, Catalog, FrozenMap, Problem
from dharma_core.provenance import Position

__all__ = ["Reading"]


@dataclass(slots=True)
class Reading:
    """The state of one ``read_folder``.

    Parameters
    ----------
    folder : SourceFolder
    root : str
        The root module's folder.
    workspace : str
    followed : dict
        What expressions were worth while one attribute's references are followed; it holds the
        expressions and scopes too, so that their ids stay theirs.
    settled, loops : dict
        The same for the whole reading: what expressions outside of loops were worth, and the
        rounds of loops that stand in no other loop.
    """

    folder: SourceFolder
    catalog: Catalog
    root: str = ""
    workspace: str = "default"
    budget: Budget = field(default_factory=Budget)
    settler: Settler = field(default_factory=Settler)
    problems: dict[Problem, None] = field(default_factory=dict)
    sources: dict[str, ModuleSource] = field(default_factory=dict)
    templates: dict[str, Expr] = field(default_factory=dict)
    rendering: list[str] = field(default_factory=list)
    followed: dict[tuple[int, int], tuple[Expr, Scope, Any]] = field(default_factory=dict)
    settled: dict[tuple[int, int], tuple[Expr, Scope, Any]] = field(default_factory=dict)
    loops: dict[tuple[int, int], tuple[Expr, Scope, Any]] = field(default_factory=dict)
    init_record: Mapping[str, InstalledModule] | None = None
    evaluator: Evaluator = field(init=False)

    def __post_init__(self) -> None:
        context = FunctionContext(self.folder, self.root, self._render)
        self.evaluator = Evaluator(self.budget, Caller(self.budget, context))

    def source(self, path: str) -> ModuleSource:
        """Return the configuration of a folder, read once."""
        place = "" if normpath(path or ".") == "." else normpath(path)
        if place not in self.sources:
            self.sources[place] = read_module(self.folder, place)
            self.problems.update(dict.fromkeys(self.sources[place].problems))
        return self.sources[place]

    @property
    def installed(self) -> Mapping[str, InstalledModule]:
        """What ``terraform init`` has put beside the root module, read once."""
        if self.init_record is None:
            self.init_record = installed_modules(self.folder, self.root)
        return self.init_record

    def tell(
        self,
        message: str,
        position: Position | None,
        next_step: str = "",
        *,
        severity: str = "error",
    ) -> None:
        """Note what could not be read, once."""
        self.problems[Problem(message, position, next_step, severity)] = None

    def value(self, attribute: Attribute, scope: Scope) -> Any:
        """Return an attribute's value; an error becomes a Problem and the value UNKNOWN."""
        around = self.budget.begin()
        try:
            return self._charged(self.evaluator.evaluate(attribute.expression, scope))
        except EvaluationError as error:
            self.tell(f"{attribute.name}: {error}", attribute.position)
        except RecursionError:
            self.tell(f"{attribute.name}: The value is nested too deeply.", attribute.position)
        finally:
            self.budget.own = around
        return UNKNOWN

    def _charged(self, value: Any) -> Any:
        """Charge a value's size, so that values cannot multiply each other."""
        if isinstance(value, (tuple, FrozenMap, Sensitive)):
            traits(value, self.budget)
        return value

    def _render(self, text: str, variables: Mapping[str, Any], file: str) -> Any:
        """Return the text of a template file; only its own variables have a meaning in it."""
        if file in self.rendering:
            raise EvaluationError(f"{file} renders itself.")
        if text not in self.templates:
            try:
                self.templates[text] = parse_template(text)
            except SyntaxProblem as error:
                raise EvaluationError(f"{file}:{error.line}: {error.message}") from None
        bound = {name: Bound(value) for name, value in variables.items()}
        self.rendering.append(file)
        try:
            return self.evaluator.evaluate(self.templates[text], Scope(_NoNames(file), bound))
        finally:
            self.rendering.pop()


@dataclass(frozen=True, slots=True)
class _NoNames(Names):
    """The names of a template file: none but its variables."""

    file: str

    def lookup(self, root: str, steps: Any, scope: Scope) -> tuple[Any, Any]:  # noqa: ARG002
        raise EvaluationError(f"{self.file} uses {root!r}, which its variables do not hold.")
