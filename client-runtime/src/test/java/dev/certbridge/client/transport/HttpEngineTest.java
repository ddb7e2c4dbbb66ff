package dev.certbridge.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.ConnectOptions;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.junit.jupiter.api.Test;

class HttpEngineTest {

    @Test
    void a_plain_address_loads_the_trusted_authorities_only_if_tls_is_used() {
        TlsSocketStrategy tls = HttpEngine.tls(options("HTTP://127.0.0.1:1"));

        assertThat(tls).isNotInstanceOf(DefaultClientTlsStrategy.class);
        // The default was created, and refuses a socket that is not connected.
        assertThatThrownBy(() -> tls.upgrade(new Socket(), "localhost", 1, null, HttpCoreContext.create()))
                .isInstanceOf(SocketException.class);
    }

    @Test
    void an_https_address_and_the_live_address_load_them_on_connect() {
        assertThat(HttpEngine.tls(options("https://localhost:1"))).isInstanceOf(DefaultClientTlsStrategy.class);
        assertThat(HttpEngine.tls(ConnectOptions.builder().build())).isInstanceOf(DefaultClientTlsStrategy.class);
    }

    @Test
    void own_trusted_authorities_are_used_with_any_address() throws Exception {
        ConnectOptions options = options("http://127.0.0.1:1").toBuilder()
                .tls(SSLContext.getDefault())
                .build();

        assertThat(HttpEngine.tls(options)).isInstanceOf(DefaultClientTlsStrategy.class);
    }

    private static ConnectOptions options(String uri) {
        return ConnectOptions.builder().uri(URI.create(uri)).build();
    }
}
