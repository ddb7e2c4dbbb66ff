package dev.certbridge.stub;

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

/** A stub of regfish that issues at the second read, calls to its API, and requests of its page. */
abstract class StubPageFixture extends StubFixture<RegfishStub> {

    static final String PRODUCTS = "/tls/products";

    private final HttpClient client = HttpClient.newHttpClient();

    StubPageFixture() {
        super(RegfishStub::start, new TestClock(), 2);
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
