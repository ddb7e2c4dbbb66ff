package dev.certbridge.client.transport;

/**
 * A list that is too long to be kept, and where its entries stand in the answer: {@code {"success": true, "response":
 * [...]}}.
 *
 * @param type what one entry is; {@code null} entries are passed over
 * @param member the member of the answer that holds them, in an array. An answer without it is no empty list
 * @param verdict a member that must not be {@code false}; it may stand before or after the entries
 * @param maxBytes the longest answer read, after decompression
 */
public record JsonArraySource<T>(Class<T> type, String member, String verdict, long maxBytes) {}
