"""What the event study did: its events, its model and its tests, in sentences of the study's own options."""

from __future__ import annotations

from naysay.reports.results import Results
from naysay.reports.sections._reading import options
from naysay.reports.sections._storms import counted, one_in
from naysay.reports.words import Words


def event_study_sentences(results: Results, words: Words) -> str:
    """The report's own sentences on the event study."""
    study, written = options(results, "event_study"), words.numbers
    reaction, kind = results.findings.reaction, events_kind(results)
    least = study["min_observations"]
    sentences = [
        words(
            "method.event_study",
            returns=words(f"method.returns_{study['compounding']}"),
            events=words(f"method.events_{kind}"),
            model=words(f"model.{study['model']}"),
            peers=words("method.peers") if of_peers(results) else "",
            estimation=written.window(*study["estimation"]),
            least="" if least is None else words("method.least", n=written.count(least)),
            test=words(f"test.{study['test']}"),
            window=written.window(*(study["primary_window"] or reaction.window)),
        ),
        words(
            "method.windows",
            event_window=written.window(*study["event_window"]),
            windows=", ".join(written.window(*window) for window in study["windows"]),
        ),
    ]
    sentences += event_rules(results, words)
    sentences.append(
        words(
            "method.event_draws",
            draws=written.count(study["draws"]),
            placebo_draws=written.count(study["placebo_draws"]),
            volume=words(f"method.volume_{study['volume_model']}"),
        )
    )
    return " ".join((*sentences, *event_regression(results, words)))


def events_kind(results: Results) -> str:
    """storms, spikes, or given by the study."""
    study = options(results, "event_study")
    own = bool(study["events"] or study["events_file"])
    return "given" if own else "storms" if counted(results) else "spikes"


def of_peers(results: Results) -> bool:
    """Whether the other companies stand for the market, where the model has one."""
    study = options(results, "event_study")
    return bool(study["benchmark"] == "peers" and study["model"] != "constant_mean")


def event_rules(results: Results, words: Words) -> list[str]:
    """What makes an event, and which events are left out or parted."""
    study, kind = options(results, "event_study"), events_kind(results)
    near = words.numbers.window(*options(results, "announcements")["near"])
    sentences = [] if kind == "given" else [_trigger(results, kind, words)]
    if study["exclude_contaminated"]:
        sentences.append(words("method.without_overlap"))
    if study["announcements"] != "keep":
        sentences.append(words(f"method.announcements_{study['announcements']}", near=near))
    return sentences


def event_regression(results: Results, words: Words) -> list[str]:
    """What the CARs are regressed on, where they are."""
    names = [words(f"method.by_{name}") for name in options(results, "event_study")["characteristics"]]
    regressors = words("method.and").join(names)
    return [words("method.characteristics", characteristics=regressors)] if names else []


def _trigger(results: Results, kind: str, words: Words) -> str:
    """What makes an event of this study, in one sentence."""
    study, written = options(results, "event_study"), words.numbers
    surge = study["surge"]
    shared = {
        "surge": "" if surge is None else words("method.surge", times=written.plain(surge)),
        "gap": words.counted("session", int(study["min_gap"])),
    }
    noun, posts = "negative_post" if kind == "storms" else "post", int(study["min_posts"])
    shared["posts"] = words.counted(noun, posts, "dative")
    if kind == "storms":
        authors = written.count(study["min_authors"])
        return words("method.storm", one_in=one_in(results, words), authors=authors, **shared)
    threshold = written.plain(study["threshold"])
    spike = words(f"event_study.spike_{study['trigger']}", threshold=threshold, one_in="")
    return words("method.spike", spike=spike, **shared)
