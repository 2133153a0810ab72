"""Values and references in CloudFormation's words: Ref, Fn::GetAtt, Fn::Sub, Fn::Join."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from dharma_core.generation.cloudformation.around import foreign_kind, is_stack_name, looked_up
from dharma_core.generation.cloudformation.section import Section
from dharma_core.generation.documents import open_document
from dharma_core.generation.drafts import Draft, Text, literal_of, texts
from dharma_core.generation.scalars import words_of
from dharma_core.plan import UNKNOWN, Ref, get_path, walk
from dharma_core.plan.masking import is_sensitive

__all__ = ["Untranslatable", "Values"]


class Untranslatable(Exception):  # noqa: N818 - never leaves the writer: it becomes a note
    """A value that CloudFormation cannot say; its text names what."""


class Values:
    """Translates the values of one draft.

    Parameters
    ----------
    draft : Draft
    sections : mapping of type to Section
    logical_ids : mapping of address to logical id
    parameters : mapping of input name to parameter
        An input without one is of a type that parameters do not have.
    flags : mapping of parameter to condition
        For parameters that are true or false.
    """

    def __init__(
        self,
        draft: Draft,
        sections: Mapping[str, Section],
        logical_ids: Mapping[str, str],
        parameters: Mapping[str, str],
        *,
        flags: Mapping[str, str],
    ) -> None:
        self._draft, self._sections = draft, sections
        self._ids, self._parameters = logical_ids, parameters
        self._flags = flags
        self._drafts = {r.address: r for r in draft.resources}

    def of(self, value: Any, *, words: bool = False) -> Any:
        """Return a draft value with intrinsic functions in place of references.

        Parameters
        ----------
        words : bool
            Whether a text is wanted: a flag's parameter is then read as ``true`` or ``false``,
            elsewhere its condition gives a real boolean.

        Raises
        ------
        Untranslatable
            If it reads an attribute that CloudFormation does not return.
        """
        if isinstance(value, Text):
            return self._text(value, words=words)
        if isinstance(value, Mapping):
            return {key: self.of(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.of(inner) for inner in value]
        return value

    def document(self, value: Any) -> Any:
        """Return a JSON document as an object; a text that holds none stays a text."""
        if isinstance(value, (str, Text)):
            opened = open_document(value)
            return self.of(value if opened is None else opened)
        return self.of(value)

    def open(self, value: Any) -> Any:
        """Return a value that anybody may see and that is known before the stack is made.

        Raises
        ------
        Untranslatable
            If it reads a secret input or a resource.
        """
        secret = {v.name for v in self._draft.inputs if v.sensitive}
        for ref in (p for text in texts(value) for p in text.parts if isinstance(p, Ref)):
            name = ref.target.removeprefix("var.")
            if name == ref.target or name in secret:
                raise Untranslatable(str(ref))
        return self.of(value)

    def known(self, address: str, path: tuple[str | int, ...]) -> Any:
        """Return the value an attribute is known to have, UNKNOWN when only apply will tell."""
        resource = self._draft.plan.by_address[address]
        if is_sensitive(resource.sensitive, path):
            return UNKNOWN
        return get_path(resource.attributes, path, UNKNOWN)

    def _text(self, text: Text, *, words: bool) -> Any:
        if len(text.parts) == 1 and isinstance(text.parts[0], Ref):
            found = self._reference(text.parts[0])
            is_flag = isinstance(found, Mapping) and found.get("Ref") in self._flags
            return (
                {"Fn::If": [self._flags[found["Ref"]], True, False]}
                if is_flag and not words
                else found
            )
        parts = [p if isinstance(p, str) else self._reference(p) for p in text.parts]
        pieces = [_sub_piece(part) for part in parts]
        if all(isinstance(part, str) for part in parts):
            return "".join(parts)
        if None in pieces:
            return {"Fn::Join": ["", parts]}
        return {"Fn::Sub": "".join(piece or "" for piece in pieces)}

    def _reference(self, ref: Ref) -> Any:
        if ref.target.startswith("var."):
            return self._input(ref)
        resource = self._draft.plan.by_address[ref.target]
        logical_id = self._ids.get(ref.target)
        if resource.address.mode == "data":
            found = looked_up(resource.type, ref.attribute, self._told(ref.target))
        else:
            found = self._returned(resource.type, logical_id, ref.attribute) if logical_id else None
        return self._literal(ref) if found is None else found

    def _returned(self, type_: str, logical_id: str, attribute: str) -> Any:
        """Return the function that gives an attribute of a resource; None when there is none."""
        section = self._sections.get(type_, Section())
        if attribute in ("", *section.ref) or (not section.type and attribute == "id"):
            return {"Ref": logical_id}
        if foreign_kind(type_):
            return {"Fn::GetAtt": [logical_id, attribute]}
        name = section.attributes.get(attribute)
        return None if name is None else _attribute(logical_id, name)

    def _told(self, address: str) -> Mapping[str, Any]:
        """Return what a data source is told, as far as a template can say it."""
        draft = self._drafts.get(address)
        found: dict[str, Any] = {}
        for name, value in draft.attributes.items() if draft is not None else ():
            with suppress(Untranslatable):
                found[name] = self.of(value, words=True)
        return found

    def _input(self, ref: Ref) -> Any:
        own = ref.target.removeprefix("var.")
        if any(is_stack_name(self._draft.plan, v) for v in self._draft.inputs if v.name == own):
            return {"Ref": "AWS::StackName"}
        name = self._parameters.get(own)
        if name is None or ref.attribute:
            return self._part_of_input(ref)
        return {"Ref": name}

    def _part_of_input(self, ref: Ref) -> Any:
        """Return what a part of an input is known to be: parameters hold text and lists only."""
        name = ref.target.removeprefix("var.")
        variable = next((v for v in self._draft.plan.variables if v.name == name), None)
        if variable is None or variable.sensitive:
            raise Untranslatable(str(ref))
        whole = variable.default if variable.value in (None, UNKNOWN) else variable.value
        steps = (int(s) if s.isdigit() else s for s in ref.attribute.split(".") if s)
        value = get_path(whole, tuple(steps))
        if value is None or any(leaf is UNKNOWN for _, leaf in walk(value)):
            raise Untranslatable(str(ref))
        return self.of(value)

    def _literal(self, ref: Ref) -> Any:
        """Return the target's own value of the attribute, for those no function returns."""
        value = literal_of(ref, self._drafts, self.known)
        if value is UNKNOWN:
            raise Untranslatable(str(ref))
        return self.of(value)


def _attribute(logical_id: str, name: str) -> Any:
    if "${" not in name:
        return {"Fn::GetAtt": [logical_id, name]}
    text = name.replace("${self", "${" + logical_id)
    deep = text.count(f"${{{logical_id}.") and any(
        piece.split("}")[0].count(".") > 1 for piece in text.split("${")[1:]
    )
    return {"Fn::Join": ["", _split(text, logical_id)]} if deep else {"Fn::Sub": text}


def _split(text: str, logical_id: str) -> list[Any]:
    """Return ``${Id.A.B}:x`` as a list of GetAtt and text, for tools that cannot Sub deep names."""
    parts: list[Any] = []
    for piece in text.split("${"):
        name, brace, rest = piece.partition("}")
        if brace and name.startswith(f"{logical_id}."):
            parts.append({"Fn::GetAtt": [logical_id, name.removeprefix(f"{logical_id}.")]})
            parts.append(rest)
        else:
            parts.append(piece)
    return [part for part in parts if part]


def _sub_piece(part: Any) -> str | None:
    """Return how a part stands inside a Fn::Sub text, None when it cannot."""
    if isinstance(part, Mapping):
        if "Ref" in part:
            return f"${{{part['Ref']}}}"
        if "Fn::Sub" in part:
            return str(part["Fn::Sub"])
        owner, name = part.get("Fn::GetAtt", ("", "."))
        return None if "." in name else f"${{{owner}.{name}}}"
    return words_of(part).replace("${", "${!")
