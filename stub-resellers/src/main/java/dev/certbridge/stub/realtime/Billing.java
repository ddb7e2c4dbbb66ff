package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubCall;
import dev.certbridge.stub.StubContext;

/** Where orders that are in order become a quote, or a charge and a process. */
final class Billing {

    private final StubContext workshop;
    private final ProcessStore processes;
    private final RealtimeStubSettings quirks;

    Billing(StubContext workshop, ProcessStore processes, RealtimeStubSettings quirks) {
        this.workshop = workshop;
        this.processes = processes;
        this.quirks = quirks;
    }

    Reply take(StubCall call, ProcessOrder order) {
        if (call.isQuote() && !quirks.quotesAreOrders) {
            return quoted(order);
        }
        if (asksBeforeCharging(order)
                && !order.price().isAcknowledgedBy(order.body().path("billables"))) {
            throw RealtimeRefusal.toAcknowledge(order.price().quote());
        }
        ProcessOrder due =
                order.charged(order.price().with(order.product().id(), quirks.centsOnTop, quirks.centsOfAnotherLine));
        RealtimeProcess process = processes.open(due);
        book(process.id(), due);
        return Reply.json(202, process.info()).with(ResponseRewriter.PROCESS_ID, Long.toString(process.id()));
    }

    /** A reissue has no field to acknowledge with, so it is charged without being asked. */
    private boolean asksBeforeCharging(ProcessOrder order) {
        return order.price().needsAcknowledgment()
                && !order.action().equals(ProcessOrder.REISSUE)
                && !quirks.acknowledgmentNeverAsked;
    }

    private static Reply quoted(ProcessOrder order) {
        // The real names of the commands are not known.
        String command = switch (order.action()) {
            case ProcessOrder.CREATE -> "CreateCertificateCommand";
            case ProcessOrder.RENEW -> "RenewCertificateCommand";
            case ProcessOrder.REISSUE -> "ReissueCertificateCommand";
            default -> "RequestCertificateCommand";
        };
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("command", command);
        body.set("quote", order.price().quote());
        return Reply.json(200, body);
    }

    private void book(long processId, ProcessOrder due) {
        workshop.ledger()
                .book(new Ledger.Entry(
                        Long.toString(processId),
                        due.operationId(),
                        due.product().id(),
                        due.names().all(),
                        due.csr().keySha256(),
                        due.price().total(),
                        StubPrice.CURRENCY,
                        true,
                        false,
                        due.price().isAcknowledgedBy(due.body().path("billables")),
                        processes.now()));
    }
}
