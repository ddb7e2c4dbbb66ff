package dev.certbridge.benchmarks.contender;

import dev.certbridge.orderbook.OrderBooks;
import feign.DefaultClient;
import feign.hc5.ApacheHttp5Client;
import feign.http2client.Http2Client;
import feign.okhttp.OkHttpClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/** Who is compared, in the order of the tables. */
public enum ComparedClient {
    /** The floor. */
    RAW_SOCKET("raw socket, canned bytes", false, RawSocket::new),
    /** The baseline: every ratio is to this. */
    JAVA_NET_HTTP("java.net.http + Jackson", true, JavaNetHttp::new),
    /** By hand. */
    APACHE_HTTP("HttpClient 5 + Jackson", true, ApacheHttp::new),
    /** Ours. */
    GENERATED("certbridge, generated client", true, GeneratedClient::new),
    /** Ours, {@code find}. */
    NEUTRAL_FIND("certbridge, neutral find", true, EnumSet.of(ComparedOperation.POLL), NeutralReads::new),
    /** Ours, {@code order}. */
    NEUTRAL_ORDER(
            "certbridge, neutral order, book in memory",
            false,
            EnumSet.of(ComparedOperation.ORDER),
            server -> new NeutralOrders(server, OrderBooks::inMemory, () -> {})),
    /** Ours, {@code order}, as it is really used. */
    NEUTRAL_ORDER_SQLITE(
            "certbridge, neutral order, book on SQLite",
            false,
            EnumSet.of(ComparedOperation.ORDER),
            ComparedClient::onSqlite),
    /** Feign on HttpURLConnection. */
    FEIGN_DEFAULT("Feign, default client", false, server -> new StockFeign(server, new DefaultClient(null, null))),
    /** Feign on java.net.http. */
    FEIGN_JAVA11("Feign + java11", true, server -> new StockFeign(server, new Http2Client(http11()))),
    /** Feign on HttpClient 5. */
    FEIGN_HC5(
            "Feign + HttpClient 5", true, server -> new StockFeign(server, new ApacheHttp5Client(ApacheHttp.pooled()))),
    /** Feign on OkHttp. */
    FEIGN_OKHTTP(
            "Feign + OkHttp",
            false,
            server -> new StockFeign(
                    server, new OkHttpClient(RetrofitCalls.pooled().build()))),
    /** Retrofit on OkHttp. */
    RETROFIT("Retrofit + OkHttp", true, RetrofitCalls::new),
    /** The generator's own. */
    NATIVE("openapi-generator, native", false, NativeLibrary::new);

    private final String label;
    private final boolean concurrent;
    private final Set<ComparedOperation> operations;
    private final Function<URI, Contender> connect;

    ComparedClient(String label, boolean concurrent, Function<URI, Contender> connect) {
        this(label, concurrent, EnumSet.allOf(ComparedOperation.class), connect);
    }

    ComparedClient(
            String label, boolean concurrent, Set<ComparedOperation> operations, Function<URI, Contender> connect) {
        this.label = label;
        this.concurrent = concurrent;
        this.operations = operations;
        this.connect = connect;
    }

    /** For tables. */
    public String label() {
        return label;
    }

    /** Whether its throughput is measured, on one thread and on eight. */
    public boolean concurrent() {
        return concurrent;
    }

    /** Whether it does that. */
    public boolean does(ComparedOperation operation) {
        return operations.contains(operation);
    }

    /** A new client to this server. */
    public Contender connect(URI server) {
        return connect.apply(server);
    }

    private static HttpClient http11() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static Contender onSqlite(URI server) {
        SqliteBooks books = new SqliteBooks();
        return new NeutralOrders(server, books::open, books::delete);
    }
}
