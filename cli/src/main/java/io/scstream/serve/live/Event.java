package io.scstream.serve.live;

/**
 * Something that happened.
 *
 * @param number counted from 1 in one run of the server
 * @param lineage the model it is about; empty if it is about none
 * @param data one line of JSON
 */
public record Event(long number, String type, String lineage, String data) {}
