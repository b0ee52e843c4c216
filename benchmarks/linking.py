"""Posts linked per second over 3,000 names, and what linking by text finds in the tweets of StockNet.

The companies of the first part are made up: 1,000, or as many as are asked for, with a cashtag, a name and an
alias each. The second part takes the 24 companies of ``analysis/stocknet.toml``, is told nothing of the
folders, and counts the posts of a company's file that hold its cashtag.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import Final

from benchmarks._posts import STOCKNET, rows, texts
from naysay.data.mentions import Mentions
from naysay.run.parts import known_parts, study_type
from naysay.study.company import Alias, Company
from naysay.study.file import read_study

LEAST_RATE: Final = 250_000
LEAST_FOUND: Final = 0.95
STUDY: Final = Path(__file__).resolve().parents[1] / "analysis" / "stocknet.toml"


def main(argv: Sequence[str]) -> int:
    """Print the rate and the counts; 0 if both reach what is promised."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks linking", description=__doc__)
    parser.add_argument("--posts", type=int, default=60_000, help="how many texts to link (60000)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, the best counts (5)")
    parser.add_argument("--companies", type=int, default=1000, help="how many companies, up to 10000 (1000)")
    arguments = parser.parse_args(argv)
    sample, source = texts(arguments.posts)
    find = Mentions(companies(arguments.companies)).find
    rate = 0.0
    for _ in range(arguments.rounds):
        start = process_time()
        for text in sample:
            find(text)
        rate = max(rate, len(sample) / (process_time() - start))
    number = f"{3 * arguments.companies:,} ways to write {arguments.companies:,} companies"
    print(f"{len(sample)} distinct {source}, {number}, one core")
    print(f"posts a second {rate:12,.0f} (at least {LEAST_RATE:,})")
    good = rate >= LEAST_RATE
    return 0 if _stocknet() and good else 1


def companies(count: int) -> list[Company]:
    """Made-up companies: a cashtag, a name of two words and an alias of two words each."""
    first = ("Alpha", "Beta", "Gamma", "Delta", "Nova", "Orion", "Stella", "Apex", "Vertex", "Zenith")
    second = ("Holdings", "Systems", "Energy", "Pharma", "Motors", "Foods", "Bank", "Media", "Steel", "Air")
    letters = "ABCDEFGHIJ"
    made = []
    for number in range(count):
        a, b, c = number % 10, number // 10 % 10, number // 100 % 10
        more = letters[number // 1000] if number >= 1000 else ""
        made.append(
            Company(
                ticker=f"Q{more}{letters[c]}{letters[b]}{letters[a]}",
                name=f"{first[a]} {second[b]} {letters[c]}{letters[c]}{more}",
                aliases=(Alias(name=f"{first[a]}{second[b].lower()} {letters[c]}{more}"),),
            )
        )
    return made


def _stocknet() -> bool:
    if not STOCKNET.is_dir():
        print("The folder ../shared/stocknet is not beside the repository.")
        return True
    study = read_study(STUDY, study_type(), parts=known_parts())
    mentions = Mentions(study.company)
    there = found = tagged_found = 0
    linked, refused, other = Counter[str](), Counter[str](), 0
    for company in study.company:
        tag = f"${company.ticker}".lower()
        for text in rows(STOCKNET / f"{company.ticker}.jsonl.zst"):
            decided = mentions.find(text)
            mine = company.ticker in decided.companies()
            has_tag = any(word.strip(".,:;!?()[]\"'") == tag for word in text.lower().split())
            there += 1
            found += mine
            if has_tag:
                tagged_found += mine
                other += 1
            linked.update(rule for _, rule in decided.linked)
            refused.update(why for of, why in decided.refused if of not in decided.companies())
    share = tagged_found / max(other, 1)
    print(
        f"StockNet: {there:,} posts in files of companies, {found / there:.1%} linked to the file's company"
    )
    print(f"  of {other:,} with its cashtag   {share:.2%} (at least {LEAST_FOUND:.0%})")
    print(f"  linked by rule           {dict(linked.most_common())}")
    print(f"  refused                  {dict(refused.most_common())}")
    return share >= LEAST_FOUND
