/** Certificates bought by workflows of Temporal, whose activities are retried. */
@NullMarked
package dev.certbridge.temporal;

import org.jspecify.annotations.NullMarked;
