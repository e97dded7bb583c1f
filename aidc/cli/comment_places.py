"""Where a comment goes: GitHub's issues API or GitLab's notes API, by the variables that their runners set.

Source: GitHub REST reference (issue comments, 100 a page, event file of the runner), GitLab API reference (merge request notes).
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

MOST_CHARACTERS = 65_000
"""A little under what GitHub takes for a comment (65,536)."""
PER_PAGE = 100
_MOST_PAGES = 30
_CUT = "\n\n*The comment is cut here: the report of the build has all of it.*\n"


class PlaceError(Exception):
    """The comment cannot be written; the text says what is missing or what the server answered."""


@dataclass(frozen=True, slots=True)
class Place:
    """A list of comments. `list_url` answers pages, `new_url` takes a new one, `old_url` an update by id (`{id}`)."""

    name: str
    list_url: str
    new_url: str
    old_url: str
    update: str
    headers: Mapping[str, str] = field(repr=False)

    def put(self, mark: str, text: str) -> str:
        """Update the comment that begins with the mark, or make one. Returns `updated` or `wrote`. Raises PlaceError."""
        body = text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - len(_CUT)] + _CUT
        found = next((one for one in self._all() if str(one.get("body") or "").startswith(mark)), None)
        if found is None:
            self._send("POST", self.new_url, {"body": body})
            return "wrote"
        self._send(self.update, self.old_url.format(id=found["id"]), {"body": body})
        return "updated"

    def _all(self) -> Iterator[Mapping[str, Any]]:
        for page in range(1, _MOST_PAGES + 1):
            found = self._send("GET", f"{self.list_url}?per_page={PER_PAGE}&page={page}", None)
            yield from found
            if len(found) < PER_PAGE:
                return

    def _send(self, method: str, url: str, body: Mapping[str, str] | None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, {**self.headers, "Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise PlaceError(f"{method} {self.name}: the server answered {error.code} {error.reason}{_hint(error.code)}") from None
        except (urllib.error.URLError, TimeoutError, ValueError) as error:
            raise PlaceError(f"{method} {self.name}: {getattr(error, 'reason', error)}") from None


def _hint(code: int) -> str:
    if code in (401, 403):
        return "; the token may not write comments: GitHub needs permissions: pull-requests: write, GitLab a token with scope api"
    return "; is the number right?" if code == 404 else ""


def place_of(environment: Mapping[str, str], number: str | None) -> Place:
    """Return the place that the environment names. Raises PlaceError with what is missing."""
    if environment.get("GITHUB_REPOSITORY"):
        return _github(environment, number)
    if environment.get("CI_PROJECT_ID"):
        return _gitlab(environment, number)
    raise PlaceError("neither GITHUB_REPOSITORY nor CI_PROJECT_ID is set: run it in a pull request's build, or use --markdown alone")


def _github(environment: Mapping[str, str], number: str | None) -> Place:
    token = _needed(environment, "GITHUB_TOKEN", "env: GITHUB_TOKEN: ${{ github.token }}")
    api = _needed(environment, "GITHUB_API_URL", "set by the runner")
    repository, pull = environment["GITHUB_REPOSITORY"], number or _pull_request(environment)
    issues = f"{api}/repos/{repository}/issues"
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"}
    return Place(
        f"comment of {repository}#{pull}",
        f"{issues}/{pull}/comments",
        f"{issues}/{pull}/comments",
        f"{issues}/comments/{{id}}",
        "PATCH",
        headers,
    )


def _pull_request(environment: Mapping[str, str]) -> str:
    """Return the number of the pull request from the event file of the runner."""
    try:
        with open(environment["GITHUB_EVENT_PATH"], encoding="utf-8") as file:
            return str(json.load(file)["pull_request"]["number"])
    except (KeyError, OSError, ValueError, TypeError):
        raise PlaceError("the event is no pull request: give --number N") from None


def _gitlab(environment: Mapping[str, str], number: str | None) -> Place:
    token = _needed(environment, "GITLAB_TOKEN", "a masked variable with a token of scope api")
    api, project = _needed(environment, "CI_API_V4_URL", "set by the runner"), environment["CI_PROJECT_ID"]
    merge = number or environment.get("CI_MERGE_REQUEST_IID")
    if not merge:
        raise PlaceError("the pipeline is none of a merge request: give --number N")
    notes = f"{api}/projects/{project}/merge_requests/{merge}/notes"
    return Place(f"note of merge request !{merge}", notes, notes, f"{notes}/{{id}}", "PUT", {"PRIVATE-TOKEN": token})


def _needed(environment: Mapping[str, str], name: str, how: str) -> str:
    if not environment.get(name):
        raise PlaceError(f"{name} is not set ({how})")
    return environment[name].rstrip("/")
