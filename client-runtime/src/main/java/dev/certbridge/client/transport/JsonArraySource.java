package dev.certbridge.client.transport;

/**
 * Describes where a response such as {@code {"success": true, "response": [...]}} contains the entries of a long list.
 *
 * @param type the type of the entries; an entry that is {@code null} is skipped
 * @param member the name of the member that contains the array of entries. A response without this member is refused
 *     and does not count as an empty list
 * @param verdict the name of a member that must not be {@code false}; this member may be before or after the entries
 * @param maxBytes the maximum size of the decompressed response in bytes
 */
public record JsonArraySource<T>(Class<T> type, String member, String verdict, long maxBytes) {}
