/**
 * The order book: the durable record of every intent and its outcome. It makes an order happen at most once, so
 * everybody who may order the same thing shares one book.
 */
@NullMarked
package dev.certbridge.reseller.book;

import org.jspecify.annotations.NullMarked;
