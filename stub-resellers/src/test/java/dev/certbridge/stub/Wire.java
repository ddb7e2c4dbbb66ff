package dev.certbridge.stub;

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

/** Real HTTP to a stub, with its key in the header where the reseller wants it. */
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

    /** To regfish, with a key of choice. */
    public static Wire regfish(StubReseller stub, String key) {
        return new Wire(stub.uri(), "x-api-key", key);
    }

    /** To Realtime Register, with a key of choice. */
    public static Wire realtime(StubReseller stub, String key) {
        return new Wire(stub.uri(), "Authorization", "ApiKey " + key);
    }

    /** To either, with the right key. */
    public static Wire to(StubReseller stub) {
        return stub.name().equals("regfish") ? regfish(stub, stub.apiKey()) : realtime(stub, stub.apiKey());
    }

    /** To any server that speaks like a reseller, with a key of choice. */
    public static Wire to(URI uri, String reseller, String key) {
        return reseller.equals("regfish")
                ? new Wire(uri, "x-api-key", key)
                : new Wire(uri, "Authorization", "ApiKey " + key);
    }

    /** What came back. */
    public record Got(int status, HttpResponse<byte[]> response) {

        /** The body as JSON. */
        public JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new IllegalStateException("not JSON: " + text(), e);
            }
        }

        /** The body as text. */
        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        /** A header that must be there. */
        public String header(String name) {
            return response.headers().firstValue(name).orElseThrow();
        }

        /** The body as it is, or what base64 text in it stands for. */
        public byte[] decoded() {
            try {
                return Base64.getDecoder().decode(response.body());
            } catch (IllegalArgumentException notBase64) {
                return response.body();
            }
        }

        /** The certificates in the body, or in base64 text of it. */
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

    /** GET. */
    public Got get(String path) throws IOException {
        return send(request(path).GET().build());
    }

    /** POST of text that claims to be JSON. */
    public Got post(String path, String body) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** POST of JSON. */
    public Got post(String path, JsonNode body) throws IOException {
        return post(path, body.toString());
    }

    /** Any method; a missing node is no body. */
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
