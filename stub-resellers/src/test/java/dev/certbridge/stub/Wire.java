package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** Real HTTP to a stub, with its key in the header of the reseller. */
public final class Wire {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI uri;
    private final String header;
    private final String credential;

    private Wire(URI uri, String header, String credential) {
        this.uri = uri;
        this.header = header;
        this.credential = credential;
    }

    /** Returns a connection to regfish with a key. */
    public static Wire regfish(StubReseller stub, String key) {
        return new Wire(stub.uri(), "x-api-key", key);
    }

    /** Returns a connection to Realtime Register with a key. */
    public static Wire realtime(StubReseller stub, String key) {
        return new Wire(stub.uri(), "Authorization", "ApiKey " + key);
    }

    /** Returns a connection to a stub with the right key. */
    public static Wire to(StubReseller stub) {
        return stub.name().equals("regfish") ? regfish(stub, stub.apiKey()) : realtime(stub, stub.apiKey());
    }

    /** Returns a connection to any server that behaves like a reseller, with a key. */
    public static Wire to(URI uri, String reseller, String key) {
        return reseller.equals("regfish")
                ? new Wire(uri, "x-api-key", key)
                : new Wire(uri, "Authorization", "ApiKey " + key);
    }

    /** A response. */
    public record Got(int status, HttpResponse<byte[]> response) {

        /** Requires a status, and returns this response. */
        public Got require(int expected) {
            assertThat(status).as(text()).isEqualTo(expected);
            return this;
        }

        /** Returns the body as JSON. */
        public JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new IllegalStateException("not JSON: " + text(), e);
            }
        }

        /** Returns the value at a JSON pointer of the body; a missing node if there is none. */
        public JsonNode at(String pointer) {
            return json().at(pointer);
        }

        /** Returns the value at a JSON pointer as text; empty if there is none. */
        public String text(String pointer) {
            return at(pointer).asText();
        }

        /** Returns the value at a JSON pointer as a number; 0 if there is none. */
        public long number(String pointer) {
            return at(pointer).asLong();
        }

        /** Returns the body as text. */
        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        /** Returns a header that must be present. */
        public String header(String name) {
            return response.headers().firstValue(name).orElseThrow();
        }

        /** Returns the body, decoded if it is base64 text. */
        public byte[] decoded() {
            try {
                return Base64.getDecoder().decode(response.body());
            } catch (IllegalArgumentException notBase64) {
                return response.body();
            }
        }

        /** Returns the certificates in the body, or in the base64 text of it. */
        public List<X509Certificate> certificates() {
            try {
                return CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(decoded()))
                        .stream()
                        .map(X509Certificate.class::cast)
                        .toList();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("no certificates: " + text(), e);
            }
        }
    }

    /** Sends a GET request. */
    public Got get(String path) throws IOException {
        return send(request(path).GET().build());
    }

    /** Sends a POST request with a text as JSON. */
    public Got post(String path, String body) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** Sends a POST request with JSON. */
    public Got post(String path, JsonNode body) throws IOException {
        return post(path, body.toString());
    }

    /** Sends a request of any method; without a body if the node is missing. */
    public Got send(String method, String path, JsonNode body) throws IOException {
        return body.isMissingNode()
                ? send(request(path).method(method, BodyPublishers.noBody()).build())
                : send(request(path)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body.toString()))
                        .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(uri + path)).header(header, credential);
    }

    private static Got send(HttpRequest request) throws IOException {
        try {
            HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
            return new Got(response.statusCode(), response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
