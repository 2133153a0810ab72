"""One portable resource while a cloud's own resources are made of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.blueprints.kinds.declarations import Kind
from dharma_core.blueprints.kinds.links import Link
from dharma_core.blueprints.kinds.naming import name_rules
from dharma_core.blueprints.kinds.pieces import Piece
from dharma_core.blueprints.kinds.scenes import Scene
from dharma_core.blueprints.kinds.settled import has_mention
from dharma_core.blueprints.kinds.sizing import choose_size
from dharma_core.blueprints.model import ResourceSpec
from dharma_core.blueprints.ports import SizeNeed
from dharma_core.blueprints.scalars import as_text
from dharma_core.plan import Path, thaw

__all__ = ["Draft"]

# AWS types that have no name of their own: the console shows the tag Name.
_NAMED_BY_TAG = frozenset({
    "aws_vpc", "aws_subnet", "aws_internet_gateway", "aws_nat_gateway", "aws_eip", "aws_instance",
    "aws_route_table", "aws_security_group", "aws_ebs_volume", "aws_efs_file_system",
})  # fmt: skip


@dataclass
class Draft:
    """What a kind's lowering reads from and adds to.

    Values come in two ways: ``draft["size_gb"]`` as it was written, so that a variable stays a
    variable in what is generated, and ``draft.now("public")`` with variables put in, where the
    answer decides what is built.
    """

    scene: Scene
    spec: ResourceSpec
    kind: Kind
    index: int
    pieces: list[Piece] = field(default_factory=list)
    read: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> Any:
        """Return a property as written, else its default."""
        value = self._written(name)
        return self.kind.by_name[name].default if value is None else self.scene.rewrite(value)

    def now(self, name: str) -> Any:
        """Return a property with variables put in; its default where it is not known yet."""
        fact = self.kind.by_name[name]
        return self.scene.decide(fact, self._written(name))

    def has(self, name: str) -> bool:
        """Whether the property was given."""
        return self._written(name) is not None

    def _written(self, name: str) -> Any:
        self.read.add(name)
        return self.spec.properties.get(name)

    @property
    def unread(self) -> tuple[str, ...]:
        """The properties that were given and that nothing of this cloud was made from."""
        given = (name for name in self.spec.properties if name in self.kind.by_name)
        return tuple(name for name in given if name not in self.read)

    def path(self, name: str) -> Path:
        """Return the place of a property in the design's file."""
        return ("resources", self.index, "properties", name)

    def problem(self, name: str, message: str, hint: str = "") -> None:
        """Note that a property cannot be built as it was asked for."""
        self.scene.problems.add(self.path(name), f"resource {self.spec.name!r} {message}", hint)

    # --- other resources of the design ---
    def link(self, name: str) -> Link | None:
        """Return what a reference names, None when it was left out."""
        value = self._written(name)
        return None if value is None else self.scene.link(value)

    def needed(self, name: str) -> Link:
        """Return what a required reference names; its absence is told by the check."""
        return self.link(name) or Link("", self.scene)

    def links(self, name: str) -> tuple[Link, ...]:
        """Return what a list of references names."""
        return self._links(self._written(name))

    def names_in(self, name: str) -> frozenset[str]:
        """Return the resources that a reference names, for others to ask: it is not read yet."""
        return frozenset(link.name for link in self._links(self.spec.properties.get(name)))

    def _links(self, value: Any) -> tuple[Link, ...]:
        items = value if isinstance(value, (list, tuple)) else () if value is None else (value,)
        return tuple(self.scene.link(item) for item in items)

    def users(self, name: str) -> tuple[Draft, ...]:
        """Return the portable resources whose reference of that name is this one."""
        return tuple(
            draft
            for draft in self.scene.drafts.values()
            if name in draft.kind.by_name and self.spec.name in draft.names_in(name)
        )

    # --- names ---
    @property
    def name(self) -> str:
        """What the cloud calls it; variables stay, several are told apart by their number.

        Resources of one native type that the design gives one name add their own in the design,
        as `stem` does for satellites.
        """
        primary = self.kind.clouds[self.scene.provider].primary
        twins = self._namesakes().count(primary)
        return self._apart() if twins > 1 else self.scene.cloud_name(self.spec)

    @property
    def stem(self) -> str:
        """What the cloud's names of satellites start with.

        Where several resources of the design have one name, each adds its own in the design:
        Azure and Google Cloud take two resources of a type with one name for the same.
        """
        return self._apart() if len(self._namesakes()) > 1 else self.scene.cloud_name(self.spec)

    def _namesakes(self) -> tuple[str, ...]:
        """Return the native types of all that have its name; AWS tells names apart by kind."""
        if self.scene.provider == "aws":
            return ()
        settled = self.scene.inputs.settle(self.scene.cloud_name(self.spec))
        return self.scene.namesakes.get(str(settled), ())

    def _apart(self) -> str:
        own = re.sub("[^a-z0-9]+", "-", self.spec.name.lower()).strip("-")
        return f"{self.scene.cloud_name(self.spec)}-{own}"

    def named(self, suffix: str) -> str:
        """Return the cloud's name of a satellite."""
        return f"{self.stem}-{suffix}"

    def squeezed(
        self, *, limit: int = 24, least: int = 0, marks: str = "", suffix: str = ""
    ) -> str:
        """Return the name in small letters and digits only, as some services want it.

        Parameters
        ----------
        limit : int
            The most characters; a longer name ends in four that tell it from others.
        least : int
            The fewest; a shorter name gets such an end as well.
        marks : str
            What may stand beside letters and digits.
        """
        whole = str(self.scene.inputs.settle(self.stem)) + suffix
        text = self._squeeze(whole, limit, marks)
        if len(text) >= least or has_mention(text):
            return text
        return f"{text}-{hashlib.sha256(whole.encode()).hexdigest()[:least]}"

    def squeezed_design(self, *, limit: int) -> str:
        """Return the design's name in small letters and digits, for what is made once for it."""
        return self._squeeze(self.scene.blueprint.name, limit, "")

    def _squeeze(self, whole: str, limit: int, marks: str) -> str:
        parts = re.split(r"(\$\{[^}]*\})", whole)
        kept = [
            p if p.startswith("${") else re.sub(rf"[^a-z0-9{re.escape(marks)}]", "", p.lower())
            for p in parts
        ]
        text = "".join(kept)
        if has_mention(text) or len(text) <= limit:
            return text
        told_apart = hashlib.sha256(whole.encode()).hexdigest()[:4]
        return text[: limit - 4] + told_apart

    # --- native resources ---
    def main(self, type_: str, *, after: tuple[str, ...] = (), **attributes: Any) -> None:
        """Add the native resource that keeps the design's name."""
        self._check_own_name(type_, attributes)
        self._add(self.spec.name, type_, attributes, after=(*self.spec.depends_on, *after))

    def _check_own_name(self, type_: str, attributes: Mapping[str, Any]) -> None:
        """Note a name that the user wrote whole and that the service does not take."""
        own, known = self._written("name"), self.scene.catalog.find(type_)
        if not isinstance(own, str) or not own or has_mention(own) or known is None:
            return
        for attribute, rule in name_rules(known).items():
            given = attributes.get(attribute)
            spelt = rule.spelt(own)
            if given == self.scene.cloud_name(self.spec) and not rule.fits(spelt):
                message = f"has the name {own!r}, which a {known.title} does not take."
                hint = f"Wanted: {rule.words()}; such as {rule.fit(own)!r}."
                self.problem("name", message, hint)

    def add(
        self, suffix: str, type_: str, *, after: tuple[str, ...] = (), **attributes: Any
    ) -> None:
        """Add a satellite, called ``<name>_<suffix>`` in the design."""
        self._add(self._satellite(suffix), type_, attributes, after=after, suffix=suffix)

    def _satellite(self, suffix: str) -> str:
        return self.scene.satellite(self.spec.name, suffix)

    def _add(
        self,
        name: str,
        type_: str,
        attributes: Mapping[str, Any],
        *,
        after: tuple[str, ...],
        suffix: str = "",
    ) -> None:
        given = _present(attributes)
        tags = dict(self._mapping("tags"))
        if type_ in _NAMED_BY_TAG:
            tags = {"Name": self.named(suffix) if suffix else self.name, **tags}
        given = self.scene.with_place(type_, given, tags)
        self.pieces.append(Piece(name, type_, given, after, self.spec.count))

    def shared(self, piece: str, type_: str, /, **attributes: Any) -> str:
        """Add a native resource once for the whole design and return its name."""
        return self.scene.share(piece, type_, _present(attributes), self.spec.name)

    def me(self, attribute: str = "id") -> str:
        """Return a reference to an attribute of the primary native resource."""
        return self.scene.mention(self.spec.name, attribute, self.spec.count)

    def part(self, suffix: str, attribute: str = "id") -> str:
        """Return a reference to an attribute of a satellite."""
        return self.scene.mention(self._satellite(suffix), attribute, self.spec.count)

    def ask(self, suffix: str, meaning: str, *, sensitive: bool = True) -> str:
        """Return a reference to an input that whoever applies the design must give."""
        return self.scene.ask(f"{self.spec.name}_{suffix}", meaning, sensitive=sensitive)

    def size(self, service: str, *, burstable: bool = True, by_vcpu: bool = True) -> str:
        """Return the cheapest size that holds what the properties ask for."""
        need = SizeNeed(
            self.scene.provider,
            self.scene.region,
            service,
            vcpu=self._amount("vcpu") if by_vcpu else 0,
            memory_gb=self._amount("memory_gb"),
            architecture=self._architecture(),
            burstable=burstable,
        )
        chosen = choose_size(need, self.scene.sizes)
        if chosen.reason:
            named = "vcpu" if self.has("vcpu") else "memory_gb"
            self.problem(named, chosen.reason, chosen.hint)
        return chosen.name

    def _amount(self, name: str) -> float:
        value = self.now(name) if name in self.kind.by_name else None
        return float(value) if isinstance(value, (int, float)) else 0.0

    def _architecture(self) -> str:
        return str(self.now("architecture")) if "architecture" in self.kind.by_name else "any"

    def pairs(self, name: str) -> Iterator[tuple[str, Any]]:
        """Yield names and texts of a map property; a variable that holds a number becomes text."""
        for key, written in self._mapping(name).items():
            settled = self.scene.inputs.settle(written)
            yield key, written if isinstance(settled, str) else as_text(settled)

    def project(self) -> str:
        """Return a reference to the Google Cloud project, an input of the design."""
        return self.scene.ask("project", "Google Cloud project to build in", sensitive=False)

    def tenant(self) -> str:
        """Return a reference to the Azure tenant, an input of the design."""
        return self.scene.ask("tenant_id", "Azure tenant to build in", sensitive=False)

    def tags(self) -> Mapping[str, Any]:
        """Return the tags of the design and of this resource."""
        return {**self.scene.blueprint.tags, **self._mapping("tags")}

    def _mapping(self, name: str) -> Mapping[str, Any]:
        """Return a map property as written; a variable that holds a map is put in."""
        value = self[name]
        settled = value if isinstance(value, Mapping) else self.now(name)
        return settled if isinstance(settled, Mapping) else {}

    def json_text(self, value: Any) -> str:
        """Return a value as JSON text, its references still references."""
        return json.dumps(thaw(value), separators=(",", ":"), ensure_ascii=False)

    def numbered(self, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield the objects of a list property with variables put in, from 1."""
        value = self.now(name) or ()
        yield from enumerate((value,) if isinstance(value, Mapping) else value, 1)


def _present(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is None, at every depth."""
    return {name: _whole(value) for name, value in attributes.items() if value is not None}


def _whole(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _present(value)
    if isinstance(value, (list, tuple)):
        return [_whole(inner) for inner in value]
    return value
