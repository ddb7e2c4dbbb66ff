/**
 * Listeners that report calls to Micrometer and to SLF4J. Each listener needs its library on the class path. All other
 * packages work without Micrometer and SLF4J.
 */
@NullMarked
package dev.certbridge.client.observe;

import org.jspecify.annotations.NullMarked;
