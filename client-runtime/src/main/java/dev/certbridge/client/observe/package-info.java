/**
 * Listeners that report calls to Micrometer and to SLF4J. Each listener needs its library on the class path. All other
 * classes work without these libraries.
 */
@NullMarked
package dev.certbridge.client.observe;

import org.jspecify.annotations.NullMarked;
