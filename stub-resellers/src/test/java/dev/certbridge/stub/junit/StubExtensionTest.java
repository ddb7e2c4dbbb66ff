package dev.certbridge.stub.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.certbridge.stub.BrokenStub;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StubExtensionTest {

    /** No callback of the extension looks at it. */
    private static final ExtensionContext ANY = null;

    @RegisterExtension
    static final StubExtension<RealtimeStub> STUB = StubExtension.of(RealtimeStub.class);

    private static URI before;

    @BeforeAll
    static void remember() {
        before = STUB.uri();
    }

    @RepeatedTest(3)
    void each_test_has_a_fresh_stub_at_the_address_that_was_known_before(RealtimeStub stub) throws Exception {
        assertThat(stub).isSameAs(STUB.get());
        assertThat(stub.uri()).isEqualTo(before);
        assertThat(stub.journal().received()).isZero();
        Wire.to(stub).get("/v2/ssl/products").require(200);
    }

    @Test
    void a_class_nested_in_another_ends_without_ending_the_stub_of_both() {
        StubExtension<RealtimeStub> extension = StubExtension.of(RealtimeStub.class);
        extension.beforeAll(ANY);
        URI address = extension.uri();
        extension.beforeAll(ANY);
        extension.afterAll(ANY);
        extension.beforeEach(ANY);
        assertThat(extension.uri()).isEqualTo(address);
        extension.afterEach(ANY);
        extension.afterAll(ANY);
        assertThatThrownBy(extension::get).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void between_two_tests_the_port_is_nobody_elses_and_after_the_last_it_is_free() throws Exception {
        StubExtension<RealtimeStub> extension = StubExtension.of(RealtimeStub.class);
        extension.beforeAll(ANY);
        extension.beforeEach(ANY);
        int port = extension.uri().getPort();
        extension.afterEach(ANY);
        assertThatThrownBy(() -> take(port)).isInstanceOf(BindException.class);
        extension.beforeEach(ANY);
        assertThat(extension.uri().getPort()).isEqualTo(port);
        assertThatThrownBy(() -> RealtimeStub.start(port))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("another stub listens at this port. Close it first");
        extension.afterEach(ANY);
        extension.afterAll(ANY);
        take(port);
    }

    private static void take(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("127.0.0.1", port));
        }
    }

    @Test
    void a_stub_that_broke_its_contract_fails_the_test() throws Exception {
        StubExtension<BrokenStub> extension = StubExtension.of(BrokenStub.class, BrokenStub::new);
        extension.beforeEach(ANY);
        Wire.to(extension.get()).get("/tls/products");
        assertThatThrownBy(() -> extension.afterEach(ANY))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("the stub broke its contract: listProducts answered 200");
        assertThatThrownBy(extension::get).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v2/ssl/certificates, POST /v2/ssl/certificates does not match the contract: ",
        "GET, /v2/ssl/products/, GET /v2/ssl/products/ does not match the contract: the path ends in a slash"
    })
    void a_bad_request_and_a_deviation_fail_the_test_only_in_strict_mode(String method, String path, String message)
            throws IOException {
        StubExtension<RealtimeStub> lenient = StubExtension.of(RealtimeStub.class);
        for (StubExtension<RealtimeStub> extension : List.of(lenient, lenient.failingOnBadRequests())) {
            extension.beforeEach(ANY);
            JsonNode body = method.equals("GET") ? MissingNode.getInstance() : Reply.object();
            Wire.to(extension.get()).send(method, path, body);
            if (extension == lenient) {
                extension.afterEach(ANY);
            } else {
                assertThatThrownBy(() -> extension.afterEach(ANY))
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining(message);
            }
        }
    }

    @Test
    void a_stub_kept_for_the_class_remembers() throws Exception {
        StubExtension<RealtimeStub> extension = StubExtension.of(RealtimeStub.class)
                .with(StubOptions.defaults().seed(7))
                .keptForTheClass();
        extension.beforeAll(ANY);
        extension.beforeEach(ANY);
        RealtimeStub stub = extension.get();
        Wire.to(stub).get("/v2/ssl/products");
        extension.afterEach(ANY);
        extension.beforeEach(ANY);
        assertThat(extension.get()).isSameAs(stub);
        assertThat(stub.journal().received()).isOne();
        extension.afterEach(ANY);
        extension.afterAll(ANY);
        assertThatThrownBy(extension::get).isInstanceOf(IllegalStateException.class);
    }
}
