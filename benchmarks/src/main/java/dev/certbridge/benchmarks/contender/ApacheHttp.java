package dev.certbridge.benchmarks.contender;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.benchmarks.server.Bodies;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * A client that is written by hand with the classic API of Apache HttpClient 5 and Jackson. It has the default
 * settings, except a larger connection pool for eight threads.
 */
final class ApacheHttp implements Contender {

    private final CloseableHttpClient http = pooled();
    private final ObjectMapper mapper = Sample.mapper();
    private final CertificateRequest order = Sample.order();
    private final URI server;

    ApacheHttp(URI server) {
        this.server = server;
    }

    /** Returns an HttpClient with a pool of 64 connections. The default is five connections to one address. */
    static CloseableHttpClient pooled() {
        return HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(64)
                        .setMaxConnPerRoute(64)
                        .build())
                .build();
    }

    @Override
    public Object order() throws IOException {
        HttpPost post = new HttpPost(server + "/tls/certificate");
        post.setEntity(new ByteArrayEntity(mapper.writeValueAsBytes(order), ContentType.APPLICATION_JSON));
        return seen(post);
    }

    @Override
    public Object poll() throws IOException {
        return seen(new HttpGet(server + "/tls/certificate/" + Bodies.ID));
    }

    private Object seen(HttpUriRequestBase request) throws IOException {
        request.addHeader("Accept", "application/json");
        request.addHeader("x-api-key", KEY);
        return http.execute(request, answer -> {
            if (answer.getCode() != 200) {
                throw new IOException("answered " + answer.getCode());
            }
            return Sample.seen(
                    mapper.readValue(EntityUtils.toByteArray(answer.getEntity()), CertificateResponse.class));
        });
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
