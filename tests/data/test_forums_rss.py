"""Feeds of forums: what an entry becomes, and what hostile XML and HTML may not do.

Expected values: by hand. The feeds are made up, in the forms that forums and blogs send.
"""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naysay.data.forums import Batch, forum
from naysay.data.forums._plain_text import plain_text
from naysay.data.forums._titles import with_title
from naysay.data.linking import linker
from naysay.study.company import Company
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

OPTIONS = PostOptions(format="rss", path="x")


def nanoseconds(iso: str) -> int:
    return int(dt.datetime.fromisoformat(iso).timestamp()) * 10**9


def read(folder: Path, content: str | bytes, options: PostOptions = OPTIONS, name: str = "f.xml") -> Batch:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    whole = Batch()
    for batch in forum("rss").batches(path, options):
        for column in ("post_id", "posted_at", "text", "company", "author", "forum", "refused"):
            getattr(whole, column).extend(getattr(batch, column))
    return whole


def rss(*items: str, title: str = "Aktienforum") -> str:
    inside = "\n".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{inside}</channel></rss>'


GUID, DATE = "<guid>7</guid>", "<pubDate>Wed, 15 Jan 2014 23:34:19 GMT</pubDate>"


def text_of(folder: Path, title: str, description: str) -> str:
    item = f"{GUID}{DATE}<title>{title}</title><description>{description}</description>"
    (text,) = read(folder, rss(item)).text
    return text


def test_an_item_of_rss_is_a_post(tmp_path):
    item = f"{GUID}{DATE}<title>Zahlen</title><description>Alles &amp;lt; gut</description>"
    batch = read(tmp_path, rss(item))
    assert batch.post_id == ["7"]
    assert batch.posted_at == [nanoseconds("2014-01-15T23:34:19+00:00")]
    assert batch.text == ["Zahlen\nAlles < gut"]
    assert batch.forum == ["Aktienforum"]
    assert batch.refused == []


ARIVA = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel>
  <title>Forum - ARIVA.DE</title>
  <image><title>Bild</title></image>
  <item>
    <title>Kauf zu &#xA4; 12,50</title>
    <description>heute fr&#252;h.<br />Abwarten   und Tee  <b><i> -Kater Carlo</i></b></description>
    <link>https://www.ariva.de/forum/beispiel-1?page=2#jumppos7</link>
    <pubDate>16 Jul 2026 14:36:38 +0200</pubDate>
    <isin>DE0007164600</isin>
    <isin>DE0008404005</isin>
  </item>
</channel></rss>
"""


def test_the_feed_of_ariva_names_author_and_isins(tmp_path):
    batch = read(tmp_path, ARIVA)
    assert batch.text == ["Kauf zu ¤ 12,50\nheute früh.\nAbwarten und Tee"]
    assert batch.author == ["Kater Carlo"]
    assert batch.post_id == ["https://www.ariva.de/forum/beispiel-1?page=2#jumppos7"]
    assert batch.company == ["DE0007164600,DE0008404005"]
    assert batch.forum == ["Forum - ARIVA.DE"]
    assert batch.posted_at == [nanoseconds("2026-07-16T14:36:38+02:00")]


def test_isins_lead_to_their_companies():
    companies = [
        Company(ticker="ALV.DE", isin="DE0008404005"),
        Company(ticker="SAP.DE", isin="DE0007164600"),
        Company(ticker="BMW.DE", isin="DE0005190003"),
    ]
    by_column = linker(companies, "column")
    assert by_column(Path("f.xml"), "DE0007164600", "").companies == ("SAP.DE",)
    assert by_column(Path("f.xml"), "DE0007164600,DE0008404005", "").companies == ("ALV.DE", "SAP.DE")
    assert by_column(Path("f.xml"), "US0378331005,DE0005190003", "").companies == ("BMW.DE",)
    assert by_column(Path("f.xml"), "US0378331005,", "").companies == ()


WALLSTREET = """<?xml version="1.0" encoding="utf-8" ?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
  <title><![CDATA[Forum wallstreet-online]]></title>
  <item>
    <title><![CDATA[BEISPIEL AG & Co :-)]]></title>
    <description><![CDATA[Autor: Dagobert_D]]></description>
    <link><![CDATA[https://www.wallstreet-online.de/diskussion/1-2/beispiel#beitrag_3]]></link>
    <dc:date><![CDATA[2026-07-16T14:48:34+02:00]]></dc:date>
  </item>
</channel></rss>
"""


def test_the_feed_of_wallstreet_online_has_title_and_author(tmp_path):
    batch = read(tmp_path, WALLSTREET)
    assert (batch.text, batch.author) == (["BEISPIEL AG & Co :-)"], ["Dagobert_D"])
    assert batch.posted_at == [nanoseconds("2026-07-16T14:48:34+02:00")]


ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
  <title>/r/Beispiel</title>
  <entry>
    <author><name>/u/kater</name><uri>https://example.org/u/kater</uri></author>
    <media:title>another</media:title>
    <content type="html">&lt;p&gt;Runter &amp;amp; raus&lt;/p&gt;&lt;p&gt;1 &amp;lt; 2&lt;/p&gt;</content>
    <id>t3_abc</id>
    <link href="https://example.org/abc" /><link rel="self" href="https://example.org/self" />
    <updated>2026-01-02T10:00:00+00:00</updated><published>2026-01-02T09:00:00+00:00</published>
    <title>Was ist &lt;los&gt;?</title>
  </entry>
  <entry>
    <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">eins<br/>zwei <b>drei</b></div></summary>
    <link href="https://example.org/def" />
    <updated>2026-01-02T10:00:00Z</updated>
  </entry>
</feed>
"""


def test_entries_of_atom_are_posts_from_their_last_update_on(tmp_path):
    batch = read(tmp_path, ATOM)
    assert batch.text == ["Was ist <los>?\nRunter & raus\n1 < 2", "eins\nzwei drei"]
    assert batch.post_id == ["t3_abc", "https://example.org/def"]
    assert batch.author == ["/u/kater", ""]
    assert batch.posted_at == [nanoseconds("2026-01-02T10:00Z")] * 2
    assert batch.forum == ["/r/Beispiel"] * 2


def test_items_of_rss_1_stand_beside_their_channel(tmp_path):
    feed = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Altes Forum</title></channel>
      <item><title>fein</title><link>a</link><dc:date>2014-01-15T10:00Z</dc:date><dc:creator>K</dc:creator></item>
      </rdf:RDF>"""
    batch = read(tmp_path, feed)
    assert (batch.text, batch.forum, batch.author) == (["fein"], ["Altes Forum"], ["K"])


def test_the_full_text_goes_before_the_description(tmp_path):
    item = f"{GUID}{DATE}<description>kurz</description><c:encoded>lang und breit</c:encoded>"
    feed = rss(item).replace("<rss ", '<rss xmlns:c="http://purl.org/rss/1.0/modules/content/" ')
    assert read(tmp_path, feed).text == ["lang und breit"]


@pytest.mark.parametrize(
    ("title", "body", "text"),
    [
        ("", "b", "b"),
        ("t", "", "t"),
        ("Gewinn", "Gewinn bricht ein", "Gewinn bricht ein"),
        ("Gewinn bricht…", "Gewinn bricht ein", "Gewinn bricht ein"),
        ("Gewinn bricht ...", "Gewinn\nbricht ein", "Gewinn\nbricht ein"),
        ("GEWINN", "Gewinn", "Gewinn"),
        ("Gewinn", "Der Gewinn", "Gewinn\nDer Gewinn"),
        ("", "", ""),
    ],
)
def test_a_title_that_the_text_begins_with_is_not_said_twice(title, body, text):
    assert with_title(title, body) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<p class='x'>a</p><p>b</p>", "a\nb"),
        ("a <b>fetter</b> Text", "a fetter Text"),
        ("Kurs <10 und > 5, 3 < 4", "Kurs <10 und > 5, 3 < 4"),
        ("&quot;R&amp;D&quot; &euro; &#8364; &nbsp;x", '"R&D" € € x'),
        ("vor<script>if (a<b) {x}</script>nach<style>p{}</style>", "vornach"),
        ("vor<script>nie zu", "vor"),
        ("a<!-- nichts -->b", "ab"),
        ("&#" + "9" * 5_000 + ";x", "�x"),
        ("&#x" + "f" * 5_000 + ";x", "�x"),
        ("&#xD800;", "�"),
    ],
)
def test_html_becomes_the_text_that_is_seen(source, text):
    assert plain_text(source) == text


@given(st.text(alphabet="<>/!-&#;ab \n'\"", max_size=200))
def test_any_html_becomes_a_text(source):
    text = plain_text(source)
    assert text == "\n".join(line for line in text.splitlines() if line.strip())


@pytest.mark.parametrize(
    "unit", ["<", "<a ", "<!--", "&", "&#", "<script>", "</script", "<b>&lt;", "< ", "&lt"]
)
def test_html_of_a_megabyte_takes_time_that_grows_with_it(unit):
    """Were it to grow with the square, this would take hours."""
    assert isinstance(plain_text(unit * (1_000_000 // len(unit))), str)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("Wed, 15 Jan 2014 23:34:19 +0100", "2014-01-15T22:34:19Z"),
        ("15 Jan 2014 23:34 EST", "2014-01-16T04:34:00Z"),
        ("Wed, 15 Jan 2014 23:34:19 MESZ", "2014-01-15T21:34:19Z"),
        ("Wed, 15 Jan 2014 23:34:19 -0000", "2014-01-15T23:34:19Z"),
        ("Wed, 15 Jan 2014 23:34:19", "2014-01-15T22:34:19Z"),
        ("2014-01-15T23:34:19", "2014-01-15T22:34:19Z"),
    ],
)
def test_times_are_read_in_the_forms_of_feeds(tmp_path, written, instant):
    """One without a zone is read in the study's, here an hour ahead of UTC."""
    berlin = OPTIONS.model_copy(update={"timezone": "Europe/Berlin"})
    batch = read(tmp_path, rss(f"{GUID}<pubDate>{written}</pubDate><title>t</title>"), berlin)
    assert batch.posted_at == [nanoseconds(instant)]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (f"{GUID}<title>t</title>", "no_time"),
        (f"{GUID}{DATE}", "no_text"),
        (f"{GUID}{DATE}<title> </title><description>&lt;p&gt; &lt;/p&gt;</description>", "no_text"),
        (DATE, "no_id"),
        (f"{GUID}<title>t</title><pubDate>Wed, 15 Jan 2014 23:34:19 XYZ</pubDate>", "time_unreadable"),
        (f"{GUID}<title>t</title><pubDate>Wed, 35 Jan 2014 23:34:19 GMT</pubDate>", "time_unreadable"),
        (f"{GUID}<title>t</title><pubDate>gestern</pubDate>", "time_unreadable"),
    ],
)
def test_an_item_that_is_no_post_is_refused_alone(tmp_path, item, reason):
    batch = read(tmp_path, rss(item, f"{GUID}{DATE}<title>t</title>"))
    assert ([row.reason for row in batch.refused], batch.text) == ([reason], ["t"])


def test_a_post_without_an_id_has_one_of_what_it_consists_of(tmp_path):
    items = (f"{DATE}<title>{text}</title>" for text in ("t", "u", "t"))
    one, other, again = read(tmp_path, rss(*items)).post_id
    assert one == again != other
    assert len(one) == 32


ENTITIES = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BROKEN = {
    "entities that grow": (ENTITIES + rss("<title>&b;</title>").partition("?>")[2], "xml_refused"),
    "a file from elsewhere": (OUTSIDE + rss("<title>&a;</title>").partition("?>")[2], "xml_refused"),
    "a thousand elements": ("<rss>" + "<a>" * 1_000 + "</a>" * 1_000 + "</rss>", "xml_refused"),
    "an item without end": (
        rss("<description>" + "x" * 3_000_000 + "</description>").removesuffix("</channel></rss>"),
        "row_too_long",
    ),
    "a tag without end": ("<rss a='" + "x" * 3_000_000, "row_too_long"),
    "no XML": ("id,posted_at,text\n1,2014-01-01,a", "not_xml"),
    "nothing": ("", "not_xml"),
    "cut off": (rss("<title>a</title>")[:-20], "not_xml"),
    "an encoding that nobody knows": ("<?xml version='1.0' encoding='nix'?><rss/>", "not_xml"),
    "bytes of another encoding": (b"<?xml version='1.0' encoding='utf-8'?><rss><a>\xe4</a></rss>", "not_xml"),
    "an entity of HTML": (rss("<title>a&nbsp;b</title>"), "not_xml"),
}


@pytest.mark.parametrize(("content", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_is_no_feed_is_one_row_that_cannot_be_read(tmp_path, content, reason):
    batch = read(tmp_path, content)
    assert batch.refused[-1].reason == reason
    assert batch.text == []


def test_posts_before_the_damage_are_read(tmp_path):
    good = f"{GUID}{DATE}<title>t</title>"
    batch = read(tmp_path, rss(good, good, "<title>a & b</title>", good))
    assert batch.text == ["t", "t"]
    assert [row.reason for row in batch.refused] == ["not_xml"]


def test_encodings_are_those_the_feed_says(tmp_path):
    feed = rss(f"{GUID}{DATE}<title>Übernahme ¤</title>")
    for encoding in ("iso-8859-1", "windows-1252", "utf-16"):
        said = feed.replace('version="1.0"', f'version="1.0" encoding="{encoding}"', 1)
        assert read(tmp_path, said.encode(encoding)).text == ["Übernahme ¤"]


def test_a_packed_feed_is_read(tmp_path):
    feed = rss(f"{GUID}{DATE}<title>t</title>").encode()
    assert read(tmp_path, gzip.compress(feed), name="f.xml.gz").text == ["t"]
    damaged = read(tmp_path, gzip.compress(feed)[:-12], name="f.xml.gz")
    assert damaged.refused[-1].reason == "archive_damaged"


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_change_of_a_feed_is_posts_and_refused_rows(tmp_path, data):
    content = bytearray(data.draw(st.sampled_from([ARIVA, WALLSTREET, ATOM])).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    batch = read(tmp_path, bytes(content))
    assert all(text.strip() for text in batch.text)
    assert all(row.reason.isidentifier() for row in batch.refused)


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed.atom.gz", "feed.csv"])
def test_a_feed_that_a_study_calls_a_table_is_named(tmp_path, name):
    path = tmp_path / name
    content = f"\n{ARIVA}".encode() if name != "feed.csv" else ARIVA.encode()
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    with pytest.raises(DataError, match=r'write format = "rss"'):
        list(forum("table").batches(path, PostOptions(format="table", path="x")))


def test_texts_and_names_stay_out_of_errors(tmp_path):
    batch = read(tmp_path, rss(f"{GUID}<title>geheim</title><author>Kater</author>"))
    assert "geheim" not in repr(batch.refused)
    assert "Kater" not in repr(batch.refused)
