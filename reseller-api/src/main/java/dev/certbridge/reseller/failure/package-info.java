/**
 * Every way a call can end other than well: one sealed, unchecked family.
 *
 * <p>The question each type answers is what happened to the money. {@link
 * dev.certbridge.reseller.failure.RejectedException} and {@link
 * dev.certbridge.reseller.failure.NotSentException}: certainly nothing was ordered. {@link
 * dev.certbridge.reseller.failure.OutcomeUnknownException}: look before you repeat.
 */
@NullMarked
package dev.certbridge.reseller.failure;

import org.jspecify.annotations.NullMarked;
