/**
 * The failures of calls. The failures are unchecked exceptions, and
 * {@link dev.certbridge.reseller.failure.ResellerException} is their sealed superclass.
 *
 * <p>Each type of failure states its effect on the order and its money. After a {@link
 * dev.certbridge.reseller.failure.RejectedException} or a {@link dev.certbridge.reseller.failure.NotSentException},
 * certainly nothing was ordered. After an {@link dev.certbridge.reseller.failure.OutcomeUnknownException}, an order may
 * exist: call {@code reconcile()} before retrying.
 */
@NullMarked
package dev.certbridge.reseller.failure;

import org.jspecify.annotations.NullMarked;
