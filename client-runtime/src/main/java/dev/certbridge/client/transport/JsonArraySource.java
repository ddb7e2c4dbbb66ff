package dev.certbridge.client.transport;

/**
 * The place of the entries of a long list in a response such as {@code {"success": true, "response": [...]}}.
 *
 * @param type the type of an entry; {@code null} entries are skipped
 * @param member the member with the array of entries. A response without it is refused, not read as an empty list
 * @param verdict a member that must not be {@code false}, before or after the entries
 * @param maxBytes the longest response that is read, after decompression
 */
public record JsonArraySource<T>(Class<T> type, String member, String verdict, long maxBytes) {}
