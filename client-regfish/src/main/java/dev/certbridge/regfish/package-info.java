/**
 * The regfish client. The class {@link dev.certbridge.regfish.Regfish} connects to the reseller. The generated client
 * is {@link dev.certbridge.regfish.RegfishClient}.
 */
@NullMarked
package dev.certbridge.regfish;

import org.jspecify.annotations.NullMarked;
