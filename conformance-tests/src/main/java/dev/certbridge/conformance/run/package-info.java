/** A run of the kit's rules and what it came to. */
@NullMarked
package dev.certbridge.conformance.run;

import org.jspecify.annotations.NullMarked;
