"""A workbook (Office Open XML, ECMA-376) with a sheet a table, for those who open it by a click.

A CSV file is opened by a spreadsheet in the encoding and with the separator of its country, and
letters and columns are lost. Here they are not: text is text, times are times, and nothing is run.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from monitor.views.safe import safe
from storage.database.times import to_text
from storage.errors import InputError
from storage.warc.zipped import ZipWriter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from monitor.export.rows import Row
    from monitor.export.tables import Column, Table
    from storage.warc.zipped import Sink

MOST_ROWS = 1_048_576
"""Rows of a sheet, its heading included."""
MOST_CHARACTERS = 32_767
"""Characters of a cell, those beyond the first 65,536 counted twice."""
_CUT = " … (cut: no more has room in a cell)"
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_FIRST_DAY = 61
"""March 1900: before it a spreadsheet counts a day that there never was."""
_DAY = 86_400
_PIECE = 256

_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""``_x0041_`` within a text is read as the letter A, unless its first sign is escaped itself."""
_NO_XML = re.compile("[\ufffe\uffff]")

_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_BOLD, _TIME = 1, 2

_WIDE = frozenset({"title", "summary", "old", "new", "text", "url", "standfirst", "facts"})


def write_workbook(sheets: Iterable[tuple[Table, Iterable[Row]]], stream: BinaryIO) -> None:
    """Write each table as a sheet of its name, its rows as they come.

    Raises InputError where a table has more rows than a sheet has.
    """
    names: list[str] = []
    with ZipWriter(stream, datetime.now(UTC)) as package:
        for table, rows in sheets:
            names.append(table.name)
            with package.open(f"xl/worksheets/sheet{len(names)}.xml") as sink:
                _write_sheet(table, rows, sink)
        for path, text in _parts(names).items():
            package.put(path, (_HEAD + text).encode())


def _write_sheet(table: Table, rows: Iterable[Row], sink: Sink) -> None:
    columns = [(_letters(at), column) for at, column in enumerate(table.columns, 1)]
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{_width(column)}" customWidth="1"/>'
        for at, (_, column) in enumerate(columns, 1)
    )
    heading = "".join(_text(f"{at}1", column.name, _BOLD) for at, column in columns)
    sink.write(
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        f'</sheetViews><cols>{widths}</cols><sheetData><row r="1">{heading}</row>'.encode()
    )
    count, waiting = 1, []
    for row in rows:
        count += 1
        if count > MOST_ROWS:
            raise InputError(
                f"The table {table.name} has more rows than a sheet of a workbook can have.",
                why=f"It ends at {MOST_ROWS:,}.",
                do="Narrow it with --since, --until and --outlet, or export csv.",
            )
        cells = (_cell(f"{at}{count}", column, row[column.name]) for at, column in columns)
        waiting.append(f'<row r="{count}">{"".join(cells)}</row>')
        if len(waiting) == _PIECE:
            sink.write("".join(waiting).encode())
            waiting.clear()
    waiting.append(f'</sheetData><autoFilter ref="A1:{columns[-1][0]}{count}"/></worksheet>')
    sink.write("".join(waiting).encode())


def _cell(at: str, column: Column, value: Any) -> str:
    """A cell at a place such as ``B2``; nothing where there is nothing."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int):
        return f'<c r="{at}"><v>{value}</v></c>'
    if isinstance(value, datetime):
        days = (value - _EPOCH).total_seconds() / _DAY
        if days < _FIRST_DAY:
            return _text(at, to_text(value))
        return f'<c r="{at}" s="{_TIME}"><v>{days:.8f}</v></c>'
    if column.json:
        return _text(at, "; ".join(map(_fact, value)))
    joined = column.separator.join(value) if column.separator is not None else str(value)
    return _text(at, joined)


def _fact(fact: dict[str, str | None]) -> str:
    return f"{fact['type']}: {fact['old'] or '–'} → {fact['new'] or '–'}"


def _text(at: str, text: str, style: int = 0) -> str:
    text = _NO_XML.sub("\ufffd", _ESCAPE_LIKE.sub("_x005F_", _fitting(safe(text))))
    styled = f' s="{style}"' if style else ""
    kept = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
    return f'<c r="{at}"{styled} t="inlineStr">{kept}</c>'


def _fitting(text: str) -> str:
    """As much as has room in a cell, which is counted in units of UTF-16; a cut is told."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MOST_CHARACTERS:
        return text
    return units[: 2 * (MOST_CHARACTERS - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


def _width(column: Column) -> int:
    if column.name in _WIDE:
        return 48
    return 20 if column.type == "datetime" or column.separator is not None else 12


def _letters(number: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _parts(names: list[str]) -> dict[str, str]:
    """What holds the sheets together."""
    numbered = list(enumerate(names, 1))
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_MEDIA}.worksheet+xml"/>'
        for at, _ in numbered
    )
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, name in numbered
    )
    related = "".join(_relation(at, "worksheet", f"worksheets/sheet{at}.xml") for at, _ in numbered)
    styles = _relation(len(names) + 1, "styles", "styles.xml")
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_MEDIA}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_MEDIA}.styles+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f"{relations}{_relation(1, 'officeDocument', 'xl/workbook.xml')}"
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{relations}{related}{styles}</Relationships>",
        "xl/styles.xml": _STYLES,
    }


def _relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
