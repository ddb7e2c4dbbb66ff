/**
 * A third provider that nothing in the kit knows: its stub, its subject, and the proof that no main file has to be edited
 * for one. The reseller is invented.
 */
@NullMarked
package dev.certbridge.conformance.acorn;

import org.jspecify.annotations.NullMarked;
