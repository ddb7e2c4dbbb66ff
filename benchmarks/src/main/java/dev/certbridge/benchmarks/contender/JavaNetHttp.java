package dev.certbridge.benchmarks.contender;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.benchmarks.server.Bodies;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A client that is written by hand with the HTTP client of the JDK and Jackson. It is the baseline of every ratio. */
public final class JavaNetHttp implements Contender {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper mapper = Sample.mapper();
    private final CertificateRequest order = Sample.order();
    private final URI server;

    /** Creates a client that calls this server. */
    public JavaNetHttp(URI server) {
        this.server = server;
    }

    @Override
    public Object order() throws IOException, InterruptedException {
        byte[] body = mapper.writeValueAsBytes(order);
        return seen(request("/tls/certificate")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    @Override
    public Object poll() throws IOException, InterruptedException {
        return seen(request("/tls/certificate/" + Bodies.ID).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path))
                .header("Accept", "application/json")
                .header("x-api-key", KEY);
    }

    private Object seen(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("answered " + answer.statusCode());
        }
        return Sample.seen(mapper.readValue(answer.body(), CertificateResponse.class));
    }
}
