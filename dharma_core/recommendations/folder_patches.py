"""Findings mended in the text of a Terraform folder: a patch at the lines, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import unified_diff

from dharma_core.errors import DharmaError
from dharma_core.generation.hcl import Attribute, Block, Raw
from dharma_core.importers.folders import SourceFolder
from dharma_core.importers.terraform.block_nodes import PatchRefused
from dharma_core.importers.terraform.patching import add_after, body_of, remove_at, set_at
from dharma_core.plan import Catalog, Plan, Resource, ResourceType, thaw
from dharma_core.policies.findings import Finding, Rule
from dharma_core.policies.repairs import Companion
from dharma_core.recommendations.changes import change_plan
from dharma_core.recommendations.fixes import companions_of, fix_finding

__all__ = ["FolderPatch", "PatchedFolder", "Refusal", "patch_folder"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A finding that is left as it is, and why."""

    finding: Finding
    reason: str

    def __str__(self) -> str:
        return f"{self.finding.rule_id} {self.finding.address}: {self.reason}"


@dataclass(frozen=True)
class FolderPatch:
    """New texts of files, the findings they mend, and those left.

    Parameters
    ----------
    before, after : mapping of file to text
        Only files that change.
    """

    before: Mapping[str, str]
    after: Mapping[str, str]
    mended: tuple[Finding, ...] = ()
    refused: tuple[Refusal, ...] = ()

    def diff(self, prefix: str = "") -> str:
        """Return the patch as ``git apply`` and ``patch -p1`` take it."""
        pieces = []
        for file, text in self.after.items():
            name = f"{prefix}/{file}" if prefix not in ("", ".") else file
            old = self.before[file].splitlines(keepends=True)
            lines = unified_diff(
                old, text.splitlines(keepends=True), f"a/{name}", f"b/{name}"
            )  # fmt: skip
            for line in lines:
                ended = line.endswith("\n")
                pieces.append(line if ended else f"{line}\n\\ No newline at end of file\n")
        return "".join(pieces)


class PatchedFolder:
    """A folder with some files' texts replaced; what a reader sees after the patch."""

    def __init__(self, folder: SourceFolder, texts: Mapping[str, str]) -> None:
        self._folder = folder
        self._texts = texts

    def names(self, path: str) -> tuple[str, ...]:
        """Return the names of the files directly in a folder."""
        return self._folder.names(path)

    def under(self, path: str) -> tuple[str, ...]:
        """Return every file below a folder."""
        return self._folder.under(path)

    def read(self, path: str) -> str:
        """Return a file's text, the patched one where there is one."""
        return self._texts[path] if path in self._texts else self._folder.read(path)

    def read_bytes(self, path: str) -> bytes:
        """Return a file's bytes."""
        if path in self._texts:
            return self._texts[path].encode()
        return self._folder.read_bytes(path)


Verdict = Callable[[SourceFolder], tuple[Plan, tuple[Finding, ...]]]


def patch_folder(
    folder: SourceFolder,
    read: Verdict,
    rules: Mapping[str, Rule],
    catalog: Catalog,
    *,
    wanted: Callable[[Finding], bool] = lambda _: True,
) -> FolderPatch:
    """Return the patch of a folder that mends what can be mended with certainty.

    The patched folder is read and judged again; what a patch does not mend, or where the text
    reads no more, is taken back and told.

    Parameters
    ----------
    read : callable
        Reads a folder and judges it: the Plan and its findings.
    wanted : callable
        Whether a finding is to be mended.
    """
    plan, findings = read(folder)
    chosen = [f for f in findings if f.fixable and not f.waived and wanted(f)]
    taken_back: dict[tuple[str, str], Refusal] = {}
    while True:
        work = _Work(folder, plan, rules, catalog)
        work.mend([f for f in chosen if (f.rule_id, f.address) not in taken_back])
        lost = tuple(_unmended(work, read, plan)) if work.mended else ()
        if not lost:
            refused = (*work.refused, *taken_back.values())
            before = {file: folder.read(file) for file in work.texts}
            after = {file: _ended_alike(text, before[file]) for file, text in work.texts.items()}
            return FolderPatch(before, after, tuple(work.mended), refused)
        taken_back.update(((r.finding.rule_id, r.finding.address), r) for r in lost)


def _ended_alike(text: str, before: str) -> str:
    """Return a text with the line ends that the file had."""
    return text.replace("\n", "\r\n") if "\r\n" in before else text


def _unmended(work: _Work, read: Verdict, before: Plan) -> Iterable[Refusal]:
    """Yield the findings that the patched text does not mend; all where it reads no more."""
    try:
        plan, findings = read(PatchedFolder(work.folder, work.texts))
    except DharmaError as error:
        return [Refusal(f, f"the patched file cannot be read: {error.message}")
                for f in work.mended]  # fmt: skip
    new = {p.message for p in plan.problems} - {p.message for p in before.problems}
    if new:
        return [Refusal(f, f"the patched file cannot be read: {min(new)}") for f in work.mended]
    still = {(f.rule_id, f.address) for f in findings}
    return [
        Refusal(f, "the rule would still fire: the value comes from somewhere else")
        for f in work.mended
        if (f.rule_id, f.address) in still
    ]


@dataclass
class _Work:
    """The texts as changed so far."""

    folder: SourceFolder
    plan: Plan
    rules: Mapping[str, Rule]
    catalog: Catalog
    texts: dict[str, str] = field(default_factory=dict)
    mended: list[Finding] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    _files: dict[str, str] = field(default_factory=dict)

    def mend(self, findings: Iterable[Finding]) -> None:
        """Mend each finding wholly, or leave it wholly and keep the reason."""
        groups: dict[tuple[str, str], list[Finding]] = {}
        for finding in findings:
            resource = self.plan.by_address[finding.address]
            groups.setdefault((finding.rule_id, self._block(resource)), []).append(finding)
        for group in groups.values():
            try:
                self._mend(group)
            except PatchRefused as reason:
                self.refused.extend(Refusal(f, str(reason)) for f in group)

    def _block(self, resource: Resource) -> str:
        """Return what all instances that one block makes have in common."""
        return f"{self._file(resource)} {resource.type}.{resource.name}"

    def _file(self, resource: Resource) -> str:
        position = resource.position
        return position.file if position else self._files.get(str(resource.address), "")

    def _mend(self, group: list[Finding]) -> None:
        rule = self.rules[group[0].rule_id]
        resource = self.plan.by_address[group[0].address]
        _refuse_part(self._all_made(resource), group)
        texts = self._mended_text(resource, rule)
        if texts == {file: self._text(file) for file in texts}:
            raise PatchRefused("the file says so already")
        for finding in group:
            before = set(self.plan.by_address)
            self.plan = change_plan(self.plan, fix_finding(self.plan, finding, rule))
            made = set(self.plan.by_address) - before
            self._files.update(dict.fromkeys(made, self._file(resource)))
        self.texts.update(texts)
        self.mended.extend(group)

    def _all_made(self, resource: Resource) -> list[str]:
        block = self._block(resource)
        return [str(r.address) for r in self.plan.of_type(resource.type) if self._block(r) == block]

    def _mended_text(self, resource: Resource, rule: Rule) -> dict[str, str]:
        """Return the new texts of the files that a repair touches."""
        fix = rule.fix
        file, text = self._own(resource)
        if fix is None:
            raise PatchRefused("no repair is known")
        type_ = self._type(resource.type)
        for pattern in fix.removes:
            text = remove_at(text, type_, resource.name, pattern)
        for pattern, value in fix.sets:
            text = set_at(text, type_, resource.name, pattern, value)
        if fix.adds is None:
            return {file: text}
        return self._with_companion(resource, fix.adds, file, text)

    def _with_companion(
        self, resource: Resource, wanted: Companion, file: str, text: str
    ) -> dict[str, str]:
        texts = {file: text}
        present = companions_of(self.plan, resource, wanted)
        for other in present:
            place, held = self._own(other)
            held = texts.get(place, held)
            for name, value in wanted.attributes.items():
                held = _set_whole(held, self._type(other.type), other.name, name, value)
            texts[place] = held
        if not present:
            if resource.index is not None:
                raise PatchRefused("its block makes several; write a companion with the same count")
            texts[file] = add_after(text, resource.type, resource.name, self._new(resource, wanted))
        return texts

    def _new(self, resource: Resource, wanted: Companion) -> Block:
        """Return the block of a companion that refers to a resource."""
        taken = {r.name for r in self.plan.of_type(wanted.type)
                 if r.address.module == resource.address.module}  # fmt: skip
        names = (resource.name, *(f"{resource.name}_{n}" for n in range(2, len(taken) + 3)))
        name = next(n for n in names if n not in taken)
        link = Attribute(wanted.link, Raw(f"{resource.type}.{resource.name}.id"))
        body = body_of(self._type(wanted.type), (), thaw(wanted.attributes))
        return Block("resource", (wanted.type, name), (link, *body))

    def _own(self, resource: Resource) -> tuple[str, str]:
        """Return the file that a resource's block stands in, and its text."""
        file = self._file(resource)
        if not file:
            raise PatchRefused("its file is not known")
        if file.startswith("../") or "/.terraform/" in f"/{file}":
            raise PatchRefused(f"its module is not in this folder ({file})")
        if not file.endswith(".tf"):
            raise PatchRefused(f"{file} is JSON; only .tf files are patched")
        return file, self._text(file)

    def _text(self, file: str) -> str:
        if file in self.texts:
            return self.texts[file]
        return self.folder.read(file).replace("\r\n", "\n")

    def _type(self, name: str) -> ResourceType:
        return self.catalog.get(name)


def _refuse_part(made: list[str], group: list[Finding]) -> None:
    """Refuse a change of a block that makes others too, which are not broken."""
    others = sorted(set(made) - {f.address for f in group})
    if others:
        raise PatchRefused(f"its block makes {others[0]} too, which does not break the rule")


def _set_whole(text: str, type_: ResourceType, name: str, attribute: str, value: object) -> str:
    """Return the text with an attribute, or all blocks of a name, replaced."""
    if isinstance(value, tuple):
        text = remove_at(text, type_, name, (attribute,))
    return set_at(text, type_, name, (attribute,), value)
