package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.adapter.SpendExecutor;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.CompletionRequest;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.List;
import java.util.Optional;

/** Completions: the organization of an order that was held back, named once. From then on it costs. */
final class RegfishCompleting {

    private static final OperationRef COMPLETE = RegfishRequests.COMPLETE;

    private final RegfishClient client;
    private final RegfishReads reads;
    private final SpendLog book;
    private final ResellerAccount place;
    private final ConnectOptions options;

    RegfishCompleting(RegfishClient client, SpendLog book, ResellerAccount place, ConnectOptions options) {
        this.client = client;
        this.reads = new RegfishReads(client);
        this.book = book;
        this.place = place;
        this.options = options;
    }

    Order complete(Intent intent, OrderRequest completion, Spending spending) {
        OrderId id = completion.completes().orElseThrow();
        place.require(id);
        String organization = RegfishRequests.requireCompletable(completion, spending);
        Optional<OrderRequest> asked = book.requestOf(id);
        // What an intent completes is the order and the organization, whatever was asked for at first.
        SpendRequest question = SpendRequest.completing(
                intent, asked.orElse(OrderRequest.builder("unknown").build()), id, organization);
        Optional<Order> recorded = purchase(id, question).recorded();
        if (recorded.isPresent()) {
            return recorded.get();
        }
        Certificate held = reads.certificate(id.providerId());
        if (!Boolean.TRUE.equals(held.getActionRequired())) {
            throw new ConflictException(
                    COMPLETE,
                    Refusal.local("nothing was sent: order " + id.providerId() + " is " + RegfishMapper.status(held)
                            + " and does not wait for an organization"),
                    ConflictException.Reason.WRONG_STATE);
        }
        SpendRequest wish = SpendRequest.completing(intent, asked.orElseGet(() -> request(held)), id, organization);
        CompletionRequest wire = new CompletionRequest().orgId(organization);
        SpendExecutor.Placed placed = purchase(id, wish)
                .order(
                        spending,
                        Optional.empty(),
                        spend -> client.certificates().completeCertificate(id.providerId(), wire, spend));
        Certificate now = RegfishReads.in(placed);
        return RegfishMapper.order(place, id, now).withRequest(wish.request());
    }

    private SpendExecutor purchase(OrderId id, SpendRequest wish) {
        return new SpendExecutor(COMPLETE, book, wish, RegfishOrderIdReader.toCompletion(id), options.spendDeadline());
    }

    /** What an order that the book did not place was for, as far as it shows. Its CSR is not known. */
    private static OrderRequest request(Certificate held) {
        String product = held.getProduct() == null || held.getProduct().isBlank() ? "unknown" : held.getProduct();
        OrderRequest request = OrderRequest.builder(product).build();
        List<String> names = List.copyOf(RegfishMapper.names(held));
        try {
            return request.toBuilder().names(names).build();
        } catch (IllegalArgumentException e) {
            // Names that nobody could have ordered here; they are not needed to complete it.
            return request;
        }
    }
}
