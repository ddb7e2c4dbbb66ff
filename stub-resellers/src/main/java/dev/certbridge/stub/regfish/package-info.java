/** The stub of regfish: synchronous orders behind a {@code success}, {@code code}, {@code response} envelope. */
@NullMarked
package dev.certbridge.stub.regfish;

import org.jspecify.annotations.NullMarked;
