import pytest

from scstream import framing


@pytest.mark.parametrize("name", ["CellChunkRecord", "GeneSpaceRecord"])
def test_messages_of_the_java_build_are_read_and_written_alike(messages, name):
    record = framing.read(name, messages[name])
    if name == "CellChunkRecord":
        # Java's type of time is a logical one; what travels is milliseconds.
        assert record["produced_at"].timestamp() == 0
        assert record["cell_ids"] == ["a", "b"]
    assert framing.write(name, record) == messages[name]


def test_what_is_no_message_is_refused(messages):
    message = messages["GeneSpaceRecord"]
    with pytest.raises(framing.UnreadableMessage, match="starts with C3 01"):
        framing.read("GeneSpaceRecord", b"\x00" + message)
    with pytest.raises(framing.UnreadableMessage, match="expected a released CellChunkRecord"):
        framing.read("CellChunkRecord", message)
    unknown = message[:4] + b"\x00" + message[5:]
    with pytest.raises(framing.UnreadableMessage, match="Unknown schema"):
        framing.read("GeneSpaceRecord", unknown)
    for length in range(10, len(message)):
        with pytest.raises(framing.UnreadableMessage):
            framing.read("GeneSpaceRecord", message[:length])
