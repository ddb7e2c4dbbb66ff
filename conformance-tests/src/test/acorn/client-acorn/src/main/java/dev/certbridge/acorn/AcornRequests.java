package dev.certbridge.acorn;

import dev.certbridge.acorn.generated.model.OrderForm;
import dev.certbridge.client.adapter.RequestValidation;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Maps order requests to requests of acorn. Throws an exception with all invalid values before anything is sent. */
final class AcornRequests {

    static final OperationRef ORDER = OperationRef.of(Acorn.NAME, "createOrder");

    private static final int MOST_DAYS = 199;

    private AcornRequests() {}

    static OrderForm order(OrderRequest request, Spending spending) {
        if (!(spending instanceof Spending.Unquoted)) {
            throw unsupported("createOrder", "quotes no prices; order with Spending.unquoted()");
        }
        requireSupported(request);
        RequestValidation.of(request)
                .validity(Validity.Unit.DAYS, MOST_DAYS, true)
                .requireClean(ORDER);
        return new OrderForm()
                .product(request.product())
                .names(request.names())
                .days(request.validity().orElseThrow().amount())
                .csr(request.csr().pem());
    }

    static UnsupportedException unsupported(String verb, String what) {
        return new UnsupportedException(
                OperationRef.of(Acorn.NAME, verb),
                "nothing was sent: the request is not" + " supported. acorn " + what);
    }

    private static void requireSupported(OrderRequest request) {
        boolean otherProof = Stream.concat(
                        Stream.of(request.dcv()), request.names().stream().map(request::dcv))
                .anyMatch(method -> !method.equals(DcvMethod.DNS));
        String reasons = Stream.of(
                        reason(request.completes().isPresent(), "has no orders that wait for an organization"),
                        reason(
                                request.kind() == OrderId.Kind.RENEWAL,
                                "supports no renewals; place a new order" + " with order(...)"),
                        reason(
                                request.kind() == OrderId.Kind.REISSUE,
                                "supports no reissues; place a new order" + " with order(...)"),
                        reason(otherProof, "validates by DNS record only"),
                        reason(
                                request.organization().isPresent()
                                        && request.completes().isEmpty(),
                                "accepts no organization"),
                        reason(request.approver().isPresent(), "accepts no approver"),
                        reason(request.contact().isPresent(), "accepts no contact"),
                        reason(request.language().isPresent(), "accepts no language"))
                .flatMap(reason -> reason)
                .collect(Collectors.joining(", and "));
        if (!reasons.isEmpty()) {
            throw new UnsupportedException(ORDER, "nothing was sent: the request is not supported. acorn " + reasons);
        }
    }

    private static Stream<String> reason(boolean applies, String text) {
        return applies ? Stream.of(text) : Stream.empty();
    }
}
