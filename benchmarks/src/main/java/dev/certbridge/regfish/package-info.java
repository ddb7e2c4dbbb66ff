/**
 * Benchmarks of the parts of an order. They are in the package of the regfish client, because its mapping to the types
 * of all resellers is package-private.
 */
@NullMarked
package dev.certbridge.regfish;

import org.jspecify.annotations.NullMarked;
