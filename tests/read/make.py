"""Inputs for the tests of reading: articles, and small files of every format."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable
from pathlib import Path

from kg.errors import InputError
from kg.model import Document
from kg.read import Inputs, read

ARTICLE = (
    "The dockers’ union has rejected the port’s latest offer, its leader said on Monday, after a week of talks. "
    "The port denied that it had broken its word, and a spokesman said that the offer of two per cent stood."
)
OTHER = (
    "A court has fined the water company for spilling waste into the river at Marl. The judge said that the firm had "
    "known of the leak for a year. The company was not in court and has not said whether it will appeal."
)
GERMAN = (
    "Der Minister wies die Vorwürfe am Montag in Berlin zurück und sagte, die Regierung habe alles richtig gemacht. "
    "Die Opposition forderte dagegen eine Untersuchung der Vorgänge im Ministerium und kündigte weitere Fragen an."
)


def put(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def jsonl(*rows: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def all_of(*paths: Path | str, **options: object) -> list[Document | InputError]:
    return list(read(Inputs(tuple(paths), **options)))  # type: ignore[arg-type]


def documents(*paths: Path | str, **options: object) -> list[Document]:
    return [item for item in all_of(*paths, **options) if isinstance(item, Document)]


def errors(*paths: Path | str, **options: object) -> list[tuple[str, str]]:
    """Give place (the file's name and line) and reason of what failed."""
    failed = (item for item in all_of(*paths, **options) if isinstance(item, InputError))
    return [(error.source.rpartition("/")[2], error.reason) for error in failed]


def pdf(pages: Iterable[Iterable[str]], title: str = "", compressed: bytes | None = None) -> bytes:
    """Make a PDF of lines by hand; `compressed` is a page's content as FlateDecode bytes instead."""
    listed = [list(lines) for lines in pages]
    count = len(listed)
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(count))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: f"<< /Title ({title}) /Author (Jo Bloggs) >>".encode("cp1252"),
    }
    for n, lines in enumerate(listed):
        shown = " T* ".join(f"({line}) Tj" for line in lines)
        content = f"BT /F1 11 Tf 13 TL 50 750 Td {shown} ET".encode("cp1252")
        packing = b" /Filter /FlateDecode" if compressed is not None else b""
        content = content if compressed is None else compressed
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * n} 0 R "
        objects[5 + 2 * n] = page.encode() + b"/Resources << /Font << /F1 3 0 R >> >> >>"
        objects[6 + 2 * n] = b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), packing, content)
    out, places = io.BytesIO(b"%PDF-1.4\n"), {}
    out.seek(0, io.SEEK_END)
    for number, body in sorted(objects.items()):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % places[number] for number in sorted(places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def page(*paragraphs: str, lang: str = "en") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = '<head><title>Port news</title><meta property="og:site_name" content="The Test Post"></head>'
    return f'<!DOCTYPE html><html lang="{lang}">{head}<body><article>{body}</article></body></html>'.encode()


def response(uri: str, body: bytes, kind: str = "text/html", status: str = "200 OK") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    return record("response", uri, http, "application/http; msgtype=response")


def record(kind: str, uri: str, block: bytes, content_type: str) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-02-05T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{len(block):032x}>\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
