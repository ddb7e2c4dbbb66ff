package dev.certbridge.client.transport;

/**
 * The location of the entries of a long list in a response such as {@code {"success": true, "response": [...]}}.
 *
 * @param type the type of an entry; {@code null} entries are skipped
 * @param member the member with the array of entries. A response without this member is refused and not treated as an
 *     empty list
 * @param verdict a member that must not be {@code false}; the member may be before or after the entries
 * @param maxBytes the maximum size of the response in bytes, after decompression
 */
public record JsonArraySource<T>(Class<T> type, String member, String verdict, long maxBytes) {}
