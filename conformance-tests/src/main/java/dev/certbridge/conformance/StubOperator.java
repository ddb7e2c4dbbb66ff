package dev.certbridge.conformance;

import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What people do at a stub, and in which ways it can be made worse, said the same for every reseller. What a reseller
 * cannot be made to do needs no method here: its candidate opts out of the rules that ask for it.
 */
public interface StubOperator {

    /** The authority issues this order now. */
    void issue(OrderId order);

    /** The order comes to nothing, late: it is charged, and there will be no certificate. */
    void fail(OrderId order);

    /** The status of a failed order, in the reseller's own word. */
    String failed();

    /** Nobody knows whether the order will come to something; it can still end either way. */
    default void doubt(OrderId order) {
        throw notHere("doubt");
    }

    /** An order for which a person has to do something before it goes on. */
    default OrderRequest needingPerson(KeyAndCsr key) {
        throw notHere("an order that waits for a person");
    }

    /** An order that is refused until charges beyond the product itself are acknowledged. */
    default OrderRequest needingAcknowledgment() {
        throw notHere("charges to acknowledge");
    }

    /** Orders are accepted with this status from now on, which the contract documents beside the usual one. */
    default void acceptWith(int status) {
        throw notHere("another status for an accepted order");
    }

    /** An organization on file that orders can be completed with. */
    default String organization() {
        throw notHere("an organization on file");
    }

    /** Hosts a zone for the customer, and then says where the CNAME of a name in it leads, with a dot at the end. */
    default Function<String, Optional<String>> hostZone(String domain) {
        throw notHere("a zone");
    }

    /** Listings show everything, whatever was asked for. */
    default void ignoreFilters() {
        throw notHere("a filter");
    }

    /** An issued certificate cannot be downloaded yet, so often. */
    default void downloadLate(int downloads) {
        throw notHere("a download that comes too early");
    }

    /** {@code quote=true} orders. */
    default void takeQuestionsForOrders() {
        throw notHere("a question for the price");
    }

    /** Orders cost so much more than was quoted. */
    default void chargeMoreThanQuoted(long cents) {
        throw notHere("a quote");
    }

    /** From nothing to everything that can be wrong with a quote, by name; each makes later quotes wrong in that way. */
    default Map<String, Runnable> quoteFlaws() {
        throw notHere("a quote");
    }

    private static IllegalStateException notHere(String what) {
        return new IllegalStateException(
                "this reseller knows nothing like " + what + "; opt out of the rule, and say why");
    }
}
