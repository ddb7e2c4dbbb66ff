package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.regfish.RegfishStub;
import dev.certbridge.stub.regfish.RegfishStubFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;

/** A stub of regfish that issues at the second read, calls to its API, and requests of its page. */
abstract class StubPageFixture {

    static final String PRODUCTS = "/tls/products";

    final TestClock time = new TestClock();
    final RegfishStub stub =
            RegfishStub.start(StubOptions.defaults().readsUntilIssued(2).clock(time));
    final Wire wire = Wire.to(stub);

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void every_answer_kept_the_contract() {
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }

    String order() throws IOException {
        return wire.post("/tls/certificate", RegfishStubFixture.order()).text("/response/id");
    }

    JsonNode state(String query) throws Exception {
        return state(stub.uri(), query);
    }

    JsonNode state(URI address, String query) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address + "/__state" + query)).build();
        return StubContract.JSON.readTree(
                client.send(request, BodyHandlers.ofString()).body());
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(stub.uri() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
