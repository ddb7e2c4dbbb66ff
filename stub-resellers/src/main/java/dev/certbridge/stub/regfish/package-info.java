/**
 * The stub of regfish. Its orders are synchronous, and its answers have an envelope with {@code success}, {@code code}
 * and {@code response}.
 */
@NullMarked
package dev.certbridge.stub.regfish;

import org.jspecify.annotations.NullMarked;
