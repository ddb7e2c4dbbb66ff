/** Workflows on Temporal's test server, which skips the time that nobody waits for, and stubs of the resellers. */
@NullMarked
package dev.certbridge.temporal;

import org.jspecify.annotations.NullMarked;
