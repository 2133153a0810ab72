"""A write that a caller may ask for twice and that is done once."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from dharma_core.workbench.designs import Designs

if TYPE_CHECKING:
    from dharma_core.blueprints.records import StoredBlueprint

__all__ = ["Once"]


class Once(Designs):
    """The part of the workbench that remembers what a caller's key was answered."""

    def put_blueprint_once(
        self,
        text: str,
        key: str,
        **named: str | None,
    ) -> tuple[StoredBlueprint, bool]:
        """Save a blueprint as `put_blueprint` does, unless this key did within a day.

        The same request with the same key is answered as the first time. Ids are kept of the
        answer, never content.

        Parameters
        ----------
        key : str
            The caller's own, one a request.
        **named : str
            What `put_blueprint` takes by name.

        Raises
        ------
        InputError
            If the key was used for another request.
        ConflictError
            If the same request is at work now.
        """
        self.allow("blueprint:update" if named.get("id") else "blueprint:create")
        request = json.dumps([text, named], sort_keys=True)
        digest = hashlib.sha256(request.encode()).hexdigest()
        with self.store.transaction(self.actor) as uow:
            known = uow.answers.begin(key, digest)
        if known is not None:
            return self.blueprint(known["id"], known["version"]), known["created"]
        try:
            saved, created = self.put_blueprint(text, **named)  # type: ignore[arg-type]
        except BaseException:
            with self.store.transaction(self.actor) as uow:
                uow.answers.forget(key)
            raise
        answer = {"id": saved.id, "version": saved.version, "created": created}
        with self.store.transaction(self.actor) as uow:
            uow.answers.finish(key, answer)
        return saved, created
