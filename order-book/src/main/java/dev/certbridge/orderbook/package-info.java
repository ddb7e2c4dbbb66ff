/** Order books in memory, in SQLite and in PostgreSQL, and recovery files for outcomes that a book could not commit. */
@NullMarked
package dev.certbridge.orderbook;

import org.jspecify.annotations.NullMarked;
