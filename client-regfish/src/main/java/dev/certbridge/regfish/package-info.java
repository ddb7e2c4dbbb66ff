/**
 * regfish: {@link dev.certbridge.regfish.Regfish} gives the reseller, {@link dev.certbridge.regfish.RegfishClient} the
 * generated client under it.
 */
@NullMarked
package dev.certbridge.regfish;

import org.jspecify.annotations.NullMarked;
