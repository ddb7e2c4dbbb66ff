/**
 * The order book: which intents were sent, and what came of them. It is what makes an order happen at most once, so one
 * book is shared by everybody who may order the same thing.
 */
@NullMarked
package dev.certbridge.reseller.book;

import org.jspecify.annotations.NullMarked;
