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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The behaviour of acorn, which answers every request of a client. */
final class AcornBehaviour implements StubBehaviour {

    /** The API key that the stub accepts, which is obviously not a real one. */
    static final String KEY = "not-a-real-acorn-key";

    private static final String SCHEME = "Bearer ";
    private static final int ID_LENGTH = 8;

    private final StubContext context;
    private final Map<String, PlacedOrder> orders = new LinkedHashMap<>();
    private int downloadLag;

    AcornBehaviour(StubContext context) {
        this.context = context;
        this.downloadLag = context.options().downloadLag();
    }

    synchronized void downloadLag(int downloads) {
        downloadLag = downloads;
    }

    /** Returns true if this download has to be answered with 409, and counts the download. */
    private synchronized boolean isTooEarly() {
        return downloadLag > 0 && downloadLag-- > 0;
    }

    static Reply failure(int status, String code, String message) {
        return Reply.json(
                status, JsonNodeFactory.instance.objectNode().put("code", code).put("message", message));
    }

    /** Returns the order with this id. Throws {@link IllegalArgumentException} if there is no such order. */
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
        return failure(404, "no_such_address", "This address does not exist.");
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
            case "listOrders" -> Optional.of(list("orders", all().map(PlacedOrder::listed)));
            case "getOrder" ->
                Optional.of(
                        order(call).map(order -> Reply.json(200, order.look())).orElseGet(AcornBehaviour::noSuchOrder));
            case "downloadCertificate" ->
                Optional.of(order(call)
                        .map(order -> order.download(this::isTooEarly))
                        .orElseGet(AcornBehaviour::noSuchOrder));
            case "listProducts" ->
                Optional.of(list("products", Stream.of(Product.values()).map(Product::json)));
            default -> Optional.empty();
        };
    }

    private Reply create(JsonNode form) {
        Optional<Product> product = Product.of(form.path("product").asText());
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

    private synchronized Reply booked(JsonNode form, Product product, List<String> names, SigningRequest csr) {
        String id = "AC-" + context.ids().crockford(ID_LENGTH);
        PlacedOrder order = new PlacedOrder(context, id, form, csr);
        context.ledger()
                .book(new Ledger.Entry(
                        id,
                        "createOrder",
                        product.id,
                        names,
                        csr.keySha256(),
                        product.cents,
                        "EUR",
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

    /** A product of the catalog. */
    private enum Product {
        ACORN("acorn-dv", "Acorn", 900),
        WILDCARD("acorn-dv-wildcard", "Acorn Wildcard", 8900);

        private final String id;
        private final String title;
        private final long cents;

        Product(String id, String title, long cents) {
            this.id = id;
            this.title = title;
            this.cents = cents;
        }

        static Optional<Product> of(String id) {
            return Arrays.stream(values())
                    .filter(product -> product.id.equals(id))
                    .findFirst();
        }

        boolean takes(String name) {
            return name.startsWith("*.") == (this == WILDCARD);
        }

        ObjectNode json() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("id", id)
                    .put("name", title)
                    .put("level", "dv");
        }
    }
}
