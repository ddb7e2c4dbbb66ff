package dev.certbridge.benchmarks.contender;

import dev.certbridge.benchmarks.server.Bodies;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.Headers;
import retrofit2.http.POST;
import retrofit2.http.Path;

/** A client with Retrofit on OkHttp, the Jackson converter and an interceptor for the API key. */
final class RetrofitCalls implements Contender {

    private final OkHttpClient http = pooled().addInterceptor(chain -> chain.proceed(
                    chain.request().newBuilder().header("x-api-key", KEY).build()))
            .build();
    private final CertificateRequest order = Sample.order();
    private final Api api;

    RetrofitCalls(URI server) {
        this.api = new Retrofit.Builder()
                .baseUrl(server + "/")
                .client(http)
                .addConverterFactory(JacksonConverterFactory.create(Sample.mapper()))
                .build()
                .create(Api.class);
    }

    /**
     * Returns an OkHttp builder with a pool of 64 idle connections. The default is five, so that eight threads would
     * have to open new connections.
     */
    static OkHttpClient.Builder pooled() {
        return new OkHttpClient.Builder().connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES));
    }

    /** The two operations. */
    interface Api {

        @POST("tls/certificate")
        @Headers("Accept: application/json")
        Call<CertificateResponse> createCertificate(@Body CertificateRequest order);

        @GET("tls/certificate/{certificateId}")
        @Headers("Accept: application/json")
        Call<CertificateResponse> getCertificate(@Path("certificateId") String certificateId);
    }

    @Override
    public Object order() throws IOException {
        return seen(api.createCertificate(order));
    }

    @Override
    public Object poll() throws IOException {
        return seen(api.getCertificate(Bodies.ID));
    }

    private static Object seen(Call<CertificateResponse> call) throws IOException {
        Response<CertificateResponse> answer = call.execute();
        CertificateResponse body = answer.body();
        if (body == null) {
            throw new IOException("answered " + answer.code());
        }
        return Sample.seen(body);
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
