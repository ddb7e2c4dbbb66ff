/**
 * The stub of regfish. Orders at regfish are synchronous, and answers have an envelope with {@code success},
 * {@code code} and {@code response}.
 */
@NullMarked
package dev.certbridge.stub.regfish;

import org.jspecify.annotations.NullMarked;
