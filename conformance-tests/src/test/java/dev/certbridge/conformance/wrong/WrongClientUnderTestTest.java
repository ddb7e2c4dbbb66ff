package dev.certbridge.conformance.wrong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.reseller.ConnectOptions;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who leaves operations out of the sweeps: nobody whose generated client could make a mistake. */
class WrongClientUnderTestTest {

    @ParameterizedTest
    @EnumSource
    void whoever_leaves_operations_out_has_the_generated_client_of_the_right_one(WrongClient client) throws Exception {
        List<Object> asked = new ArrayList<>();
        List<Object> handedIn = new ArrayList<>();
        try (ServerSocket reached = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                WrongClientUnderTest wrong = client.candidate(watched(client.right(), asked, handedIn))) {
            ConnectOptions options = ConnectOptions.builder()
                    .uri(URI.create("http://127.0.0.1:" + reached.getLocalPort()))
                    .build();

            try (AutoCloseable generated = wrong.generated("not-a-real-key", options)) {
                assertThat(handedIn).singleElement().isSameAs(generated);
            }

            assertThat(asked).hasSize(2).startsWith("not-a-real-key");
            assertThat(asked.get(1) == options)
                    .as("whether the right client is reached by the very same options")
                    .isEqualTo(leavesOut(wrong, client.right()));
            assertThat(wrong.calls(wrong.operations().ordering()))
                    .as("whether the sweeps have one left")
                    .isTrue();
        }
    }

    private static boolean leavesOut(ClientUnderTest wrong, ClientUnderTest right) {
        return ContractDocument.onClassPath(right.provider().name()).operations().stream()
                .map(ContractOperation::id)
                .filter(right::calls)
                .anyMatch(operation -> !wrong.calls(operation));
    }

    /** The same candidate; what its generated client is asked for with, and what it hands in, is kept. */
    private static ClientUnderTest watched(ClientUnderTest right, List<Object> asked, List<Object> handedIn) {
        return (ClientUnderTest) Proxy.newProxyInstance(
                ClientUnderTest.class.getClassLoader(),
                new Class<?>[] {ClientUnderTest.class},
                (proxy, method, arguments) -> {
                    Object returned = method.invoke(right, arguments);
                    if (method.getName().equals("generated")) {
                        asked.addAll(List.of(arguments));
                        handedIn.add(returned);
                    }
                    return returned;
                });
    }
}
