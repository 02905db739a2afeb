"""One outlet's turn in a crawl: its rules, its work, and what is reported if that goes wrong."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from spiders.crawl.manners.denial import Denial
from spiders.crawl.outlet_pass import OutletPass
from spiders.outlets.rules import incident_of, of_outlet
from storage.errors import ArchiveError, RuleError
from storage.records import IncidentKind

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    from spiders.crawl.incidents import Incidents
    from spiders.crawl.visitor import Tools
    from storage.records import Outlet


_PLACES = 3


async def run_outlet(
    tools: Tools,
    outlet: Outlet,
    stop: asyncio.Event,
    work: Callable[[OutletPass], Awaitable[None]],
) -> bool:
    """Let ``work`` visit the outlet's addresses. A failure stops no other outlet: it is reported.

    False if the outlet's rules are broken or take too long, or if something else went wrong.
    Raises ArchiveError, which concerns all outlets.
    """
    try:
        did = await _run(tools, outlet, stop, work)
    except Exception as error:
        cause = first_of(error)
        if isinstance(cause, ArchiveError):
            raise cause from error
        why = f"{type(cause).__name__}: {cause}{_where(cause)}"
        tools.incidents.open(outlet, IncidentKind.CRAWL_FAILED, outlet.name, why)
        return False
    tools.incidents.close(outlet, IncidentKind.CRAWL_FAILED, outlet.name)
    return did


async def _run(
    tools: Tools,
    outlet: Outlet,
    stop: asyncio.Event,
    work: Callable[[OutletPass], Awaitable[None]],
) -> bool:
    subject = incident_of(outlet.name)
    try:
        rules = of_outlet(outlet.name, outlet.home, tools.archive.folder / "outlets")
    except RuleError as error:  # without the rules we cannot know what they deny
        tools.incidents.open(outlet, IncidentKind.RULE_FAILED, subject, str(error))
        return False
    for name in (subject, f"{outlet.name}.toml"):  # the second is its former name
        tools.incidents.close(outlet, IncidentKind.RULE_FAILED, name)
    if rules is not None:  # also hosts that it moved to since it was added
        outlet = tools.archive.take_hosts(outlet, rules.hosts)
    if rules is None or not rules.render:
        tools.incidents.close(outlet, IncidentKind.RENDER_FAILED, outlet.name)
    denial = Denial(rules, tools.configuration.deny)
    if _runs_wild(denial, outlet, tools.incidents):
        return False
    await work(OutletPass(tools, outlet, rules, stop))
    return not _runs_wild(denial, outlet, tools.incidents)


def _runs_wild(denial: Denial, outlet: Outlet, incidents: Incidents) -> bool:
    """Whether a pattern of the outlet takes so long that its answer is unknown; report it then."""
    pattern = denial.tired()
    subject = f"{outlet.name} patterns"
    if pattern is None:
        incidents.close(outlet, IncidentKind.RULE_FAILED, subject)
        return False
    why = f"the pattern {pattern!r} runs too long and is not asked any more"
    incidents.open(outlet, IncidentKind.RULE_FAILED, subject, why)
    return True


def _where(error: BaseException) -> str:
    """The innermost places in our own code that an error came through, for whoever will fix it.

    The crawl goes on, so no traceback is shown; this is what is kept of it.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if "site-packages" not in one.filename][-_PLACES:]
    places = [f"{Path(one.filename).name}:{one.lineno} in {one.name}" for one in reversed(ours)]
    return f" ({', from '.join(places)})" if places else ""


def first_of(error: BaseException) -> BaseException:
    """The first error in the exception groups that it may be nested in."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
