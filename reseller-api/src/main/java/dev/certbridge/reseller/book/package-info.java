/**
 * The order book, a durable record of every intent and its outcome. The book ensures that an intent places at most one
 * order. Therefore all programs that may order the same certificates must share one book.
 */
@NullMarked
package dev.certbridge.reseller.book;

import org.jspecify.annotations.NullMarked;
