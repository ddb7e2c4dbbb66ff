/**
 * The regfish client. The class {@link dev.certbridge.regfish.Regfish} connects to the reseller. The class {@link
 * dev.certbridge.regfish.RegfishClient} is the generated client.
 */
@NullMarked
package dev.certbridge.regfish;

import org.jspecify.annotations.NullMarked;
