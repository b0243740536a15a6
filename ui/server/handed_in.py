"""Files that were handed in, at addresses of their own: Streamlit's, of media, do not ask who wants one."""

from urllib.parse import quote

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.submissions import Submissions
from bs_metrics.words import Problem, words
from ui.addresses import HANDED_IN
from ui.data import store
from ui.server.requests import asked_language, root
from ui.server.roles import caller_of, may_publish


def handed_in(base: str) -> Route:
    """The route of the files, by the ids of what they were handed in as."""
    return Route(f"{root(base)}{HANDED_IN}/{{id}}", _answer)


async def _answer(request: Request) -> Response:
    return await to_thread.run_sync(_file, request)


def _file(request: Request) -> Response:
    """The file byte for byte, as one to be saved, for those who review; nobody else learns whether there is one."""
    language, careful = asked_language(request.query_params), {"cache-control": "no-store"}
    if not may_publish(caller_of(request.scope)):
        return PlainTextResponse(words("upload.forbidden", language), 403, careful)
    try:
        submissions = Submissions(store())
        file = submissions.file(submissions.one(request.path_params["id"]))
    except Problem as problem:
        status = 503 if isinstance(problem, StoreUnavailable) else 404
        return PlainTextResponse(problem.message(language), status, careful)
    named = {"content-disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"}
    return Response(file.content, media_type="application/octet-stream", headers=careful | named)
