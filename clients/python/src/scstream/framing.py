"""Messages as Avro single objects: C3 01, the fingerprint of the writer's schema, the record."""

import io
import json
from functools import cache
from importlib import resources

import fastavro
from fastavro.schema import fingerprint, to_parsing_canonical_form

MARKER = b"\xc3\x01"
HEADER_BYTES = 10


class UnreadableMessage(ValueError):
    """Bytes that are no message of a released schema."""


def read(name, message):
    """Reads a message as the newest released schema of that name, such as ``EmbeddingRecord``."""
    if len(message) < HEADER_BYTES or message[:2] != MARKER:
        raise UnreadableMessage(
            f"Invalid message of {len(message)} bytes; expected one that starts with C3 01"
        )
    writer = _by_fingerprint().get(message[2:HEADER_BYTES])
    if writer is None or writer["name"].rpartition(".")[2] != name:
        raise UnreadableMessage(
            f"Unknown schema {message[2:HEADER_BYTES].hex()}; expected a released {name}"
        )
    try:
        return fastavro.schemaless_reader(io.BytesIO(message[HEADER_BYTES:]), writer, newest(name))
    except (EOFError, IndexError, ValueError, UnicodeDecodeError, MemoryError) as e:
        raise UnreadableMessage(f"Invalid {name} of {len(message)} bytes: {e!r}") from e


def write(name, record):
    """Writes a record under the newest released schema of that name."""
    schema = newest(name)
    out = io.BytesIO()
    out.write(MARKER + _fingerprint(schema))
    fastavro.schemaless_writer(out, schema, record)
    return out.getvalue()


def newest(name):
    """The newest released schema of that name."""
    return _released()[name][-1]


def _fingerprint(schema):
    return bytes.fromhex(fingerprint(to_parsing_canonical_form(schema), "CRC-64-AVRO"))


@cache
def _released():
    """All released schemas by name, oldest first."""
    released = {}
    folder = resources.files("scstream") / "schemas"
    numbers = sorted(int(it.name) for it in folder.iterdir() if it.name.isdigit())
    for number in numbers:
        for path in (folder / str(number)).iterdir():
            schema = fastavro.parse_schema(json.loads(path.read_text(encoding="utf-8")))
            released.setdefault(path.name.removesuffix(".avsc"), []).append(schema)
    return released


@cache
def _by_fingerprint():
    return {_fingerprint(schema): schema for all_ in _released().values() for schema in all_}
