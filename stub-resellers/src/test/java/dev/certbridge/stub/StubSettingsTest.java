package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.regfish.RegfishStub;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** The journal tells what a stub does itself from what it only shows. */
class StubSettingsTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void an_answer_of_the_resellers_own_rules_is_behaviour_and_an_example_or_a_provoked_failure_is_none()
            throws Exception {
        try (StubReseller stub = RegfishStub.start(StubOptions.defaults())) {
            get(stub, "/tls/certificate");
            stub.answer("listCertificates", CannedFailure.documented(500, "unexpected"));
            get(stub, "/tls/certificate");
            stub.answer("listCertificates", CannedFailure.status(500));
            get(stub, "/tls/certificate");
            assertThat(stub.journal().exchanges())
                    .extracting(Journal.Exchange::behaved)
                    .containsExactly(true, false, false);
        }
    }

    private void get(StubReseller stub, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stub.uri() + path))
                .header("x-api-key", stub.apiKey())
                .build();
        client.send(request, BodyHandlers.discarding());
    }
}
