package dev.certbridge.conformance.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.certbridge.conformance.stub.Breach;
import dev.certbridge.conformance.stub.Call;
import dev.certbridge.conformance.stub.Ledger;
import dev.certbridge.conformance.stub.Reply;
import dev.certbridge.conformance.stub.ResellerRules;
import dev.certbridge.conformance.stub.SigningRequest;
import dev.certbridge.conformance.stub.Workshop;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/** What regfish does with requests, as far as the facts go. */
final class RegfishRules implements ResellerRules {

    /** An obvious fake. */
    static final String KEY = "not-a-real-regfish-key";

    private static final String NOT_ACCEPTED = "The order was not accepted";
    private static final int ID_LENGTH = 13;

    private final Workshop workshop;
    private final ConcurrentMap<String, RegfishOrder> orders = new ConcurrentHashMap<>();

    RegfishRules(Workshop workshop) {
        this.workshop = workshop;
    }

    @Override
    public String apiKey() {
        return KEY;
    }

    @Override
    public Optional<String> credential(Call call) {
        return call.header("x-api-key");
    }

    @Override
    public Reply unauthorized() {
        return Envelope.failure(401, "Unauthorized", "Unauthorized");
    }

    @Override
    public Reply unknownRoute(String method, String path) {
        return Envelope.failure(404, "Not found", "Nothing at this address");
    }

    @Override
    public Reply refusal(Call call, List<Breach> breaches) {
        String detail = breaches.stream().map(Breach::toString).collect(Collectors.joining("; "));
        return Envelope.failure(400, "The request was not accepted", detail);
    }

    @Override
    public List<String> names(Call call) {
        if (call.operationId().equals("createCertificate")) {
            return Request.names(call.json());
        }
        return Optional.ofNullable(call.pathParameters().get("certificate_id"))
                .map(orders::get)
                .map(RegfishOrder::names)
                .orElse(List.of());
    }

    @Override
    public Optional<Reply> answer(Call call) {
        try {
            return Optional.ofNullable(
                    switch (call.operationId()) {
                        case "createCertificate" ->
                            Envelope.success(create(call).json());
                        case "listCertificates" -> Envelope.success(list(orders.values()));
                        case "getCertificate" -> Envelope.success(order(call).look());
                        case "downloadCertificate" -> order(call).download(call.pathParameter("format"));
                        case "listProducts" -> Envelope.success(Sku.catalog());
                        default -> null;
                    });
        } catch (Refused e) {
            return Optional.of(e.reply());
        }
    }

    void complete(String certificateId) {
        known(certificateId, "Certificate not found").bind(RegfishStub.ORGANIZATION);
        workshop.ledger().charge(certificateId);
    }

    private RegfishOrder create(Call call) {
        Request request = Request.of(call.json());
        SigningRequest csr = csr(request.csr());
        if (!request.names().stream().allMatch(request.sku()::takes)) {
            throw new Refused(400, NOT_ACCEPTED, "The product does not take these names");
        }
        request.renewalOf().ifPresent(source -> {
            if (!known(source, "The certificate to renew was not found").isRenewable()) {
                throw new Refused(409, "The order cannot be submitted", "This certificate cannot be renewed now");
            }
        });
        if (request.organization()
                .filter(id -> !id.equals(RegfishStub.ORGANIZATION))
                .isPresent()) {
            throw new Refused(
                    409, "The order cannot be submitted", "The CA knows no usable organization for this order");
        }
        RegfishOrder order = new RegfishOrder(workshop.ids().crockford(ID_LENGTH), request, csr, workshop);
        book(order, request, csr);
        orders.put(order.id(), order);
        return order;
    }

    /** regfish cannot be asked for a price, so nothing was ever acknowledged. */
    private void book(RegfishOrder order, Request request, SigningRequest csr) {
        workshop.ledger()
                .book(new Ledger.Entry(
                        order.id(),
                        "createCertificate",
                        request.sku().wireName(),
                        request.names(),
                        csr.keySha256(),
                        request.sku().cents(),
                        Sku.CURRENCY,
                        !order.isHeldBack(),
                        false,
                        false,
                        workshop.options().clock().instant()));
    }

    private static SigningRequest csr(String pem) {
        try {
            return SigningRequest.parse(pem);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, NOT_ACCEPTED, "The CSR could not be read");
        }
    }

    private RegfishOrder order(Call call) {
        return known(call.pathParameter("certificate_id"), "Certificate not found");
    }

    private RegfishOrder known(String id, String otherwise) {
        return Optional.ofNullable(orders.get(id)).orElseThrow(() -> new Refused(404, otherwise));
    }

    private static JsonNode list(Collection<RegfishOrder> orders) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        // By id, so that the order of a listing says nothing about age.
        orders.stream()
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .map(RegfishOrder::json)
                .forEach(list::add);
        return list;
    }
}
