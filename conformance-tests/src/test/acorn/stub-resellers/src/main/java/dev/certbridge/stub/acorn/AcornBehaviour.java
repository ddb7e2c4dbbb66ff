package dev.certbridge.stub.acorn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.ContractViolation;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.StubBehaviour;
import dev.certbridge.stub.StubCall;
import dev.certbridge.stub.StubContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The behaviour of acorn: it answers every request as acorn would. */
final class AcornBehaviour implements StubBehaviour {

    /** The API key that the stub accepts, which is obviously not a real one. */
    static final String KEY = "not-a-real-acorn-key";

    private static final String SCHEME = "Bearer ";
    private static final int ID_LENGTH = 8;

    private final StubContext context;
    private final Map<String, PlacedOrder> orders = new LinkedHashMap<>();
    private final AcornStubSettings settings;

    AcornBehaviour(StubContext context, AcornStubSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    static Reply failure(int status, String code, String message) {
        return Reply.json(
                status, JsonNodeFactory.instance.objectNode().put("code", code).put("message", message));
    }

    /** Returns the order with this id. Throws {@link IllegalArgumentException} if there is none. */
    synchronized PlacedOrder placed(String id) {
        return Optional.ofNullable(orders.get(id))
                .orElseThrow(() -> new IllegalArgumentException("no order has the id " + id));
    }

    @Override
    public String apiKey() {
        return KEY;
    }

    @Override
    public Optional<String> credential(StubCall call) {
        return call.header("authorization")
                .filter(value -> value.startsWith(SCHEME))
                .map(value -> value.substring(SCHEME.length()));
    }

    @Override
    public Reply unauthorized() {
        return failure(401, "unauthorized", "The key is not valid.");
    }

    @Override
    public Reply unknownRoute(String method, String path) {
        return failure(404, "no_such_address", "There is nothing at this address.");
    }

    @Override
    public Reply refusal(StubCall call, List<ContractViolation> violations) {
        return invalid(violations.stream().map(ContractViolation::toString).collect(Collectors.joining("; ")));
    }

    @Override
    public List<String> names(StubCall call) {
        return call.operationId().equals("createOrder")
                ? PlacedOrder.names(call.json())
                : order(call).map(PlacedOrder::names).orElse(List.of());
    }

    @Override
    public Optional<Reply> answer(StubCall call) {
        return switch (call.operationId()) {
            case "createOrder" -> Optional.of(create(call.json()));
            case "listOrders" -> Optional.of(list("orders", all().map(PlacedOrder::json)));
            case "getOrder" ->
                Optional.of(
                        order(call).map(order -> Reply.json(200, order.look())).orElseGet(AcornBehaviour::noSuchOrder));
            case "downloadCertificate" ->
                Optional.of(order(call).map(PlacedOrder::download).orElseGet(AcornBehaviour::noSuchOrder));
            case "listProducts" ->
                Optional.of(list("products", Stream.of(AcornProduct.values()).map(AcornProduct::json)));
            case "getProduct" ->
                Optional.of(AcornProduct.of(call.pathParameter("product"))
                        .map(product -> Reply.json(200, product.json()))
                        .orElseGet(() -> failure(404, "unknown_product", "There is no such product.")));
            default -> Optional.empty();
        };
    }

    @Override
    public Reply sent(StubCall call, Reply checked) {
        return call.operationId().equals("getProduct") && checked.status() == 200
                ? settings.flawed(call, checked)
                : checked;
    }

    private Reply create(JsonNode form) {
        Optional<AcornProduct> product = AcornProduct.of(form.path("product").asText());
        if (product.isEmpty()) {
            return failure(400, "unknown_product", "There is no such product.");
        }
        List<String> names = PlacedOrder.names(form);
        if (!names.stream().allMatch(product.get()::takes)) {
            return invalid("The product does not take these names.");
        }
        try {
            return booked(
                    form,
                    product.get(),
                    names,
                    SigningRequest.parse(form.path("csr").asText()));
        } catch (IllegalArgumentException e) {
            return invalid("The signing request cannot be read.");
        }
    }

    private synchronized Reply booked(JsonNode form, AcornProduct product, List<String> names, SigningRequest csr) {
        String id = "AC-" + context.ids().crockford(ID_LENGTH);
        long cents = product.cents() + settings.surcharge();
        PlacedOrder order = new PlacedOrder(context, settings, id, product, cents, form, csr);
        context.ledger()
                .book(new Ledger.Entry(
                        id,
                        "createOrder",
                        product.id(),
                        names,
                        csr.keySha256(),
                        cents,
                        AcornProduct.CURRENCY,
                        true,
                        false,
                        false,
                        context.options().clock().instant()));
        orders.put(id, order);
        return Reply.json(201, order.json()).with("Location", "/v1/orders/" + id);
    }

    private synchronized Stream<PlacedOrder> all() {
        return List.copyOf(orders.values()).stream();
    }

    private synchronized Optional<PlacedOrder> order(StubCall call) {
        return Optional.ofNullable(call.pathParameters().get("order")).map(orders::get);
    }

    private static Reply list(String member, Stream<ObjectNode> entries) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray(member);
        entries.forEach(list::add);
        return Reply.json(200, body);
    }

    private static Reply invalid(String message) {
        return failure(400, "invalid_order", message);
    }

    private static Reply noSuchOrder() {
        return failure(404, "no_such_order", "There is no such order.");
    }
}
