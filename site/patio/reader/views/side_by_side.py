"""Languages side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from patio.reader.addresses import comparison_address
from patio.reader.choice import Choice, names_in, read_choice
from patio.reader.screens.comparison import ChoiceScreen, ComparisonScreen

from .methods import reading
from .responses import not_found, respond

#: Longer lists of languages are nobody's choice.
_MOST_WANTED = 50


@reading
def choose(request: HttpRequest, tag: str, path: str) -> HttpResponse:
    """The form to choose languages. What it sends becomes an address that can be shared."""
    form = ChoiceScreen(request, Choice(tag), path)
    if not form.has_language:
        return not_found(request, tag)
    wanted = names_in(request.GET.getlist("languages"))[:_MOST_WANTED]
    choice = read_choice(tag, wanted, form.homes)
    if choice.others and not choice.has_problems:
        return redirect(comparison_address(tag, path, choice.others))
    return _show(form, choice)


@reading
def compare(request: HttpRequest, tag: str, path: str, choice: str) -> HttpResponse:
    """Two to four languages side by side.

    An address that only writes its choice otherwise leads to the one that all share; one that
    can't be had gets the nearest that can, and is told what is missing.
    """
    form = ChoiceScreen(request, Choice(tag), path)
    if not form.has_language:
        return not_found(request, tag)
    wanted = names_in([choice])[:_MOST_WANTED]
    chosen = read_choice(tag, wanted, form.homes)
    if chosen.others and not chosen.has_problems and "+".join(chosen.others) != choice:
        return redirect(comparison_address(tag, path, chosen.others))
    return _show(form, chosen)


def _show(form: ChoiceScreen, choice: Choice) -> HttpResponse:
    """The comparison, or the form where too little was chosen for one."""
    kind = ComparisonScreen if choice.others else ChoiceScreen
    screen = kind(form.request, choice, form.path)
    screen.homes = form.homes
    if screen.place is None:
        return not_found(form.request, choice.own)
    return respond(screen, "reader/comparison.html" if choice.others else "reader/choice.html")
