"""One comment on a pull request, updated and never repeated; against a server on this machine that answers as GitHub and GitLab do."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

TEXT = "<!-- aidc cost: dev -->\n### Cost of dev\n"


class Server(BaseHTTPRequestHandler):
    """Keeps comments; refuses whoever brings another token."""

    comments: list[dict] = []  # noqa: RUF012 - each test begins with an empty list
    seen: list[tuple[str, str]] = []  # noqa: RUF012

    def _answer(self, code: int, body) -> None:
        data = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _handle(self) -> None:
        self.seen.append((self.command, self.path))
        if "right" not in (self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN") or ""):
            self._answer(403, {"message": "no"})
        elif self.command == "GET":
            page = int(self.path.rpartition("page=")[2])
            self._answer(200, self.comments[(page - 1) * 100 : page * 100])
        else:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
            if self.command == "POST":
                self.comments.append({"id": len(self.comments) + 1, "body": body})
            else:
                self.comments[int(self.path.rpartition("/")[2]) - 1]["body"] = body
            self._answer(200, {})

    do_GET = do_POST = do_PATCH = do_PUT = _handle

    def log_message(self, *_: object) -> None:
        """Say nothing on the test's output."""


@pytest.fixture
def server():
    Server.comments.clear()
    Server.seen.clear()
    made = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def github(server, monkeypatch, tmp_path):
    event = tmp_path / "event.json"
    event.write_text('{"pull_request": {"number": 7}}')
    for name, value in {
        "GITHUB_REPOSITORY": "acme/lab",
        "GITHUB_TOKEN": "right",
        "GITHUB_API_URL": server,
        "GITHUB_EVENT_PATH": str(event),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("CI_PROJECT_ID", raising=False)
    return server


@pytest.fixture
def gitlab(server, monkeypatch):
    for name in ("GITHUB_REPOSITORY", "GITHUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"CI_PROJECT_ID": "42", "CI_API_V4_URL": server, "CI_MERGE_REQUEST_IID": "3", "GITLAB_TOKEN": "right"}.items():
        monkeypatch.setenv(name, value)
    return server


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "cost.md"
    path.write_text(TEXT)
    return path


def test_a_second_run_updates_the_comment_of_the_first(aidc, github, file):
    assert aidc("comment", file).stderr == "wrote comment of acme/lab#7\n"
    file.write_text(TEXT + "again\n")
    assert aidc("comment", file).stderr == "updated comment of acme/lab#7\n"
    assert [one["body"] for one in Server.comments] == [TEXT + "again\n"]


def test_a_comment_is_found_among_hundreds(aidc, github, file):
    Server.comments += [{"id": number + 1, "body": f"talk {number}"} for number in range(250)]
    Server.comments[240]["body"] = TEXT
    assert aidc("comment", file).stderr == "updated comment of acme/lab#7\n"
    assert len(Server.comments) == 250


def test_comments_of_cost_and_policies_stand_beside_each_other(aidc, github, file):
    aidc("comment", file)
    file.write_text("<!-- aidc check: dev -->\n")
    assert aidc("comment", file).stderr == "wrote comment of acme/lab#7\n"


def test_a_note_of_a_merge_request_is_updated_likewise(aidc, gitlab, file):
    aidc("comment", file)
    assert aidc("comment", file).stderr == "updated note of merge request !3\n"
    assert Server.seen[-1] == ("PUT", "/projects/42/merge_requests/3/notes/1")


def test_a_report_too_long_for_a_comment_is_cut_and_says_so(aidc, github, file):
    file.write_text(TEXT + "x" * 100_000)
    aidc("comment", file)
    (made,) = Server.comments
    assert len(made["body"]) <= 65_000
    assert made["body"].endswith("the report of the build has all of it.*\n")


def test_a_token_that_may_not_write_is_told_how_and_never_shown(aidc, github, file, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", "s3cret-wrong")
    result = aidc("comment", file)
    assert result.exit_code == 2
    assert "the server answered 403 Forbidden; the token may not write comments" in result.stderr
    assert "s3cret" not in result.stderr + result.stdout


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("GITHUB_TOKEN", "GITHUB_TOKEN is not set (env: GITHUB_TOKEN: ${{ github.token }})"),
        ("GITHUB_EVENT_PATH", "the event is no pull request: give --number N"),
        (
            "GITHUB_REPOSITORY",
            "neither GITHUB_REPOSITORY nor CI_PROJECT_ID is set: run it in a pull request's build, or use --markdown alone",
        ),
    ],
)
def test_what_is_missing_is_named(aidc, github, file, monkeypatch, missing, said):
    monkeypatch.delenv(missing)
    result = aidc("comment", file)
    assert result.exit_code == 2
    assert result.stderr == f"error: {said}\n"


def test_a_text_without_a_mark_would_be_repeated_for_ever_and_is_refused(aidc, github, file):
    file.write_text("hello\n")
    result = aidc("comment", file)
    assert result.exit_code == 2
    assert result.stderr.endswith("its first line is no mark by which a later run finds the comment; write it with --markdown\n")
