"""What each method did, in sentences made of the study's own options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from naysay.reports.results import Results
from naysay.reports.sections._event_rules import event_study_sentences
from naysay.reports.sections._options_in_words import covariance, enumerated, of_kind, orders
from naysay.reports.sections._reading import company_name, options, table, texts
from naysay.reports.sections._verdict import over
from naysay.reports.words import Words

_NAMED: Final = 6
"""Series that are named; the table has all."""


def method_sentence(results: Results, name: str, words: Words) -> str:
    """What the method ``name`` did in this run; empty where there is nothing to say.

    A method that has no function here is described by its phrase ``method.NAME``, whose braces are keys of
    the method's own section of the study.
    """
    if name in _SENTENCES:
        return _SENTENCES[name](results, words)
    key = f"method.{name}"
    if not words.knows(key):
        return ""
    values = {option: _written(value, words) for option, value in results.study.get(name, {}).items()}
    return words(key, **values)


def _written(value: Any, words: Words) -> str:
    if isinstance(value, str | bool):
        return str(value)
    if isinstance(value, Mapping):
        return ", ".join(map(str, value))
    if isinstance(value, Sequence):
        return ", ".join(_written(entry, words) for entry in value)
    return words.numbers.plain(value)


def held_fixed(results: Results, words: Words) -> str:
    """What the projections hold fixed besides the return of the session."""
    study = options(results, "projections")
    further = {
        "older": study["older_returns"],
        "market": study["market"] and options(results, "market")["benchmark"],
        "attention": study["attention"] and results.findings.attention.effect.value is not None,
    }
    held = [
        words(f"method.constant_{study['controls']}"),
        words("method.own_lags", lags=words.counted("lag", int(study["lags"]))),
        *(words(f"method.{name}") for name, on in further.items() if on),
    ]
    return enumerated(held, words, "method.and_last")


def _projections(results: Results, words: Words) -> str:
    study = options(results, "projections")
    sentences = [
        words(
            "method.projections",
            returns=words(f"returns.{study['returns']}"),
            slopes=words(f"method.slopes_{study['controls']}"),
            held=held_fixed(results, words),
            unmeasured=words(f"method.unmeasured_{study['unmeasured']}"),
            errors=words(f"method.errors_{study['pooled_covariance']}"),
            horizon=over(int(study["primary_horizon"]), words),
        ),
        words(
            "method.projections_one" if study["horizons"] == 1 else "method.projections_more",
            horizons=words.counted("session", int(study["horizons"])),
            errors=of_kind("errors", str(study["covariance"]), words),
        ),
    ]
    if study["effects"] == "company_and_session":
        sentences.append(words("method.session_effects"))
    return " ".join(sentences)


def _granger(results: Results, words: Words) -> str:
    study = options(results, "granger")
    sentences = [
        words(
            "method.granger",
            returns=words(f"several_returns.{study['returns']}"),
            orders=orders(study["lags"], study["primary_lag"], words),
            covariance=covariance(study, words),
        )
    ]
    if study["market"] and options(results, "market")["benchmark"]:
        sentences.append(words("method.granger_market"))
    if study["controls"]:
        controls = ", ".join(words(f"control.{name}") for name in study["controls"])
        sentences.append(words("method.granger_controls", controls=controls))
    sentences.append(words(f"method.granger_{study['unmeasured']}"))
    return " ".join(sentences)


def _granger_checks(results: Results, words: Words) -> str:
    study = options(results, "granger_checks")
    return words(
        "method.granger_checks",
        returns=words(f"several_returns.{study['returns']}"),
        lags=words.counted("lag", int(study["lags"])),
        quantile=words.numbers.plain(study["quantile"]),
        first=words.counted("session", int(study["first"]), "dative"),
        window=words.counted("session", int(study["window"]), "dative"),
        draws=words.numbers.count(study["draws"]),
    )


def _correlation(results: Results, words: Words) -> str:
    study = options(results, "correlation")
    lags = words.counted("session", int(study["max_lag"]))
    sentences = [words("method.correlation" if study["prewhiten"] else "method.correlation_raw", lags=lags)]
    if study["kind"] != "pearson":
        sentences.append(words("method.by_rank", kind=str(study["kind"]).capitalize()))
    if study["bands"] == "bootstrap":
        block = study["block"]
        mean = "" if block is None else words("method.block", n=words.numbers.plain(block))
        draws = words.numbers.count(study["draws"])
        sentences.append(words("method.by_bootstrap", draws=draws, block=mean))
    return " ".join(sentences)


def _vector_autoregression(results: Results, words: Words) -> str:
    study = options(results, "vector_autoregression")
    return words(
        "method.vector_autoregression",
        returns=words(f"several_returns.{study['returns']}"),
        lags=words.counted("lag", int(study["lags"])),
        horizons=words.counted("session", int(study["horizons"])),
        resampling=words(f"method.resampling_{study['resampling']}"),
        draws=words.numbers.count(study["draws"]),
    )


def _robustness(results: Results, words: Words) -> str:
    study, scorers = options(results, "robustness"), list(options(results, "robustness")["scorers"])
    return words(
        "method.robustness",
        largest=words.counted("largest_day", int(study["largest"])),
        draws=words.numbers.count(study["draws"]),
        block=words.counted("session", int(study["block"]), "dative"),
        scorers=words("method.other_scorers", scorers=enumerated(scorers, words)) if scorers else "",
    )


def _calibration(results: Results, words: Words) -> str:
    return words("method.calibration", draws=words.numbers.count(options(results, "calibration")["draws"]))


def _stationarity(results: Results, words: Words) -> str:
    """A sentence on the series that would have to be differenced, where there are any."""
    tests = table(results, "stationarity")
    series = tests[~texts(tests, "decision").isin(["", "untested"])].drop_duplicates(["company", "series"])
    wandering = series[texts(series, "decision") == "unit_root"]
    if wandering.empty:
        return ""
    names = [
        words(f"methods.series_{name}", company=company_name(results, company))
        for company, name in zip(texts(wandering, "company"), texts(wandering, "series"), strict=True)
    ]
    return words(
        "methods.unit_root",
        n=words.numbers.count(len(wandering)),
        tested=words.numbers.count(len(series)),
        names=", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else ""),
    )


def _forums(results: Results, words: Words) -> str:
    """Nothing where the study has one forum, as most have."""
    return words("method.forums") if len(table(results, "forums")) > 1 else ""


_SENTENCES: Final[Mapping[str, Callable[[Results, Words], str]]] = MappingProxyType(
    {
        "projections": _projections,
        "granger": _granger,
        "granger_checks": _granger_checks,
        "event_study": event_study_sentences,
        "correlation": _correlation,
        "vector_autoregression": _vector_autoregression,
        "forums": _forums,
        "robustness": _robustness,
        "calibration": _calibration,
        "stationarity": _stationarity,
    }
)
ORDER: Final = tuple(_SENTENCES)
"""The methods in the order in which a report describes them: what the answer rests on comes first."""
