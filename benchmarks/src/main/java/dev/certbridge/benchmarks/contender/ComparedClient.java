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

/** The compared clients, in the order of the tables. */
public enum ComparedClient {
    /** A socket that writes prepared bytes: the lower limit of the cost of a call. */
    RAW_SOCKET("raw socket, canned bytes", false, RawSocket::new),
    /** The HTTP client of the JDK with Jackson: the baseline of every ratio. */
    JAVA_NET_HTTP("java.net.http + Jackson", true, JavaNetHttp::new),
    /** HttpClient 5 with Jackson, written by hand. */
    APACHE_HTTP("HttpClient 5 + Jackson", true, ApacheHttp::new),
    /** The generated client of certbridge. */
    GENERATED("certbridge, generated client", true, GeneratedClient::new),
    /** The reads of certbridge through the API of all resellers. */
    NEUTRAL_FIND("certbridge, neutral find", true, EnumSet.of(ComparedOperation.POLL), NeutralReads::new),
    /** The orders of certbridge through the API of all resellers, with an order book in memory. */
    NEUTRAL_ORDER(
            "certbridge, neutral order, book in memory",
            false,
            EnumSet.of(ComparedOperation.ORDER),
            server -> new NeutralOrders(server, OrderBooks::inMemory, () -> {})),
    /** The orders of certbridge through the API of all resellers, with an order book on SQLite, as in real use. */
    NEUTRAL_ORDER_SQLITE(
            "certbridge, neutral order, book on SQLite",
            false,
            EnumSet.of(ComparedOperation.ORDER),
            ComparedClient::onSqlite),
    /** Feign with HttpURLConnection. */
    FEIGN_DEFAULT("Feign, default client", false, server -> new StockFeign(server, new DefaultClient(null, null))),
    /** Feign with java.net.http. */
    FEIGN_JAVA11("Feign + java11", true, server -> new StockFeign(server, new Http2Client(http11()))),
    /** Feign with HttpClient 5. */
    FEIGN_HC5(
            "Feign + HttpClient 5", true, server -> new StockFeign(server, new ApacheHttp5Client(ApacheHttp.pooled()))),
    /** Feign with OkHttp. */
    FEIGN_OKHTTP(
            "Feign + OkHttp",
            false,
            server -> new StockFeign(
                    server, new OkHttpClient(RetrofitCalls.pooled().build()))),
    /** Retrofit with OkHttp. */
    RETROFIT("Retrofit + OkHttp", true, RetrofitCalls::new),
    /** The client that openapi-generator generates for java.net.http. */
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

    /** Returns the name in tables. */
    public String label() {
        return label;
    }

    /** Returns true if the throughput of the client is measured, on one thread and on eight threads. */
    public boolean concurrent() {
        return concurrent;
    }

    /** Returns true if the client supports this operation. */
    public boolean does(ComparedOperation operation) {
        return operations.contains(operation);
    }

    /** Returns a new client that calls this server. */
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
