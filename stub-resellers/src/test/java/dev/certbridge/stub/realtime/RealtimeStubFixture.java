package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrderBodies.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.StubFixture;
import dev.certbridge.stub.TestClock;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire.Got;
import java.io.IOException;

/** A stub of Realtime Register, which has to keep its contract, and calls to it. */
abstract class RealtimeStubFixture extends StubFixture<RealtimeStub> {

    static final MissingNode NO_BODY = MissingNode.getInstance();

    /** Starts a stub whose orders are issued at this read. */
    RealtimeStubFixture(int readsUntilIssued) {
        super(RealtimeStub::start, new TestClock(), readsUntilIssued);
    }

    static ObjectNode order() {
        return RealtimeOrderBodies.plain(TestCsr.of("www.example.com"));
    }

    static ObjectNode multi(String... names) {
        return RealtimeOrderBodies.multi(TestCsr.of(names[0]), names);
    }

    /** Returns the path of the process that an answer names. */
    static String process(Got accepted) {
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        return "/v2/processes/" + accepted.header("x-process-id");
    }

    /** Returns the path of the process of a new order. */
    String ordered() throws IOException {
        return process(wire.post(CERTIFICATES, order()));
    }

    /** Returns the path of the certificate of a new order that is issued at the first read. */
    String issued(ObjectNode order) throws IOException {
        Got ordered = wire.post(CERTIFICATES, order);
        wire.get(process(ordered));
        return certificateOf(ordered);
    }

    /** Returns the path of the certificate of an accepted order. */
    String certificateOf(Got ordered) throws IOException {
        Got listed = wire.get(CERTIFICATES + "?process:eq=" + ordered.header("x-process-id"));
        return CERTIFICATES + "/" + listed.text("/entities/0/id");
    }

    String status(String path) throws IOException {
        return wire.get(path).text("/status");
    }

    /** Returns the number of entries of a listing. */
    long total(String path) throws IOException {
        return wire.get(path).number("/pagination/total");
    }

    static void assertRefused(Got got, String type) {
        assertThat(got.status()).as(got.text()).isEqualTo(400);
        assertThat(got.text("/type")).as(got.text()).isEqualTo(type);
    }
}
