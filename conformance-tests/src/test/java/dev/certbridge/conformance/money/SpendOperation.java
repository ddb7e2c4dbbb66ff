package dev.certbridge.conformance.money;

import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.regfish.RegfishStub;
import java.util.Optional;

/** A kind of spend. */
enum SpendOperation {
    ORDER(Optional.empty()),
    RENEW(Optional.of(Capability.RENEW)),
    REISSUE(Optional.of(Capability.REISSUE)),
    COMPLETE(Optional.of(Capability.COMPLETE));

    /** The order that must exist before the operation. */
    enum Needs {
        NOTHING,
        ISSUED,
        HELD_BACK
    }

    private final Optional<Capability> capability;

    SpendOperation(Optional<Capability> capability) {
        this.capability = capability;
    }

    boolean isOfferedBy(CertificateReseller reseller) {
        return capability.map(reseller::supports).orElse(true);
    }

    Needs needs() {
        return switch (this) {
            case ORDER -> Needs.NOTHING;
            case RENEW, REISSUE -> Needs.ISSUED;
            case COMPLETE -> Needs.HELD_BACK;
        };
    }

    /** Returns the request, without a CSR; that of a completion is the request of its order. */
    OrderRequest request(ClientVariant variant, Optional<Order> before) {
        return switch (this) {
            case ORDER ->
                OrderRequest.builder(variant.product())
                        .validity(variant.validity())
                        .build();
            case RENEW ->
                OrderRequest.renewal(before.orElseThrow().certificate().orElseThrow(), variant.product())
                        .validity(variant.validity())
                        .build();
            case REISSUE ->
                OrderRequest.reissue(before.orElseThrow().certificate().orElseThrow())
                        .oldMayBeRevoked()
                        .build();
            case COMPLETE -> before.orElseThrow().request().orElseThrow();
        };
    }

    Order run(
            CertificateReseller reseller,
            Intent intent,
            OrderRequest request,
            Optional<OrderId> before,
            Spending spending) {
        OrderRequest sent =
                this == COMPLETE ? OrderRequest.completion(before.orElseThrow(), RegfishStub.ORGANIZATION) : request;
        return reseller.order(intent, sent, spending);
    }
}
