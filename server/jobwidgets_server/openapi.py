"""OpenAPI 3.1, generated from the table of routes and the types of the protocol."""

import re
from http import HTTPStatus
from typing import Any

import msgspec

from jobwidgets.protocol.errors import JobWidgetsError

from .rest.routes import ROUTES, Route, described_errors
from .rest.shapes import ErrorAnswer

_REF = "#/components/schemas/{name}"


def openapi_document(version: str) -> dict[str, Any]:
    """The document served at ``/api/openapi.json``."""
    shapes = [ErrorAnswer]
    for route in ROUTES:
        shapes += [shape for shape in (route.body, *route.answers.values()) if shape is not None]
    _, components = msgspec.json.schema_components(dict.fromkeys(shapes), ref_template=_REF)
    paths: dict[str, Any] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "jobwidgets",
            "version": version,
            "description": "Launch long-running jobs and watch them. Live events come over Socket.IO.",
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    summary, _, more = (route.handler.__doc__ or "").partition("\n")
    operation: dict[str, Any] = {
        "operationId": f"{route.method.lower()}_{re.sub('[{}]', '', route.path.strip('/')).replace('/', '_')}",
        "summary": summary.strip(),
        "responses": {},
    }
    if more.strip():
        operation["description"] = " ".join(more.split())
    parameters = [
        {"name": q.name, "in": "query", "description": q.description, "schema": q.schema} for q in route.query
    ]
    for name in re.findall(r"{(\w+)}", route.path):
        parameters.insert(0, {"name": name, "in": "path", "required": True, "schema": {"type": "string"}})
    if parameters:
        operation["parameters"] = parameters
    if route.body is not None:
        operation["requestBody"] = {
            "required": not route.body_optional,
            "content": {"application/json": {"schema": _ref(route.body)}},
        }
    if route.private is not None:
        operation["security"] = [{"token": []}]
    for status, shape in route.answers.items():
        content = (
            {"text/plain": {"schema": {"type": "string"}}}
            if shape is None
            else {"application/json": {"schema": _ref(shape)}}
        )
        operation["responses"][str(status)] = {"description": HTTPStatus(status).phrase, "content": content}
    operation["responses"].update(_error_responses(described_errors(route)))
    return operation


def _error_responses(errors: list[type[JobWidgetsError]]) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for error in errors:
        first = (error.__doc__ or "").strip().splitlines()[0]
        by_status.setdefault(error.status, []).append(f"`{error.code}`: {first}")
    return {
        str(status): {
            "description": "\n".join(sentences),
            "content": {"application/json": {"schema": _ref(ErrorAnswer)}},
        }
        for status, sentences in sorted(by_status.items())
    }


def _ref(shape: Any) -> dict[str, str]:
    return {"$ref": _REF.format(name=shape.__name__)}
