package dev.certbridge.regfish;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.regfish.ScriptedRegfishServer.Asked;
import dev.certbridge.conformance.regfish.ScriptedRegfishServer.Said;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.regfish.RegfishDns;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One zone at regfish, example.com, whose records a test sees, changes and has trouble with. */
abstract class ZoneAtRegfish {

    private static final ObjectMapper JSON = new ObjectMapper();
    static final String ZONE = "GET /dns/example.com/rr";
    static final String CREATE = "POST /dns/rr";
    static final DnsRecord WANTED =
            new DnsRecord("_dnsauth.www.example.com", "CNAME", "token1.dcv.digicert.com", false);
    static final DnsRecord NEXT = new DnsRecord("_dnsauth.www.example.com", "CNAME", "token2.dcv.digicert.com", false);

    final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    final RegfishDns dns = Regfish.dns(ScriptedRegfishServer.KEY, desk.options());
    final Map<Long, ObjectNode> zone = new TreeMap<>();
    /** What becomes of the next writes once they are carried out, or instead; afterwards their own answers. */
    final Deque<UnaryOperator<Said>> faults = new ArrayDeque<>();

    @BeforeEach
    void open() {
        desk.on(ZONE, asked -> Said.response(JSON.valueToTree(zone.values()).toString()));
        desk.on(CREATE, asked -> answered(create(asked)));
        for (long rrid = 1; rrid < 5; rrid++) {
            long id = rrid;
            desk.on(
                            "GET /dns/rr/" + id,
                            asked -> zone.containsKey(id)
                                    ? Said.response(zone.get(id).toString())
                                    : Said.refusal(404, "no such record"))
                    .on(
                            "PATCH /dns/rr/" + id,
                            asked -> answered(Said.response(put(id, asked).toString())))
                    .on("DELETE /dns/rr/" + id, asked -> {
                        zone.remove(id);
                        return answered(Said.json(200, "{\"success\":true}"));
                    });
        }
    }

    @AfterEach
    void close() {
        dns.close();
        desk.close();
    }

    Said create(Asked asked) {
        return Said.response(put(zone.size() + 1L, asked).toString());
    }

    ObjectNode put(long rrid, Asked asked) {
        ObjectNode record = ((ObjectNode) asked.body()).deepCopy().put("id", rrid);
        zone.put(rrid, record);
        return record;
    }

    Said answered(Said said) {
        return faults.isEmpty() ? said : faults.remove().apply(said);
    }

    /** A record of somebody else at the name that is wanted. */
    void foreign(String type, String data) {
        foreign("_dnsauth.www.example.com.", type, data);
    }

    void foreign(String name, String type, String data) {
        zone.put(
                1L,
                JSON.createObjectNode()
                        .put("id", 1)
                        .put("type", type)
                        .put("name", name)
                        .put("data", data)
                        .putNull("annotation"));
    }
}
