/** Beside the client, in its own package: the mapping to neutral types is nobody else's to see. */
@NullMarked
package dev.certbridge.regfish;

import org.jspecify.annotations.NullMarked;
