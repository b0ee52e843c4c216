"""The methods paragraph as a paper takes it: plain text, Markdown, or LaTeX with references for BibTeX."""

from __future__ import annotations

from typing import Final, Literal

from naysay.reports.exports._markdown_text import escaped
from naysay.reports.method_text import method_text
from naysay.reports.references import Reference, cited_in, with_citations
from naysay.reports.results import Results
from naysay.reports.words import Words
from naysay.study.about import Language
from naysay.study.latex_text import latex

Format = Literal["text", "latex", "markdown"]
BIBLIOGRAPHY: Final = "naysay.bib"
"""The file that the LaTeX writes its references to when it is set."""
USE: Final = r"% \usepackage{natbib}; at the end \bibliographystyle{plainnat} and \bibliography{naysay}"


def method_paragraph(results: Results, *, language: Language, format: Format = "text") -> str:
    """The paragraph on what the run did, then the publications that it cites.

    ``latex`` cites by natbib's \\\\citep and \\\\citet and begins with a ``filecontents`` that writes the
    entries of BibTeX to naysay.bib; natbib is the package that it needs.
    """
    words = Words(language, results.of_measures)
    text = method_text(results, words)
    references = cited_in(text, words)
    if format == "latex":
        return _latex(text, references, words)
    if format == "markdown":
        entries = [f"- {escaped(one.line(words))}" for one in references]
        return "\n\n".join((escaped(text), f"## {words('paper.references')}", "\n".join(entries))) + "\n"
    lines = [one.line(words) for one in references]
    return "\n\n".join((text, words("paper.references"), "\n".join(lines))) + "\n"


def bibtex(reference: Reference) -> str:
    """The entry of BibTeX; its title keeps its capitals. The texts are ours and need no escapes."""
    fields = {
        "author": " and ".join(reference.authors),
        "title": f"{{{reference.title}}}",
        "year": str(reference.year),
        "journal": reference.journal,
        "volume": reference.volume,
        "publisher": reference.publisher,
    }
    kind = "article" if reference.journal else "book"
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@{kind}{{{reference.key},", *lines, "}"))


def _between(text: str) -> str:
    """``text`` as LaTeX, with the blanks that part it from a citation before and after it."""
    blanks = (" " if text[:1] == " " else "", " " if text.strip() and text[-1:] == " " else "")
    return latex(text).join(blanks)


def _latex(text: str, references: tuple[Reference, ...], words: Words) -> str:
    paragraph = with_citations(
        text,
        words,
        plain=_between,
        brackets=lambda keys: rf"\citep{{{','.join(keys)}}}",
        sentence=lambda key: rf"\citet{{{key}}}",
    )
    entries = "\n".join(map(bibtex, references))
    return (
        "\n".join(
            (
                rf"\begin{{filecontents}}[overwrite]{{{BIBLIOGRAPHY}}}",
                entries,
                r"\end{filecontents}",
                USE,
                paragraph,
            )
        )
        + "\n"
    )
