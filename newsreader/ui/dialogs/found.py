"""Candidates as the worker sends them, back into what they were. Pure; any thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsreader.domain.jobs import Candidate, CandidateStory


def candidate_from_json(values: Mapping[str, Any]) -> Candidate:
    """The candidate that ``dataclasses.asdict`` wrote; what is missing has its default."""
    newest = tuple(
        CandidateStory(str(story.get("title", "")), story.get("when")) for story in values.get("newest") or ()
    )
    return Candidate(
        url=str(values["url"]),
        title=str(values.get("title") or values["url"]),
        type=str(values.get("type", "")),
        stories=int(values.get("stories") or 0),
        latest=values.get("latest"),
        newest=newest,
        per_week=values.get("per_week"),
        weeks=tuple(values.get("weeks") or ()),
        full_text=bool(values.get("full_text")),
        language=str(values.get("language") or ""),
        site=str(values.get("site") or ""),
        subscribed=values.get("subscribed"),
    )
