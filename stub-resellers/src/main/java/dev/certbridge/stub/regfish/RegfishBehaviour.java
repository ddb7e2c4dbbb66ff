package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.ContractViolation;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubBehaviour;
import dev.certbridge.stub.StubCall;
import dev.certbridge.stub.regfish.StubEnvelope.RegfishRefusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How regfish answers requests, as far as the sources document it. */
final class RegfishBehaviour implements StubBehaviour {

    /** An obvious fake. */
    static final String KEY = "not-a-real-regfish-key";

    static final Set<String> WITH_NAMES = Set.of("createCertificate", "getCertificate", "downloadCertificate");

    private final RegfishState state;
    private final RegfishOrderHandler orders;

    RegfishBehaviour(RegfishState state, RegfishOrderHandler orders) {
        this.state = state;
        this.orders = orders;
    }

    @Override
    public String apiKey() {
        return KEY;
    }

    @Override
    public Optional<String> credential(StubCall call) {
        return call.header("x-api-key");
    }

    @Override
    public Reply unauthorized() {
        return StubEnvelope.failure(401, "Unauthorized", "Unauthorized");
    }

    @Override
    public Reply unknownRoute(String method, String path) {
        return StubEnvelope.failure(404, "Not found", "Nothing at this address");
    }

    /** A member that regfish does not know is accepted: the DNS client of the vendor sends {@code "id": 0}. */
    @Override
    public boolean refuses(ContractViolation violation) {
        return StubBehaviour.super.refuses(violation) && violation.kind() != ContractViolation.Kind.UNKNOWN_PROPERTY;
    }

    @Override
    public Reply refusal(StubCall call, List<ContractViolation> violations) {
        String detail = violations.stream().map(ContractViolation::toString).collect(Collectors.joining("; "));
        return StubEnvelope.failure(400, "The request was not accepted", detail);
    }

    @Override
    public List<String> names(StubCall call) {
        if (call.operationId().equals("createCertificate")) {
            return OrderBody.names(call.json());
        }
        return Optional.ofNullable(call.pathParameters().get("certificate_id"))
                .flatMap(state.orders()::find)
                .map(RegfishOrder::names)
                .orElse(List.of());
    }

    @Override
    public Optional<Reply> answer(StubCall call) {
        try {
            return content(call).map(StubEnvelope::success).or(() -> other(call));
        } catch (RegfishRefusal e) {
            return Optional.of(e.reply());
        }
    }

    private Optional<JsonNode> content(StubCall call) {
        OrganizationStore organizations = state.organizations();
        return Optional.ofNullable(
                switch (call.operationId()) {
                    case "createCertificate" -> orders.create(call.json());
                    case "listCertificates" -> state.orders().list();
                    case "getCertificate" -> order(call).read();
                    case "reissueCertificate" -> orders.reissue(order(call), call.json());
                    case "completeCertificate" ->
                        orders.complete(order(call), call.json().path("org_id").asText());
                    case "listProducts" -> state.catalog().json();
                    case "listOrganizations" -> organizations.list();
                    case "createOrganization" ->
                        organizations.create(call.json()).json();
                    case "patchOrganization" ->
                        organizations
                                .patch(call.pathParameter("organization_id"), call.json())
                                .json();
                    default -> null;
                });
    }

    private Optional<Reply> other(StubCall call) {
        return call.operationId().equals("downloadCertificate")
                ? Optional.of(order(call).download(call.pathParameter("format")))
                : state.zones().answer(call);
    }

    private RegfishOrder order(StubCall call) {
        return state.orders().get(call.pathParameter("certificate_id"), "Certificate not found");
    }
}
