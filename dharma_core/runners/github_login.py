"""GitHub's side of a sign-in: OAuth with PKCE, then its API says who it is.

GitHub has no OpenID Connect for people: there is no token about a person to verify. The account is
the number that its own API gives, asked over TLS with a token that is dropped right after.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from dharma_core.errors import AdapterError, SignInRequired

if TYPE_CHECKING:
    import httpx

__all__ = ["GitHub"]

_TIMEOUT_S = 10.0
_LARGEST_BYTES = 1_000_000
_PAGE = 100


@dataclass(frozen=True, slots=True)
class GitHub:
    """A GitHub and our registration there.

    Parameters
    ----------
    url, api_url : str
        Of its pages and of its API.
    scopes : tuple of str
        What is asked for.
    groups : bool
        Whether organisations and teams are asked for too.
    """

    url: str
    api_url: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: tuple[str, ...] = ()
    groups: bool = False

    def authorise_url(self, *, back: str, state: str, challenge: str) -> str:
        """Return where the browser is sent.

        Parameters
        ----------
        back : str
            Where GitHub sends it back to.
        challenge : str
            SHA-256 of the verifier, as PKCE wants it.
        """
        asked = {
            "client_id": self.client_id,
            "redirect_uri": back,
            "scope": " ".join(self.scopes),
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "allow_signup": "false",
        }
        return f"{self.url}/login/oauth/authorize?{urlencode(asked)}"

    def claims(self, *, code: str, back: str, verifier: str) -> Mapping[str, Any]:
        """Return who a code is about, in the words of OpenID Connect.

        Raises
        ------
        SignInRequired
            If GitHub does not take the code: it was used, is too old, or another's.
        AdapterError
            If GitHub cannot be reached or answers with something else.
        """
        import httpx

        try:
            with httpx.Client(timeout=_TIMEOUT_S, follow_redirects=False) as client:
                token = self._token(client, code=code, back=back, verifier=verifier)
                return self._person(client, {"Authorization": f"Bearer {token}"})
        except httpx.HTTPError as error:
            raise AdapterError(
                f"{self.url} cannot be reached ({type(error).__name__}).",
                next_step="Try again, or sign in with a password.",
            ) from error

    def _token(self, client: httpx.Client, *, code: str, back: str, verifier: str) -> str:
        answer = client.post(
            f"{self.url}/login/oauth/access_token",
            data={
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "code": code,
                "redirect_uri": back,
                "code_verifier": verifier,
            },
            headers={"Accept": "application/json"},
        )
        # A refusal is 200 with an "error" there.
        told = self._json(answer)
        token = told.get("access_token") if isinstance(told, dict) else None
        if not isinstance(token, str) or not token:
            raise SignInRequired(
                "GitHub did not take the code: it is too old or was used.",
                next_step="Sign in again.",
                details={"reason": "code"},
            )
        return token

    def _person(self, client: httpx.Client, headers: Mapping[str, str]) -> Mapping[str, Any]:
        said = self._get(client, "/user", headers)
        number, login = said.get("id"), said.get("login")
        if isinstance(number, bool) or not isinstance(number, int):
            raise self._strange("/user without a number")
        claims: dict[str, Any] = {
            "iss": self.url,
            "sub": str(number),
            "preferred_username": login if isinstance(login, str) else "",
            "name": said.get("name"),
        }
        claims |= _verified_mail(self._list(client, f"/user/emails?per_page={_PAGE}", headers))
        return claims | (self._groups(client, headers) if self.groups else {})

    def _groups(self, client: httpx.Client, headers: Mapping[str, str]) -> dict[str, Any]:
        orgs = self._list(client, f"/user/orgs?per_page={_PAGE}", headers)
        teams = self._list(client, f"/user/teams?per_page={_PAGE}", headers)
        return {
            "orgs": [org.get("login") for org in orgs],
            "teams": [
                f"{(team.get('organization') or {}).get('login')}/{team.get('slug')}"
                for team in teams
            ],
        }

    def _list(
        self, client: httpx.Client, path: str, headers: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        found = self._asked(client, path, headers)
        if not isinstance(found, list):
            raise self._strange(path)
        return [row for row in found if isinstance(row, dict)]

    def _get(self, client: httpx.Client, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
        found = self._asked(client, path, headers)
        if not isinstance(found, dict):
            raise self._strange(path)
        return found

    def _asked(self, client: httpx.Client, path: str, headers: Mapping[str, str]) -> Any:
        accept = {"Accept": "application/vnd.github+json"}
        return self._json(client.get(f"{self.api_url}{path}", headers={**headers, **accept}))

    def _json(self, answer: httpx.Response) -> Any:
        if answer.status_code == 200 and len(answer.content) <= _LARGEST_BYTES:
            with suppress(ValueError):
                return answer.json()
        raise self._strange(f"{answer.request.url.path}, {answer.status_code}")

    def _strange(self, what: str) -> AdapterError:
        return AdapterError(
            f"{self.url} answered with something that cannot be read ({what}).",
            next_step="Try again, or sign in with a password.",
        )


def _verified_mail(rows: list[dict[str, Any]]) -> Mapping[str, Any]:
    """Return the first address when it is verified; any other is not the person's first choice."""
    for row in rows:
        if row.get("primary") is True:
            return {"email": row.get("email"), "email_verified": row.get("verified") is True}
    return {}
