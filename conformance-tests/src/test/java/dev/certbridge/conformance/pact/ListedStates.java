package dev.certbridge.conformance.pact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import au.com.dius.pact.core.model.Interaction;
import au.com.dius.pact.core.model.V4Interaction.SynchronousHttp;
import au.com.dius.pact.core.support.json.JsonValue;
import au.com.dius.pact.provider.junitsupport.State;
import au.com.dius.pact.provider.junitsupport.filter.InteractionFilter;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.ConnectOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** States that exist already: their ids come from what the environment lists. */
final class ListedStates {

    private final String apiKey;
    private final Optional<String> identifier;
    private final Optional<String> process;

    /** Lists what there is. */
    ListedStates(URI uri, String apiKey) {
        this.apiKey = apiKey;
        try (RealtimeClient client =
                RealtimeClient.connect(apiKey, ConnectOptions.builder().uri(uri).build())) {
            Map<String, String> orders = Map.of("type", "certificate");
            List<Process> processes = client.processes()
                    .listProcesses(10, 0, null, null, null, null, null, orders)
                    .getEntities();
            List<Certificate> certificates = client.certificates()
                    .listCertificates(10, 0, null, null, null, null, null, Map.of())
                    .getEntities();
            this.identifier = processes.stream()
                    .map(Process::getIdentifier)
                    .filter(Objects::nonNull)
                    .findFirst();
            this.process = certificates.stream()
                    .map(Certificate::getProcess)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(String::valueOf);
        }
    }

    /** Aborts the verification of an interaction for which nothing is listed, and fails that of one that may not be. */
    void requireFor(Interaction interaction) {
        // Pact ignores a filter that it takes for empty. Nothing else may be sent to OT&E, whatever it makes of ours.
        assertThat(OteReads.allows(interaction))
                .as("%s only reads", interaction.getDescription())
                .isTrue();
        interaction.getProviderStates().forEach(state -> {
            assumeTrue(
                    !state.getName().equals(RealtimeStates.RUNNING) || identifier.isPresent(), "no process is listed");
            assumeTrue(
                    !state.getName().equals(RealtimeStates.ISSUED) || process.isPresent(), "no certificate is listed");
        });
    }

    @State(Expectation.KEY_ACCEPTED)
    Map<String, Object> keyAccepted() {
        return Map.of("apiKey", apiKey);
    }

    @State(RealtimeStates.RUNNING)
    Map<String, Object> underWay() {
        return Map.of("identifier", identifier.orElse("-"));
    }

    @State(RealtimeStates.ISSUED)
    Map<String, Object> completed() {
        return Map.of("processId", process.orElse("0"));
    }

    /** Selects the interactions that may be sent to OT&E: GET, and marked as such. */
    public static final class OteReads implements InteractionFilter<Interaction> {

        @Override
        public Predicate<Interaction> buildPredicate(String[] values) {
            return OteReads::allows;
        }

        static boolean allows(Interaction interaction) {
            return interaction.asV4Interaction() instanceof SynchronousHttp http
                    && http.getRequest().getMethod().equals("GET")
                    && isMarked(http.getComments().get("references"));
        }

        private static boolean isMarked(JsonValue references) {
            return references.has(Expectation.ENVIRONMENT)
                    && references.get(Expectation.ENVIRONMENT).has(Expectation.OTE);
        }
    }
}
