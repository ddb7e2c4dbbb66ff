/**
 * Listeners that report calls to Micrometer and to SLF4J. Each needs its library on the class path, and no other part
 * does.
 */
@NullMarked
package dev.certbridge.client.observe;

import org.jspecify.annotations.NullMarked;
